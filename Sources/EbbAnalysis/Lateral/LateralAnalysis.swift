package import EbbModel

/// The figures of a profile across a beam.
///
/// Moments are of the bins at their centres, each counted by its width: centroid Σ x·a / Σ a, and sigma the root of
/// Σ (x − centroid)²·a / Σ a − Σ w²·a / 12·Σ a, the last term being what bins of width w widen it by (Sheppard's
/// correction). The fit is `A·exp(−(x − μ)²/2σ²)` averaged over each bin, by least squares, all bins alike; its residual
/// is the root mean square of the deviations over A, its χ² the sum of the squared deviations over the bins' errors, by
/// the bins that have an error less three. Moments take the halo of scattered particles in, a fit hardly does: where the
/// two sigmas differ, there is one. Levels are fractions of the height of the plateau or peak as in `BraggAnalysis`, at
/// the outermost places; a penumbra is from 20 to 80 %.
package struct LateralAnalysis: PageAnalysis {
  private static let levels = [0.2, 0.5, 0.8]

  private let profile: Profile
  package let interpolation: Interpolation
  private let reference: LevelReference
  private let top: ProfileTop?
  private let errors: [Double]?
  package let outline: [FigureOutline]

  package var settings: AnalysisSettings { AnalysisSettings(interpolation: interpolation, level: reference) }

  /// - Parameter level: what levels in percent are of.
  /// - Throws: where `page` is no profile over one position.
  package init(
    _ page: ResultPage, _ interpolation: Interpolation, level: LevelReference
  ) throws(Unsuitable) {
    let axis = try page.onlyAxis { ["x", "y", "r"].contains($0.name) && !$0.isDifferential }
    if axis.isDifferential { throw Unsuitable(reason: "is a spectrum over '\(axis.name)', no profile") }
    if axis.name == "r" {
      throw Unsuitable(reason: "is over a radius, which has no left and right")
    }
    profile = Profile(page, axis)
    self.interpolation = profile.possible(interpolation)
    reference = level
    errors = page.errors.map(profile.ordered)
    top =
      level == .maximum
      ? nil
      : profile.top(
        of: page.values, errors: page.errors, self.interpolation, fallsOnBothSides: true)
    let isSmooth = top != nil
    let isCentre = !isSmooth && [.linear, .pchip].contains(self.interpolation)
    let (unit, length) = (page.unit.described, axis.unit)
    outline = [
      FigureOutline("maximum", unit, resampling: isSmooth ? .jackknife : .extreme),
      FigureOutline("maximum_place", length, isBinCentre: isCentre),
      FigureOutline("centroid", length), FigureOutline("sigma", length), FigureOutline("fit_centre", length),
      FigureOutline("fit_sigma", length), FigureOutline("fit_height", unit),
      FigureOutline("fit_residual", "1", resampling: .none),
      FigureOutline("fit_chi2", "1", resampling: .none), FigureOutline("left_50", length),
      FigureOutline("right_50", length), FigureOutline("fwhm", length),
      FigureOutline("penumbra_left", length), FigureOutline("penumbra_right", length),
      FigureOutline("integral", profile.integralUnit),
    ]
  }

  package func problem(of values: [Double]) -> String? {
    let (values, factor) = Profile.scaled(profile.ordered(values))
    if let problem = profile.problem(values) { return problem }
    guard let peak = peak(values, factor) else { return "the maximum is at an end" }
    let remarks = [false, true].flatMap { above in
      Self.levels.compactMap { peak.remark(on: $0, above: above) }
    }
    return remarks.isEmpty ? nil : remarks.joined(separator: "; ")
  }

  package func figures(of values: [Double]) throws(CancellationError) -> [Double?] {
    let (values, factor) = Profile.scaled(profile.ordered(values))
    guard Profile.problem(ofBins: values) == nil else { return outline.map { _ in nil } }
    let peak = profile.problem(values) == nil ? peak(values, factor) : nil
    let amounts = profile.amounts(values)
    let total = amounts.reduce(0, +)
    let centroid = zip(profile.x, amounts).reduce(0) { $0 + $1.0 * $1.1 } / total
    let variance =
      zip(profile.x, amounts).reduce(0) { sum, bin in
        sum + (bin.0 - centroid) * (bin.0 - centroid) * bin.1
      } / total
    let ofWidths = profile.widths.map {
      zip($0, amounts).reduce(0) { $0 + $1.0 * $1.0 * $1.1 } / (12 * total)
    }
    let corrected = variance - (ofWidths ?? 0)
    let hasWidth = values.count { $0 > 0 } > 1 && corrected > 0
    let fit = try peak.flatMap { peak throws(CancellationError) in
      let (place, height) = (peak.curve.maximum.x, peak.height)
      let moment = max(corrected, variance / 4).squareRoot()
      return try GaussianFit.best(
        x: profile.x, edges: profile.edges, y: values,
        starts: [
          (height, place, Self.startingSigma(peak) ?? moment), (height, centroid, moment),
          (height, place, moment / 3),
        ])
    }
    try checkCancellation()
    let (left, right) = (peak?.lower(0.5), peak?.upper(0.5))
    let place = top?.isPlateau == true ? nil : peak?.place
    return [
      peak.map { $0.height * factor }, place, centroid, hasWidth ? corrected.squareRoot() : nil, fit?.centre,
      fit?.sigma, fit.map { $0.height * factor },
      fit.map { ($0.squares / Double(values.count)).squareRoot() / $0.height },
      fit.flatMap { chi2(of: $0, values, factor) }, left, right, difference(right, left),
      difference(peak?.lower(0.8), peak?.lower(0.2)), difference(peak?.upper(0.2), peak?.upper(0.8)),
      profile.integral(values).map { $0 * factor },
    ]
  }

  /// χ² of the deviations by the number of bins that have an error, less the three parameters.
  private func chi2(of fit: GaussianFit, _ values: [Double], _ factor: Double) -> Double? {
    guard let errors else { return nil }
    let bins = values.indices.filter { errors[$0] > 0 && errors[$0].isFinite }
    guard bins.count > 3 else { return nil }
    let sum = bins.reduce(0) { sum, bin in
      let deviation = values[bin] - fit.average(bin, x: profile.x, edges: profile.edges)
      let z = deviation / (errors[bin] / factor)
      return sum + z * z
    }
    return sum / Double(bins.count - 3)
  }

  /// - Parameter factor: what the values were divided by.
  private func peak(_ values: [Double], _ factor: Double) -> Peak? {
    Peak(
      profile.curve(interpolation, values), top: top, of: values, level: reference.dose.map { $0 / factor })
  }

  /// The sigma of a Gaussian as wide at half its height: FWHM/√(8·ln 2).
  private static func startingSigma(_ peak: Peak) -> Double? {
    difference(peak.upper(0.5), peak.lower(0.5)).map { $0 / 2.354820045030949 }
  }
}
