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

  /// The titles that hold a word of `pattern`, or else the first, for an advice.
  static func nearestTitles(to pattern: String, in titles: [String]) -> String {
    let words = pattern.lowercased().split { !$0.isLetter && !$0.isNumber }
    var seen: Set<String> = []
    let known = titles.filter { !$0.isEmpty && seen.insert($0).inserted }
    let near = known.filter { title in words.contains { title.lowercased().contains($0) } }
    let misspelt = spellingSuggestions(for: pattern, in: known)
    let shown = (near.isEmpty ? misspelt.isEmpty ? known : misspelt : near).prefix(5)
    let list = shown.map { "'\($0)'" }.joined(separator: ", ")
    return known.isEmpty
      ? "No simulation has a title." : "Titles: \(list)\(known.count > shown.count ? ", …" : ".")"
  }
}
