package import EbbModel

/// A question of `ebb analyze` to pages: a kind of analysis, with the options that were given.
package protocol PageQuestion: Sendable {
  /// Whether it matters to it which way the beam goes by the simulation's input.
  var asksForBeam: Bool { get }

  /// The analysis that answers it for a page.
  /// - Parameters:
  ///   - replicates: the contributions to the page, where they are known.
  ///   - beam: the way of the beam by the input, where that states it.
  func analysis(
    of page: ResultPage, _ replicates: Replicates?, beam: BeamDirection?
  ) throws(Unsuitable) -> any PageAnalysis
}

extension PageQuestion {
  package var asksForBeam: Bool { false }
}
