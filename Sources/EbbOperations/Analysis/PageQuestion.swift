internal import EbbAnalysis
package import EbbModel
internal import EbbPipeline

/// A question of `ebb analyze` to pages.
package enum PageQuestion: Sendable, Equatable {
  /// With the way of the beam, where it is told.
  case bragg(Interpolation, beam: BeamDirection? = nil)
  case lateral(Interpolation)
  case spectrum
  /// D(v) of these percents of the volume, V(x) of these levels, besides the usual figures.
  case doseVolume(percents: [Double], levels: [DoseLevel])

  var interpolation: Interpolation? {
    switch self {
    case .bragg(let interpolation, _), .lateral(let interpolation): interpolation
    case .spectrum, .doseVolume: nil
    }
  }

  /// - Parameter beam: which way the beam goes by the input.
  func analysis(of page: ResultPage, beam: BeamDirection? = nil) throws(Unsuitable) -> any PageAnalysis {
    switch self {
    case .bragg(let interpolation, let told):
      try BraggAnalysis(
        page, interpolation, beam: told.map { ($0, .option) } ?? beam.map { ($0, .input) })
    case .lateral(let interpolation): try LateralAnalysis(page, interpolation)
    case .spectrum: try SpectrumAnalysis(page)
    case .doseVolume(let percents, let levels):
      try DoseVolumeAnalysis(page, percents: percents, levels: levels)
    }
  }
}
