internal import EbbModel
internal import EbbPipeline

/// Names of pages in a picture: above it the estimator and the quantity where they share them, in its key what tells
/// them apart. What an audit has found follows, "(! far-off)".
struct PageLabels {
  let title: String
  let labels: [String]

  init(_ pages: [LoadedPage]) {
    let simulations = Self.simulations(pages)
    let parts = zip(pages, simulations).map { Self.parts($0, simulation: $1) }
    let doubts = pages.map { page in page.page.doubts.map { " (! \($0))" } ?? "" }
    let isShared = (0..<3).map { index in Set(parts.map { $0[index] }).count == 1 }
    let shared = parts.first.map { first in (1..<3).filter { isShared[$0] }.map { first[$0] } } ?? []
    title =
      shared.filter { !$0.isEmpty }.joined(separator: " · ") + (pages.count == 1 ? doubts[0] : "")
    labels = zip(parts, doubts).map { part, doubt in
      let own = (0..<3).filter { !isShared[$0] }.map { part[$0] }.filter { !$0.isEmpty }
      let name = own.isEmpty ? part[1...].joined(separator: " ") : own.joined(separator: " · ")
      return pages.count == 1 ? name : name + doubt
    }
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
  private static func parts(_ page: LoadedPage, simulation: String) -> [String] {
    [simulation, page.estimator.title, page.page.label]
  }
}
