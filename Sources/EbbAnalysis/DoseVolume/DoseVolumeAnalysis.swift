package import EbbModel

/// The figures of a dose-volume histogram over a mesh (ICRU Report 83, 2010): its volume, the mean dose by volume,
/// D2 (near-maximum), D50 (median), D95 and D98 (near-minimum), and further D(v) and V(x).
package struct DoseVolumeAnalysis: PageAnalysis {
  private static let usualVolumes = [98.0, 95, 50, 2]

  private let volumes: MeshVolumes
  private let shares: [Double]
  private let levels: [DoseLevel]
  package let outline: [FigureOutline]

  /// - Parameters:
  ///   - percents: for which D(v) is asked besides the usual ones, in percent of the volume.
  ///   - levels: the x of V(x).
  /// - Throws: where the bins of `page` have no volumes, or hold amounts.
  package init(
    _ page: ResultPage, percents: [Double] = [], levels: [DoseLevel] = []
  ) throws(Unsuitable) {
    try page.checkHasFigures()
    switch page.meaning.overBins {
    case .density?, .ratio?: break
    case .amount?: throw Unsuitable(reason: "holds an amount in each bin, no dose")
    case .label?, nil:
      throw Unsuitable(
        reason: "holds what is not known to be a density in its bins",
        remedy: "Say it with --as density or --as ratio.")
    }
    volumes = try MeshVolumes(page.axes)
    let percents = Self.usualVolumes + percents.filter { !Self.usualVolumes.contains($0) }
    shares = percents.map { $0 / 100 }
    self.levels = levels
    let unit = page.unit.described
    outline =
      [
        FigureOutline("volume", volumes.unit), FigureOutline("mean", unit), FigureOutline("minimum", unit),
        FigureOutline("maximum", unit),
      ] + percents.map { FigureOutline("d" + plainNumber($0), unit) }
      + levels.map { FigureOutline(Self.name($0), "%") }
  }

  package func problem(of values: [Double]) -> String? { Profile.problem(ofBins: values) }

  package func figures(of values: [Double]) throws(CancellationError) -> [Double?] {
    if let problem = Profile.problem(ofBins: values), problem != "all zero" {
      return [volumes.total] + outline.dropFirst().map { _ in nil }
    }
    let histogram = try DoseVolumeHistogram(values, volumes)
    return try [volumes.total, histogram.mean, histogram.minimum, histogram.maximum]
      + histogram.doses(ofShares: shares)
      + levels.map { level throws(CancellationError) in
        switch level {
        case .dose(let dose): 100 * (try histogram.share(ofAtLeast: dose))
        case .percentOfMaximum(let percent):
          100 * (try histogram.share(ofAtLeast: percent / 100 * histogram.maximum))
        }
      }
  }

  private static func name(_ level: DoseLevel) -> String {
    switch level {
    case .dose(let dose): "v_" + plainNumber(dose)
    case .percentOfMaximum(let percent): "v_" + plainNumber(percent) + "_percent"
    }
  }
}
