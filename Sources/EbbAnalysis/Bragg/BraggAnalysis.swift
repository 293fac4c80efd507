package import EbbModel

/// The figures of a depth profile, along the beam.
///
/// Levels are fractions of the height of the peak or plateau (`ProfileTop`), of the curve's highest point, or of a dose
/// that is told. A distal range R80 is the depth beyond the peak from which on the curve stays below 80 %; a proximal
/// one the first depth before the peak at which it reaches it, from below. Where the curve ends or begins above a level,
/// there is none. The fall-off 80-20 is R20 − R80, the full width at half maximum R50 − proximal R50. The entrance is
/// the shallowest bin. The integral is Σ value·width; of a page that holds amounts, such as energy in MeV, Σ value.
///
/// A plateau (spread-out Bragg peak) is there where proximal R90 and R90 are more than twice the fall-off 80-20 apart:
/// of a pristine peak, whose width and fall-off both come from range straggling, about once. Its width is the length in
/// which the curve is above 90 %, which without noise is the distance of both. Its flatness is
/// (max − min)/(max + min) of the bins whose centres lie between them; noise alone would give as much as `noise_flatness`,
/// which is from the errors of these bins. Noise makes it too large, by what no contributions tell: its error is that of its
/// scatter, and where noise alone would give a third of it or more, that is remarked.
package struct BraggAnalysis: PageAnalysis {
  private static let distal = [0.9, 0.8, 0.5, 0.2, 0.1]
  private static let proximal = [0.95, 0.9, 0.8, 0.5]

  private let profile: Profile
  /// The interpolation that the bins allow.
  package let interpolation: Interpolation
  /// The reference of levels: a dose where it is told.
  private let reference: LevelReference
  private let top: ProfileTop?
  /// The bins' standard errors, in the profile's direction.
  private let errors: [Double]?
  /// The way of the beam, and how it is known.
  package let beam: BeamDirection
  package let beamSource: BeamSource
  package let outline: [FigureOutline]

  package var settings: AnalysisSettings {
    AnalysisSettings(
      interpolation: interpolation, level: reference, beam: beam, beamSource: beamSource)
  }

  /// - Parameters:
  ///   - level: what levels in percent are of.
  ///   - beam: which way the beam goes; where it is not known, the side of the peak on which the dose is higher is that
  ///     of the plateau, from which the beam comes.
  /// - Throws: where `page` is no profile over one position.
  package init(
    _ page: ResultPage, _ interpolation: Interpolation, level: LevelReference,
    beam told: (direction: BeamDirection, source: BeamSource)? = nil
  ) throws(Unsuitable) {
    let axis = try page.onlyAxis { $0.name == "z" && !$0.isDifferential }
    if axis.isDifferential { throw Unsuitable(reason: "is a spectrum over '\(axis.name)', no depth profile") }
    if let told, told.source == .option, told.direction.axis != axis.name {
      throw Unsuitable(
        reason: "goes along '\(axis.name)', the beam that is told along '\(told.direction.axis)'",
        remedy: axis.kind == .position
          ? "Give --beam \(axis.name) or --beam -\(axis.name), or choose a profile along \(told.direction.axis)."
          : "Choose a profile along \(told.direction.axis).")
    }
    if let told, told.direction.axis == axis.name {
      (beam, beamSource) = told
    } else {
      let isFromAbove = Self.plateauIsAbove(Profile(page, axis), page.values)
      (beam, beamSource) = (BeamDirection(axis: axis.name, isNegative: isFromAbove), .plateau)
    }
    profile = Profile(page, axis, isAgainst: beam.isNegative)
    self.interpolation = profile.possible(interpolation)
    reference = level
    errors = page.errors.map(profile.ordered)
    top =
      level == .maximum
      ? nil
      : profile.top(
        of: page.values, errors: page.errors, self.interpolation, fallsOnBothSides: false)
    let isSmooth = top != nil
    let isCentre = !isSmooth && [.linear, .pchip].contains(self.interpolation)
    let (unit, length) = (page.unit.described, axis.unit)
    func name(_ fraction: Double) -> String { "r\(Int((fraction * 100).rounded()))" }
    outline =
      [
        FigureOutline("peak", unit, resampling: isSmooth ? .jackknife : .extreme),
        FigureOutline("peak_depth", length, isBinCentre: isCentre),
      ]
      + Self.distal.map { FigureOutline(name($0), length) }
      + Self.proximal.map { FigureOutline("proximal_" + name($0), length) } + [
        FigureOutline("fall_off_80_20", length), FigureOutline("fall_off_90_10", length),
        FigureOutline("fwhm", length), FigureOutline("entrance", unit),
        FigureOutline("peak_to_entrance", "1"),
        FigureOutline("sobp_width", length, resampling: .bootstrap),
        FigureOutline("sobp_width_95", length, resampling: .bootstrap),
        FigureOutline("sobp_flatness", "1", resampling: .extreme),
        FigureOutline("noise_flatness", "1", resampling: .none),
        FigureOutline("integral", profile.integralUnit),
      ]
  }

  /// The share of the flatness that noise alone would give, from which on it is remarked.
  private static let noisyFlatness = 1.0 / 3

  package func problem(of values: [Double]) -> String? {
    let (values, factor) = Profile.scaled(profile.ordered(values))
    if let problem = profile.problem(values) { return problem }
    guard let peak = peak(values, factor) else { return "no peak: the maximum is at an end" }
    let remarks =
      Self.distal.compactMap { peak.remark(on: $0, above: true) }
      + Self.proximal.compactMap { peak.remark(on: $0, above: false) }
      + [noiseRemark(values, factor, peak)]
      .compactMap(\.self)
    return remarks.isEmpty ? nil : remarks.joined(separator: "; ")
  }

  package func figures(of values: [Double]) throws(CancellationError) -> [Double?] {
    let (values, factor) = Profile.scaled(profile.ordered(values))
    guard Profile.problem(ofBins: values) == nil else { return outline.map { _ in nil } }
    let peak = profile.problem(values) == nil ? peak(values, factor) : nil
    let distal = try Self.distal.map { level throws(CancellationError) in
      try checkCancellation()
      return peak?.upper(level)
    }
    let proximal = try Self.proximal.map { level throws(CancellationError) in
      try checkCancellation()
      return peak?.lower(level)
    }
    let fallOff = difference(distal[3], distal[1])
    let entrance = values[0]
    let ratio = entrance > 0 ? peak.map { $0.height / entrance } : nil
    let plateau = plateau(from: proximal[1], to: distal[0], fallOff: fallOff)
    let width = plateau == nil ? nil : peak.map { length($0, from: 0.9) }
    let width95 = plateau == nil || proximal[0] == nil ? nil : peak.map { length($0, from: 0.95) }
    // Along the beam depths are counted the other way.
    func place(_ depth: Double?) -> Double? { beam.isNegative ? depth.map { -$0 } : depth }
    // The place of a plateau is none.
    let depth = top?.isPlateau == true ? nil : peak?.place
    return [peak.map { $0.height * factor }, place(depth)] + distal.map(place) + proximal.map(place) + [
      fallOff, difference(distal[4], distal[0]), difference(distal[2], proximal[3]), entrance * factor, ratio,
      width, width95, plateau.flatMap { flatness(values, in: $0) },
      plateau.flatMap { noise(values, factor, in: $0) }, profile.integral(values).map { $0 * factor },
    ]
  }

  /// The remark on a flatness that is noise for a good part.
  private func noiseRemark(_ values: [Double], _ factor: Double, _ peak: Peak) -> String? {
    let fallOff = difference(peak.upper(0.2), peak.upper(0.8))
    guard let plateau = plateau(from: peak.lower(0.9), to: peak.upper(0.9), fallOff: fallOff),
      let flatness = flatness(values, in: plateau), let noise = noise(values, factor, in: plateau),
      noise >= Self.noisyFlatness * flatness
    else { return nil }
    return
      "sobp_flatness is too large by the noise of bins, which alone gives \((noise * 1e3).rounded() / 1e3)"
  }

  /// Whether the dose is clearly higher above the peak than below it: the plateau is where the beam comes in.
  private static func plateauIsAbove(_ profile: Profile, _ values: [Double]) -> Bool {
    let values = profile.ordered(values)
    guard values.allSatisfy(\.isFinite), let highest = values.max(),
      let peak = values.firstIndex(of: highest),
      peak > 0, peak < values.count - 1
    else { return false }
    let below = values[..<peak].reduce(0, +) / Double(peak)
    let above = values[(peak + 1)...].reduce(0, +) / Double(values.count - 1 - peak)
    return above > 1.2 * below
  }

  /// - Parameter factor: what the values were divided by.
  private func peak(_ values: [Double], _ factor: Double) -> Peak? {
    Peak(
      profile.curve(interpolation, values), top: top, of: values, level: reference.dose.map { $0 / factor })
  }

  private func plateau(from start: Double?, to end: Double?, fallOff: Double?) -> ClosedRange<Double>? {
    guard let start, let end, let fallOff, end - start > 2 * fallOff else { return nil }
    return start...end
  }

  /// The length of the plateau that is above a fraction of the level before its middle, and above 90 % beyond it. The
  /// outermost of several places at which noise crosses a level lie too far out; the length between all of them does not.
  private func length(_ peak: Peak, from fraction: Double) -> Double {
    peak.length(of: fraction, above: false) + peak.length(of: 0.9, above: true)
  }

  private func flatness(_ values: [Double], in plateau: ClosedRange<Double>) -> Double? {
    let within = zip(profile.x, values).filter { plateau.contains($0.0) }.map(\.1)
    guard within.count > 2, let highest = within.max(), let lowest = within.min() else { return nil }
    return (highest - lowest) / (highest + lowest)
  }

  /// The flatness that is to be expected of a level plateau, by the errors of its bins as if they were independent.
  private func noise(_ values: [Double], _ factor: Double, in plateau: ClosedRange<Double>) -> Double? {
    let bins = profile.x.indices.filter { plateau.contains(profile.x[$0]) }
    guard bins.count > 2, let errors, bins.allSatisfy({ errors[$0].isFinite }) else { return nil }
    let squares = bins.reduce(0) { $0 + errors[$1] / factor * (errors[$1] / factor) }
    let mean = bins.reduce(0) { $0 + values[$1] } / Double(bins.count)
    return expectedMaximum(ofNormals: bins.count) * (squares / Double(bins.count)).squareRoot() / mean
  }
}
