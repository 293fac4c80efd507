package import EbbModel
package import EbbPipeline
internal import EbbPlot
package import EbbText

/// Draws pages with characters.
package struct Drawing: Sendable {
  private let request: PageRequest
  private let catalog: Catalog
  private let width: Int
  private let usesColour: Bool

  /// - Parameters:
  ///   - width: of the terminal, in characters.
  ///   - usesColour: whether maps are coloured.
  package init(_ request: PageRequest, of catalog: Catalog, width: Int, usesColour: Bool) {
    self.request = request
    self.catalog = catalog
    self.width = width
    self.usesColour = usesColour
  }

  /// The drawings of a simulation's pages, one below another. Pages that are not of one or two axes are passed over.
  package func run(_ simulation: Simulation) async throws(Failure) -> (text: String, notices: [Notice]) {
    let plot = TerminalPlot(width: width, usesColour: usesColour)
    var drawings: [String] = []
    var passedOver = 0
    let notices = try await catalog.forEachPage(
      of: [simulation], request, witness: PageAuditor.of(request)
    ) { loaded throws(Failure) in
      guard let lines = plot.lines(of: loaded.page) else {
        passedOver += 1
        return
      }
      let filter = loaded.page.filter.map { " (\($0))" } ?? ""
      let doubts = loaded.page.doubts.map { " (! \($0))" } ?? ""
      let title =
        "\(loaded.estimator.title), page \(loaded.page.number): \(loaded.page.quantity)\(filter)\(doubts)"
      drawings.append(([title.printable] + lines).joined(separator: "\n") + "\n")
    }
    guard !drawings.isEmpty else {
      throw Failure(
        .usage, "none of these pages can be drawn here: that takes one or two axes, and a value above 0.",
        advice: "Reduce others with --at or --sum, or draw with 'ebb plot'.")
    }
    let rest = passedOver == 0 ? [] : [Notice(.detail, "\(passedOver) pages are not of one or two axes.")]
    return (drawings.joined(separator: "\n"), notices + rest)
  }
}
