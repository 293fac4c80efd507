internal import EbbAnalysis
package import EbbModel
internal import EbbPipeline

/// A question of `ebb analyze` to pages.
package enum PageQuestion: Sendable, Equatable {
  /// With what levels are of, and the way of the beam, where it is told.
  case bragg(Interpolation, level: LevelReference = .maximum, beam: BeamDirection? = nil)
  case lateral(Interpolation, level: LevelReference = .maximum)
  case spectrum
  /// D(v) of these percents of the volume, V(x) of these levels, besides the usual figures; with what percents of a
  /// dose are of.
  case doseVolume(
    percents: [Double], levels: [DoseLevel], of: LevelReference = .maximum, noise: NoiseTreatment = .keep)

  /// The dose that levels in percent are of; `nil` where there are none.
  var level: LevelReference? {
    switch self {
    case .bragg(_, let level, _), .lateral(_, let level), .doseVolume(_, _, let level, _): level
    case .spectrum: nil
    }
  }

  /// - Parameters:
  ///   - replicates: the contributions to the page, where they are known.
  ///   - beam: which way the beam goes by the input.
  func analysis(
    of page: ResultPage, _ replicates: Replicates? = nil, beam: BeamDirection? = nil
  ) throws(Unsuitable) -> any PageAnalysis {
    switch self {
    case .bragg(let interpolation, let level, let told):
      try BraggAnalysis(
        page, interpolation, level: level, beam: told.map { ($0, .option) } ?? beam.map { ($0, .input) })
    case .lateral(let interpolation, let level): try LateralAnalysis(page, interpolation, level: level)
    case .spectrum: try SpectrumAnalysis(page)
    case .doseVolume(let percents, let levels, let level, let noise):
      try DoseVolumeAnalysis(
        page, percents: percents, levels: levels, of: level, noise: noise, replicates)
    }
  }
}
