package import EbbModel
internal import EbbText

/// One of the ways in which people name a simulation.
package enum JobReference: Sendable, Equatable {
  /// "id:12".
  case number(SimulationID)
  /// "latest", and "latest:*proton*" of those whose title fits.
  case latest(title: String?)
  /// A job id, the beginning of one, or a title.
  case name(String)

  package init(_ text: String) {
    if text.hasPrefix("id:"), let id = Int64(text.dropFirst(3)) {
      self = .number(SimulationID(id))
    } else if text == "latest" {
      self = .latest(title: nil)
    } else if text.hasPrefix("latest:") {
      self = .latest(title: String(text.dropFirst(7)))
    } else {
      self = .name(text)
    }
  }

  /// Whether it can be nothing else: no job id, title or file is meant.
  var isPlain: Bool {
    if case .name = self { return false }
    return true
  }

  /// The most simulations that an error proposes.
  private static let proposed = 5

  /// The simulations whose job ids or titles are the nearest to a misspelt name, each once.
  static func nearest(to name: String, in all: [Simulation]) -> [Simulation] {
    let near = spellingSuggestions(for: name, in: all.map(\.jobID))
    let byID = near.compactMap { id in all.first { $0.jobID == id } }
    let byTitle = nearestTitles(to: name, in: all).filter { simulation in
      !byID.contains { $0.id == simulation.id }
    }
    return Array((byID + byTitle).prefix(proposed))
  }

  /// The simulations whose titles are the nearest to a pattern that none fits, or else the first.
  static func nearest(toTitle pattern: String, in all: [Simulation]) -> [Simulation] {
    let near = nearestTitles(to: pattern, in: all)
    return near.isEmpty ? Array(all.filter { !$0.title.isEmpty }.prefix(proposed)) : near
  }

  /// Those whose titles have the most words of `text`, or else are spelt nearly so; each title once.
  private static func nearestTitles(to text: String, in all: [Simulation]) -> [Simulation] {
    var seen: Set<String> = []
    let titled = all.filter { !$0.title.isEmpty && seen.insert($0.title).inserted }
    let words = Set(words(text))
    let counts = titled.map { words.intersection(Self.words($0.title)).count }
    if let most = counts.max(), most > 0 {
      return Array(zip(titled, counts).filter { $0.1 == most }.map(\.0).prefix(proposed))
    }
    let bare = text.filter { !"*?".contains($0) }
    let near = spellingSuggestions(for: bare, in: titled.map(\.title))
    return near.compactMap { title in titled.first { $0.title == title } }
  }

  private static func words(_ text: String) -> [String] {
    text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
  }
}
