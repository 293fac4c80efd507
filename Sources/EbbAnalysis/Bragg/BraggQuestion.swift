package import EbbModel

/// The question of `ebb analyze bragg`.
package struct BraggQuestion: PageQuestion {
  private let interpolation: Interpolation
  private let level: LevelReference
  private let beam: BeamDirection?

  /// - Parameter beam: the way of the beam, where the user tells it.
  package init(_ interpolation: Interpolation, level: LevelReference, beam: BeamDirection?) {
    self.interpolation = interpolation
    self.level = level
    self.beam = beam
  }

  package var asksForBeam: Bool { beam == nil }

  package func analysis(
    of page: ResultPage, _ replicates: Replicates?, beam stated: BeamDirection?
  ) throws(Unsuitable) -> any PageAnalysis {
    try BraggAnalysis(
      page, interpolation, level: level, beam: beam.map { ($0, .option) } ?? stated.map { ($0, .input) })
  }
}
