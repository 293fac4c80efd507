package import EbbModel
package import EbbPipeline
internal import EbbPlot
package import EbbText

/// Draws pages with characters.
package struct Drawing: Sendable {
  private let request: PageRequest
  private let catalog: Catalog
  private let screen: DrawingScreen

  /// - Parameter screen: the terminal; each drawing is as large.
  package init(_ request: PageRequest, of catalog: Catalog, on screen: DrawingScreen) {
    self.request = request
    self.catalog = catalog
    self.screen = screen
  }

  /// The drawings of a simulation's pages, one below another. Pages that are not of one or two axes are passed over.
  package func run(_ simulation: Simulation) async throws(Failure) -> (text: String, notices: [Notice]) {
    let plot = TerminalPlot(screen)
    var drawings: [String] = []
    var passedOver = 0
    let notices = try await catalog.forEachPage(
      of: [simulation], request, witness: PageAuditor.of(request)
    ) { loaded throws(Failure) in
      let filter = loaded.page.filter.map { " (\($0))" } ?? ""
      let doubts = loaded.page.doubts.map { " (! \($0))" } ?? ""
      let title =
        "\(loaded.estimator.title), page \(loaded.page.number): \(loaded.page.quantity)\(filter)\(doubts)"
      guard 1...2 ~= loaded.page.axes.count,
        let figure = try? Figure(title: title, [(loaded.page.quantity, loaded.page)])
      else {
        passedOver += 1
        return
      }
      drawings.append(plot.lines(of: figure).joined(separator: "\n") + "\n")
    }
    guard !drawings.isEmpty else {
      throw Failure(
        .usage, "none of these pages can be drawn here: that takes one or two axes, and a finite value.",
        advice: "Reduce others with --at or --sum, or draw with 'ebb plot'.")
    }
    let rest = passedOver == 0 ? [] : [Notice(.detail, "\(passedOver) pages are not of one or two axes.")]
    return (drawings.joined(separator: "\n"), notices + rest)
  }
}
