package import EbbModel

/// The question of `ebb analyze lateral`.
package struct LateralQuestion: PageQuestion {
  private let interpolation: Interpolation
  private let level: LevelReference

  package init(_ interpolation: Interpolation, level: LevelReference) {
    self.interpolation = interpolation
    self.level = level
  }

  package func analysis(
    of page: ResultPage, _ replicates: Replicates?, beam: BeamDirection?
  ) throws(Unsuitable) -> any PageAnalysis {
    try LateralAnalysis(page, interpolation, level: level)
  }
}
