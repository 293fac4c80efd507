internal import EbbFiles
package import EbbModel
internal import EbbPipeline
internal import EbbPlot
package import EbbText

extension Plot {
  /// Draws pages of `simulations` with characters: all in one drawing, or where they do not go together one for each page
  /// of an estimator, one below another.
  package func text(
    _ simulations: [Simulation], on screen: DrawingScreen
  ) async throws(Failure) -> (text: String, notices: [Notice]) {
    let found = try await catalog.pages(
      of: simulations, request.pages, witness: PageAuditor.of(request.pages))
    try checkLabels(found.pages)
    let plot = TerminalPlot(screen)
    func text(_ figure: Figure) -> String { plot.lines(of: figure).joined(separator: "\n") + "\n" }
    let groups = Self.groups(found.pages)
    do throws(Failure) {
      return (text(try figure(of: found.pages, isOneOfMany: false)), found.notices)
    } catch {
      guard error.kind == .usage, groups.count > 1 else { throw error }
      var drawings: [String] = []
      var notices = found.notices
      for group in groups {
        do throws(Failure) {
          drawings.append(text(try figure(of: group, isOneOfMany: true)))
        } catch {
          guard error.kind == .usage else { throw error }
          notices.append(Notice(.warning, "not drawn: \(group[0].key.text): \(error.message)"))
        }
      }
      guard !drawings.isEmpty else { throw error }
      return (drawings.joined(separator: "\n"), notices)
    }
  }
}
