import EbbModel

/// A page of those values over axes of even bins.
func smallPage(
  _ values: [Double], over axes: [(name: String, low: Double, high: Double, bins: Int)],
  unit: String = "MeV/g", quantity: String = "DOSE", rule: AggregationRule = .mean, errors: [Double]? = nil,
  isDifferential: Bool = false
) -> ResultPage {
  let axes = axes.map { axis in
    let edges = (0...axis.bins).map { axis.low + (axis.high - axis.low) * Double($0) / Double(axis.bins) }
    return Axis(
      name: axis.name, label: axis.name, unit: isDifferential ? "MeV" : "cm",
      centres: (0..<axis.bins).map { (edges[$0] + edges[$0 + 1]) / 2 }, edges: edges,
      isDifferential: isDifferential)
  }
  return ResultPage(
    number: 0, quantity: quantity, unit: Unit(source: unit), filter: nil,
    metadata: Metadata([.init(name: "page_normalized", value: rule == .sum ? "1" : "2")]), axes: axes,
    values: values, errors: errors, errorKind: .stderr, isPhaseSpace: false, rule: rule, contributions: 1,
    primaries: nil)
}
