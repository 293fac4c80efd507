internal import EbbModel
internal import EbbPipeline

/// Names of pages in a picture: above it the estimator and the quantity where they share them, in its key what tells
/// them apart. What an audit has found follows, "(! far-off)".
struct PageLabels {
  let title: String
  let labels: [String]

  /// - Parameter chosen: names that stand in the place of others.
  init(_ pages: [LoadedPage], _ chosen: [CurveLabel] = []) {
    let simulations = Self.simulations(pages)
    let parts = zip(pages, simulations).map { Self.parts($0, simulation: $1, chosen) }
    let doubts = pages.map { page in page.page.doubts.map { " (! \($0))" } ?? "" }
    let isShared = (0..<3).map { index in Set(parts.map { $0[index] }).count == 1 }
    let shared = parts.first.map { first in (1..<3).filter { isShared[$0] }.map { first[$0] } } ?? []
    title =
      shared.filter { !$0.isEmpty }.joined(separator: " · ") + (pages.count == 1 ? doubts[0] : "")
    let numbers = Dictionary(
      chosen.compactMap { label in Int(label.name).map { ($0, label.text) } }, uniquingKeysWith: { $1 })
    labels = zip(parts, doubts).enumerated().map { index, part in
      if let text = numbers[index + 1] { return text }
      let (part, doubt) = part
      let own = (0..<3).filter { !isShared[$0] }.map { part[$0] }.filter { !$0.isEmpty }
      let name = own.isEmpty ? part[1...].joined(separator: " ") : own.joined(separator: " · ")
      return pages.count == 1 ? name : name + doubt
    }
  }

  /// The numbers, from 0 on, of the pages that a name is of.
  static func numbers(of name: String, in pages: [LoadedPage]) -> [Int] {
    if let number = Int(name), 1...max(pages.count, 1) ~= number { return [number - 1] }
    let label = CurveLabel(name: name, text: "")
    let simulations = pages.indices.filter { names(label, simulationOf: pages[$0]) }
    return simulations.isEmpty ? pages.indices.filter { names(label, partOf: pages[$0]) } : simulations
  }

  /// The chosen names that none of these pages has.
  static func unused(_ chosen: [CurveLabel], by pages: [LoadedPage]) -> [CurveLabel] {
    chosen.filter { label in
      if let number = Int(label.name), 1...max(pages.count, 1) ~= number { return false }
      return !pages.contains { Self.names(label, simulationOf: $0) || Self.names(label, partOf: $0) }
    }
  }

  private static func names(_ label: CurveLabel, simulationOf page: LoadedPage) -> Bool {
    page.simulation.title == label.name || label.name.count >= 4 && page.simulation.name.hasPrefix(label.name)
  }

  private static func names(_ label: CurveLabel, partOf page: LoadedPage) -> Bool {
    [page.estimator.title, page.page.label, page.page.quantity].contains(label.name)
  }

  /// Titles where they are short and tell simulations apart, else as much of the job ids as does.
  private static func simulations(_ pages: [LoadedPage]) -> [String] {
    let names = pages.map(\.simulation.name)
    let count = Set(names).count
    let titles = pages.map(\.simulation.title)
    if Set(titles).count == count, titles.allSatisfy({ !$0.isEmpty && $0.count <= 40 }) { return titles }
    let length = [15, 24].first { length in Set(names.map { $0.prefix(length) }).count == count }
    return names.map { name in length.map { String(name.prefix($0)) } ?? name }
  }

  /// The simulation, the estimator, the page.
  private static func parts(
    _ page: LoadedPage, simulation: String, _ chosen: [CurveLabel]
  ) -> [String] {
    func text(_ own: String, _ names: [String]) -> String {
      chosen.last { names.contains($0.name) }?.text ?? own
    }
    return [
      chosen.last { names($0, simulationOf: page) }?.text ?? simulation,
      text(page.estimator.title, [page.estimator.title]),
      text(page.page.label, [page.page.label, page.page.quantity]),
    ]
  }
}
