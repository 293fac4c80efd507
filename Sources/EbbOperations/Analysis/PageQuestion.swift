internal import EbbAnalysis
package import EbbModel
internal import EbbPipeline

/// What `ebb analyze` is asked for.
package enum PageQuestion: Sendable, Equatable {
  case bragg(Interpolation)
  case lateral(Interpolation)
  case spectrum
  /// D(v) of these percents of the volume, V(x) of these levels, besides the usual figures.
  case doseVolume(percents: [Double], levels: [DoseLevel])

  var interpolation: Interpolation? {
    switch self {
    case .bragg(let interpolation), .lateral(let interpolation): interpolation
    case .spectrum, .doseVolume: nil
    }
  }

  func analysis(of page: ResultPage) throws(Unsuitable) -> any PageAnalysis {
    switch self {
    case .bragg(let interpolation): try BraggAnalysis(page, interpolation)
    case .lateral(let interpolation): try LateralAnalysis(page, interpolation)
    case .spectrum: try SpectrumAnalysis(page)
    case .doseVolume(let percents, let levels):
      try DoseVolumeAnalysis(page, percents: percents, levels: levels)
    }
  }
}
