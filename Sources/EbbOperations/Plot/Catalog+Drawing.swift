package import EbbModel
package import EbbPipeline
internal import EbbPlot
package import EbbText

extension Catalog {
  /// Draws pages with characters, one below another.
  /// - Parameters:
  ///   - width: of the terminal, in characters.
  ///   - usesColour: whether maps are coloured.
  package func drawing(
    of simulation: Simulation, _ request: ExportRequest, width: Int, usesColour: Bool
  ) async throws(Failure) -> (text: String, notices: [Notice]) {
    let plot = TerminalPlot(width: width, usesColour: usesColour)
    var drawings: [String] = []
    var passedOver = 0
    let notices = try await forEachPage(of: [simulation], request) { loaded throws(Failure) in
      guard let lines = plot.lines(of: loaded.page) else {
        passedOver += 1
        return
      }
      let filter = loaded.page.filter.map { " (\($0))" } ?? ""
      let title = "\(loaded.estimator.title), page \(loaded.page.number): \(loaded.page.quantity)\(filter)"
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
