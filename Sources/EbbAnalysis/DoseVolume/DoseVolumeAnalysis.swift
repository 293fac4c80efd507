package import EbbModel

/// The figures of a dose-volume histogram over a mesh (ICRU Report 83, 2010): its volume, the mean dose by volume,
/// D2 (near-maximum), D50 (median), D95 and D98 (near-minimum), and further D(v) and V(x).
///
/// Where errors are known, the noise of the bins is taken out of D(v) and V(x) (`TrueDoses`); minimum and maximum are
/// those of single bins, with their noise. Percents in V(x) are of D2, of the highest bin, or of a dose that is told.
package struct DoseVolumeAnalysis: PageAnalysis {
  private static let usualVolumes = [98.0, 95, 50, 2]
  /// D2, the near-maximum.
  private static let nearMaximum = usualVolumes.count - 1
  /// Volume, mean, minimum and maximum come before the doses.
  private static let firstDose = 4

  private let volumes: MeshVolumes
  private let shares: [Double]
  private let levels: [DoseLevel]
  private let reference: LevelReference
  private let noise: DoseNoise?
  /// The treatment of the bins' noise; `nil` where it is not known.
  package let treatment: NoiseTreatment?
  package let outline: [FigureOutline]

  package var settings: AnalysisSettings { AnalysisSettings(level: reference, noise: treatment) }

  /// - Parameters:
  ///   - percents: for which D(v) is asked besides the usual ones, in percent of the volume.
  ///   - levels: the x of V(x).
  ///   - reference: what percents of a dose are of.
  ///   - replicates: the contributions, which tell what of the errors bins have in common.
  /// - Throws: where the bins of `page` have no volumes, or hold amounts.
  package init(
    _ page: ResultPage, percents: [Double] = [], levels: [DoseLevel] = [],
    of reference: LevelReference, noise treatment: NoiseTreatment,
    _ replicates: Replicates? = nil
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
    self.reference = reference
    let volumes = volumes
    noise = page.errors.flatMap { errors in
      // Where squares would be infinite or 0, nothing is known of noise.
      guard Profile.problem(ofBins: page.values) == nil, 1e-150..<1e150 ~= page.values.max() ?? 0 else {
        return nil
      }
      return DoseNoise(page.values, errors: errors, volumes, replicates)
    }
    self.treatment = noise == nil ? nil : treatment
    let unit = page.unit.described
    outline =
      [
        FigureOutline("volume", volumes.unit), FigureOutline("mean", unit),
        FigureOutline("minimum", unit, resampling: .extreme),
        FigureOutline("maximum", unit, resampling: .extreme),
      ] + percents.map { FigureOutline("d" + plainNumber($0), unit, resampling: .bootstrap) }
      + levels.map { FigureOutline(Self.name($0), "%", resampling: .bootstrap) }
      + [FigureOutline("noise", unit, resampling: .none)]
  }

  package func problem(of values: [Double]) -> String? { Profile.problem(ofBins: values) }

  package func figures(of values: [Double]) throws(CancellationError) -> [Double?] {
    try figures(of: values, noiseFactor: treatment == .remove ? 1 : nil)
  }

  package func figures(ofResampled values: [Double]) throws(CancellationError) -> [Double?] {
    try figures(of: values, noiseFactor: treatment == .remove ? 2.0.squareRoot() : nil)
  }

  /// Where doses spread widely, as about a pencil beam, a cell of the histogram without noise is wider than the lowest doses
  /// are: these are known to that, or as well as with their noise.
  package func remainders(of values: [Double]) throws(CancellationError) -> [Double] {
    let nothing = outline.map { _ in 0.0 }
    guard treatment == .remove, let noise, Profile.problem(ofBins: values) == nil else { return nothing }
    let histogram = try DoseVolumeHistogram(values, volumes)
    let real = try TrueDoses(
      values, volumes, from: histogram.minimum, to: histogram.maximum, noise, factor: 1)
    guard let real else { return nothing }
    let scored = try histogram.doses(ofShares: shares)
    var remainders = nothing
    for (index, share) in shares.enumerated() {
      remainders[Self.firstDose + index] = min(
        abs(real.dose(ofShare: share) - scored[index]), real.resolution)
    }
    return remainders
  }

  /// - Parameter noiseFactor: how many times the page's noise is in the values; `nil` where it stays in.
  private func figures(of values: [Double], noiseFactor: Double?) throws(CancellationError) -> [Double?] {
    if let problem = Profile.problem(ofBins: values), problem != "all zero" {
      return [volumes.total] + outline.dropFirst().map { _ in nil }
    }
    let histogram = try DoseVolumeHistogram(values, volumes)
    var real: TrueDoses?
    if let noise, let noiseFactor {
      real = try TrueDoses(
        values, volumes, from: histogram.minimum, to: histogram.maximum, noise, factor: noiseFactor)
    }
    let found: [Double] =
      if let real { shares.map(real.dose) } else { try histogram.doses(ofShares: shares) }
    let whole =
      switch reference {
      case .smooth: found[Self.nearMaximum]
      case .maximum: histogram.maximum
      case .value(let dose): dose
      }
    var volumesAbove: [Double?] = []
    for level in levels {
      let dose =
        switch level {
        case .dose(let dose): dose
        case .percentOfMaximum(let percent): percent / 100 * whole
        }
      let share: Double
      if let real {
        share = real.share(ofAtLeast: dose)
      } else {
        share = try histogram.share(ofAtLeast: dose)
      }
      volumesAbove.append(100 * share)
    }
    return [volumes.total, histogram.mean, histogram.minimum, histogram.maximum] + found
      + volumesAbove + [noise.map(\.typical)]
  }

  private static func name(_ level: DoseLevel) -> String {
    switch level {
    case .dose(let dose): "v_" + plainNumber(dose)
    case .percentOfMaximum(let percent): "v_" + plainNumber(percent) + "_percent"
    }
  }
}
