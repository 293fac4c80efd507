internal import EbbAggregate
internal import EbbAnalysis
internal import EbbModel

/// Contributions to a page, and the page that Ebb makes of them.
struct Experiment: Sendable {
  var page: ResultPage
  var replicates: Replicates

  /// - Parameters:
  ///   - values: of each contribution, the last axis fastest.
  ///   - weights: 1 each where there are none.
  init(
    _ values: [[Double]], weights: [Double]? = nil, over axes: [Axis] = [],
    quantity: String = "DOSE", unit: String = "MeV/g"
  ) throws {
    let weights = weights ?? [Double](repeating: 1, count: values.count)
    let combined = try Self.combined(values, weights: weights, .stderr)
    page = ResultPage(
      number: 0, quantity: quantity, unit: Unit(source: unit), filter: nil, metadata: Metadata(), axes: axes,
      values: combined.values, errors: combined.errors, errorKind: .stderr, isPhaseSpace: false, rule: .mean,
      contributions: values.count, primaries: nil)
    page.degreesOfFreedom = combined.degreesOfFreedom
    replicates = Replicates(weights: weights, values: values, contributions: values.count)
  }

  static func combined(
    _ values: [[Double]], weights: [Double], _ errors: ErrorKind, metadata: Metadata = Metadata(),
    quantity: String = "DOSE", denominators: [[Double]]? = nil
  ) throws -> AggregatedValues {
    var aggregator = PageAggregator(policy: .propagate)
    for (index, part) in values.enumerated() {
      let page = StoredPage(
        quantity: quantity, unit: quantity == "DOSE" ? "MeV/g" : "keV/um", metadata: metadata,
        axes: [StoredAxis(name: "Position (Z)", unit: "cm", centres: part.indices.map(Double.init))],
        values: part, isFinite: true, simulator: .shieldhit)
      try aggregator.add(
        page, id: PageID(Int64(index)), weight: weights[index], denominator: denominators?[index])
    }
    return aggregator.finish(errors: errors)
  }

  /// An axis of even bins.
  static func axis(_ name: String, _ low: Double, _ high: Double, _ bins: Int, energy: Bool = false) -> Axis {
    let edges = (0...bins).map { low + (high - low) * Double($0) / Double(bins) }
    return Axis(
      name: name, label: name, unit: energy ? "MeV" : "cm",
      centres: (0..<bins).map { (edges[$0] + edges[$0 + 1]) / 2 }, edges: edges, isDifferential: energy)
  }
}
