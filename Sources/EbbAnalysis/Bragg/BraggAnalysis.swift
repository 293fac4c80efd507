package import EbbModel

/// The figures of a depth profile, along the beam.
///
/// Levels are fractions of the peak: of the highest bin, or of the highest point of the curve where that is a spline
/// or pchip. A distal range R80 is the depth beyond the peak from which on the curve stays below 80 %; a proximal
/// one the first depth before the peak at which it reaches it. The fall-off 80-20 is R20 − R80, the full width at
/// half maximum R50 − proximal R50. The entrance is the shallowest bin. The integral is Σ value·width; of a page
/// that holds amounts, such as energy in MeV, Σ value.
///
/// A plateau (spread-out Bragg peak) is there where proximal R90 and R90 are more than twice the fall-off 80-20 apart:
/// of a pristine peak, whose width and fall-off both come from range straggling, about once. Its flatness is
/// (max − min)/(max + min) of the bins whose centres lie between them.
package struct BraggAnalysis: PageAnalysis {
  private static let distal = [0.9, 0.8, 0.5, 0.2, 0.1]
  private static let proximal = [0.95, 0.9, 0.8, 0.5]

  private let profile: Profile
  private let interpolation: Interpolation
  /// The way of the beam, and how it is known.
  package let beam: BeamDirection
  package let beamSource: BeamSource
  package let outline: [FigureOutline]

  /// - Parameter beam: which way the beam goes; where it is not known, the side of the peak on which the dose is higher
  ///   is that of the plateau, from which the beam comes.
  /// - Throws: where `page` is no profile over one position.
  package init(
    _ page: ResultPage, _ interpolation: Interpolation,
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
    self.interpolation = interpolation
    let (unit, length) = (page.unit.described, axis.unit)
    func name(_ fraction: Double) -> String { "r\(Int((fraction * 100).rounded()))" }
    outline =
      [
        FigureOutline("peak", unit),
        FigureOutline("peak_depth", length, isBinCentre: interpolation != .spline),
      ]
      + Self.distal.map { FigureOutline(name($0), length) }
      + Self.proximal.map { FigureOutline("proximal_" + name($0), length) } + [
        FigureOutline("fall_off_80_20", length), FigureOutline("fall_off_90_10", length),
        FigureOutline("fwhm", length), FigureOutline("entrance", unit),
        FigureOutline("peak_to_entrance", "1"),
        FigureOutline("sobp_width", length), FigureOutline("sobp_width_95", length),
        FigureOutline("sobp_flatness", "1"), FigureOutline("integral", profile.integralUnit),
      ]
  }

  package func problem(of values: [Double]) -> String? {
    let values = profile.ordered(values)
    if let problem = profile.problem(values) { return problem }
    return peak(values) == nil ? "no peak: the maximum is at an end" : nil
  }

  package func figures(of values: [Double]) throws(CancellationError) -> [Double?] {
    let values = profile.ordered(values)
    guard Profile.problem(ofBins: values) == nil else { return outline.map { _ in nil } }
    let peak = profile.problem(values) == nil ? peak(values) : nil
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
    let width95 = plateau.flatMap { plateau in difference(plateau.upperBound, proximal[0]) }
    // Along the beam depths are counted the other way.
    func place(_ depth: Double?) -> Double? { beam.isNegative ? depth.map { -$0 } : depth }
    return [peak?.height, place(peak?.place)] + distal.map(place) + proximal.map(place) + [
      fallOff, difference(distal[4], distal[0]), difference(distal[2], proximal[3]), entrance, ratio,
      plateau.map { $0.upperBound - $0.lowerBound }, width95, plateau.flatMap { flatness(values, in: $0) },
      profile.integral(values),
    ]
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

  private func peak(_ values: [Double]) -> Peak? {
    Peak(Interpolant(interpolation, x: profile.x, y: values))
  }

  private func plateau(from start: Double?, to end: Double?, fallOff: Double?) -> ClosedRange<Double>? {
    guard let start, let end, let fallOff, end - start > 2 * fallOff else { return nil }
    return start...end
  }

  private func flatness(_ values: [Double], in plateau: ClosedRange<Double>) -> Double? {
    let within = zip(profile.x, values).filter { plateau.contains($0.0) }.map(\.1)
    guard within.count > 2, let highest = within.max(), let lowest = within.min() else { return nil }
    return (highest - lowest) / (highest + lowest)
  }
}
