/// A quantity that a simulator scores: an entry of the catalogue.
package struct Quantity: Sendable, Equatable {
  package var simulator: Simulator
  /// As results name it, the first being the simulator's own keyword; in any case.
  package var names: [String]
  /// The name in captions: "dose-averaged LET".
  package var longName: String
  package var overBins: BinMeaning
  /// `nil` for averages and labels, which are neither shares nor densities.
  package var overAxis: AxisMeaning?
  package var overTasks: AggregationRule
  /// Whether results are divided by the primaries.
  package var isPerPrimary: Bool
  /// The quantity that an average is weighted by; `nil` where that is not scored.
  package var denominator: Denominator?
  /// The weight that it is for averages.
  package var serves: Denominator?
  /// The unit of results, as UDUNITS and pint parse it.
  package var unit: String
  /// Whether `unit` holds on a mesh whatever unit results state.
  package var isUnitMisstated: Bool
  /// A remark to be given beside the unit.
  package var remark: String?
  /// Whether values below 0 are right: charges, momenta, balances.
  package var isSigned: Bool
  /// The source: manual and section.
  package var source: String

  /// Makes an entry for each of several quantities that differ in names alone.
  static func entries(
    _ simulator: Simulator, _ names: [(names: [String], longName: String)], _ overBins: BinMeaning,
    overAxis: AxisMeaning? = .density, overTasks: AggregationRule = .mean, isPerPrimary: Bool = true,
    denominator: Denominator? = nil, serves: Denominator? = nil, unit: String, isUnitMisstated: Bool = false,
    remark: String? = nil, isSigned: Bool = false, source: String
  ) -> [Quantity] {
    names.map {
      Quantity(
        simulator: simulator, names: $0.names, longName: $0.longName, overBins: overBins, overAxis: overAxis,
        overTasks: overTasks, isPerPrimary: isPerPrimary, denominator: denominator, serves: serves,
        unit: unit,
        isUnitMisstated: isUnitMisstated, remark: remark, isSigned: isSigned, source: source)
    }
  }
}
