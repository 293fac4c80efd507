package import EbbModel

/// The figures of a spectrum.
///
/// The integral is Σ Φ·ΔE; where bins hold their own shares, as those of a histogram, their sum. The mean is weighted by
/// Φ·ΔE. Bins stand at their centres for it; on a logarithmic axis, where the geometric ones would give a flat spectrum
/// of 3 bins a decade a mean 7 % too low, at the mean energies of the power laws through their neighbours (`PowerLaw`),
/// which is exact for every power law. The mode is the bin of the highest
/// Φ(E), per lethargy that of the highest E·Φ(E), which is dΦ/d(ln E); shares are divided by ΔE for both.
package struct SpectrumAnalysis: PageAnalysis {
  private let axis: Axis
  private let isAmount: Bool
  package let outline: [FigureOutline]

  /// - Throws: where `page` is not over one differential axis.
  package init(_ page: ResultPage) throws(Unsuitable) {
    axis = try page.onlyAxis(kept: \.isDifferential)
    guard axis.isDifferential else {
      throw Unsuitable(reason: "is over the position '\(axis.name)', no spectrum")
    }
    guard let meaning = page.meaning.overAxis(axis) else {
      throw Unsuitable(
        reason:
          "has bins of which it is not known whether each holds its own share or a density in '\(axis.name)'",
        remedy: "Say it with --as amount or --as density.")
    }
    isAmount = meaning == .share
    let density = isAmount ? page.unit.divided(by: axis.unit) : page.unit
    let perLethargy = density.multiplied(by: axis.unit).described
    outline = [
      FigureOutline("integral", isAmount ? page.unit.described : perLethargy),
      FigureOutline("mean_\(axis.name)", axis.describedUnit),
      FigureOutline("mode", axis.describedUnit, isBinCentre: true),
      FigureOutline("mode_value", density.described),
      FigureOutline("lethargy_mode", axis.describedUnit, isBinCentre: true),
      FigureOutline("lethargy_mode_value", perLethargy),
    ]
  }

  package func problem(of values: [Double]) -> String? {
    if let problem = Profile.problem(ofBins: values) { return problem }
    if axis.edges == nil { return "the bins' widths are not known" }
    return values.max() == values.min() ? "no mode: flat" : nil
  }

  package func figures(of values: [Double]) throws(CancellationError) -> [Double?] {
    guard Profile.problem(ofBins: values) == nil else { return outline.map { _ in nil } }
    let (values, factor) = Profile.scaled(values)
    let widths = axis.widths
    let amounts = isAmount ? values : widths.map { zip(values, $0).map { $0 * $1 } }
    let density = isAmount ? widths.map { zip(values, $0).map { $0 / $1 } } : values
    let integral = amounts.map { $0.reduce(0, +) }
    let mean = amounts.flatMap { amounts in
      integral.map { zip(places(density), amounts).reduce(0) { $0 + $1.0 * $1.1 } / $0 }
    }
    let mode = density.flatMap(highest)
    let lethargy =
      axis.centres.allSatisfy { $0 > 0 } && axis.name != "angle"
      ? density.flatMap { highest(zip(axis.centres, $0).map { $0 * $1 }) } : nil
    return [
      integral.map { $0 * factor }, mean, mode?.place, (mode?.value).map { $0 * factor }, lethargy?.place,
      (lethargy?.value).map { $0 * factor },
    ]
  }

  /// The places of the bins in the mean.
  private func places(_ density: [Double]?) -> [Double] {
    guard axis.scale == .logarithmic, let edges = axis.edges, let density,
      edges.allSatisfy({ $0 > 0 && $0.isFinite })
    else { return axis.centres }
    return density.indices.map { bin in
      PowerLaw(through: density, axis.centres, bin).mean(from: edges[bin], to: edges[bin + 1])
    }
  }

  /// The highest bin, the first of several; `nil` where all are alike.
  private func highest(_ values: [Double]) -> (place: Double, value: Double)? {
    guard let bin = values.indices.max(by: { values[$0] < values[$1] }), let lowest = values.min(),
      let first = values.firstIndex(of: values[bin]), lowest < values[bin]
    else { return nil }
    return (axis.centres[first], values[first])
  }
}
