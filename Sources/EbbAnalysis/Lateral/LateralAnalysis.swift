package import EbbModel

/// The figures of a profile across a beam.
///
/// Moments are of the bins at their centres, each counted by its width: centroid Σ x·a / Σ a, sigma the root of
/// Σ (x − centroid)²·a / Σ a. The fit is `A·exp(−(x − μ)²/2σ²)` through the bins' centres, by least squares
/// weighted by the errors where every bin has one above 0, else unweighted. Moments take the halo of scattered
/// particles in, a fit hardly does: where the two sigmas differ, there is one. Levels are fractions of the maximum,
/// as in `BraggAnalysis`, at the outermost places; a penumbra is from 20 to 80 %.
package struct LateralAnalysis: PageAnalysis {
  private let profile: Profile
  private let interpolation: Interpolation
  private let errors: [Double]?
  package let outline: [FigureOutline]

  /// Whether the fit is weighted by the bins' errors.
  package var weighsByErrors: Bool { errors != nil }

  /// - Throws: where `page` is no profile over one position.
  package init(_ page: ResultPage, _ interpolation: Interpolation) throws(Unsuitable) {
    let axis = try page.onlyAxis { ["x", "y", "r"].contains($0.name) && !$0.isDifferential }
    if axis.isDifferential { throw Unsuitable(reason: "is a spectrum over '\(axis.name)', no profile") }
    if axis.name == "r" {
      throw Unsuitable(reason: "is over a radius, which has no left and right")
    }
    profile = Profile(page, axis)
    self.interpolation = interpolation
    let ordered = page.errors.map(profile.ordered)
    errors = ordered.flatMap { $0.allSatisfy { $0 > 0 && $0.isFinite } ? $0 : nil }
    let (unit, length) = (page.unit.described, axis.unit)
    outline = [
      FigureOutline("maximum", unit),
      FigureOutline("maximum_place", length, isBinCentre: interpolation != .spline),
      FigureOutline("centroid", length), FigureOutline("sigma", length), FigureOutline("fit_centre", length),
      FigureOutline("fit_sigma", length), FigureOutline("fit_height", unit), FigureOutline("left_50", length),
      FigureOutline("right_50", length), FigureOutline("fwhm", length),
      FigureOutline("penumbra_left", length), FigureOutline("penumbra_right", length),
      FigureOutline("integral", profile.integralUnit),
    ]
  }

  package func problem(of values: [Double]) -> String? {
    let values = profile.ordered(values)
    if let problem = profile.problem(values) { return problem }
    return peak(values) == nil ? "the maximum is at an end" : nil
  }

  package func figures(of values: [Double]) throws(CancellationError) -> [Double?] {
    let values = profile.ordered(values)
    guard Profile.problem(ofBins: values) == nil else { return outline.map { _ in nil } }
    let peak = profile.problem(values) == nil ? peak(values) : nil
    let amounts = profile.amounts(values)
    let total = amounts.reduce(0, +)
    let centroid = zip(profile.x, amounts).reduce(0) { $0 + $1.0 * $1.1 } / total
    let variance =
      zip(profile.x, amounts).reduce(0) { sum, bin in
        sum + (bin.0 - centroid) * (bin.0 - centroid) * bin.1
      } / total
    let hasWidth = values.count { $0 > 0 } > 1
    let fit = try peak.flatMap { peak throws(CancellationError) in
      try GaussianFit(
        x: profile.x, y: values, errors: errors,
        start: (peak.height, peak.place, Self.startingSigma(peak) ?? variance.squareRoot()))
    }
    try checkCancellation()
    let (left, right) = (peak?.lower(0.5), peak?.upper(0.5))
    return [
      peak?.height, peak?.place, centroid, hasWidth ? variance.squareRoot() : nil, fit?.centre, fit?.sigma,
      fit?.height, left, right, difference(right, left), difference(peak?.lower(0.8), peak?.lower(0.2)),
      difference(peak?.upper(0.2), peak?.upper(0.8)), profile.integral(values),
    ]
  }

  private func peak(_ values: [Double]) -> Peak? {
    Peak(Interpolant(interpolation, x: profile.x, y: values))
  }

  /// The sigma of a Gaussian as wide at half its height: FWHM/√(8·ln 2).
  private static func startingSigma(_ peak: Peak) -> Double? {
    difference(peak.upper(0.5), peak.lower(0.5)).map { $0 / 2.354820045030949 }
  }
}
