package import EbbModel

/// The settings that an analysis was made with, as answers state them; `nil` where one means nothing to it.
package struct AnalysisSettings: Sendable, Equatable {
  package var interpolation: Interpolation?
  /// The dose that levels in percent are of.
  package var level: LevelReference?
  /// The treatment of the noise of doses.
  package var noise: NoiseTreatment?
  /// The way of the beam along a depth profile, and how that is known.
  package var beam: BeamDirection?
  package var beamSource: BeamSource?

  init(
    interpolation: Interpolation? = nil, level: LevelReference? = nil, noise: NoiseTreatment? = nil,
    beam: BeamDirection? = nil, beamSource: BeamSource? = nil
  ) {
    self.interpolation = interpolation
    self.level = level
    self.noise = noise
    self.beam = beam
    self.beamSource = beamSource
  }
}
