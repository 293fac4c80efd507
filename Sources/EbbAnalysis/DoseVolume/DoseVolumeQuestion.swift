package import EbbModel

/// The question of `ebb analyze dvh`.
package struct DoseVolumeQuestion: PageQuestion {
  private let percents: [Double]
  private let levels: [DoseLevel]
  private let level: LevelReference
  private let noise: NoiseTreatment

  /// D(v) of these percents of the volume and V(x) of these levels, besides the usual figures.
  /// - Parameter level: the dose that percents are of.
  package init(percents: [Double], levels: [DoseLevel], of level: LevelReference, noise: NoiseTreatment) {
    self.percents = percents
    self.levels = levels
    self.level = level
    self.noise = noise
  }

  package func analysis(
    of page: ResultPage, _ replicates: Replicates?, beam: BeamDirection?
  ) throws(Unsuitable) -> any PageAnalysis {
    try DoseVolumeAnalysis(page, percents: percents, levels: levels, of: level, noise: noise, replicates)
  }
}
