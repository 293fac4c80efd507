internal import EbbModel
internal import EbbPipeline

/// The JSON that `ebb export` writes, in its own words.
struct ExportedDocument: Decodable {
  var simulations: [Simulation]

  struct Simulation: Decodable {
    var jobId: String?
    var title: String?
    var estimators: [Estimator]
  }

  struct Estimator: Decodable {
    var name: String
    var task: Int?
    var pages: [Page]
  }

  struct Axis: Decodable {
    var name: String
    var label: String
    var unit: String
    var values: [Double]
    var edges: [Double]?
    var scale: String?
  }

  struct Page: Decodable {
    var pageNumber: Int
    var name: String
    var unit: String
    var normalization: String?
    var sourceUnit: String
    var filter: String?
    var aggregation: String
    var contributions: Int
    var primaries: Int64?
    var axes: [Axis]
    var columns: [String]?
    /// The kind of the errors, in words.
    var error: String?
    /// The degrees of freedom of the errors.
    var dof: Double?
    var values: [Double?]
    var errors: [Double?]?

    var page: ResultPage {
      var page = ResultPage(
        number: pageNumber, quantity: name,
        unit: Unit(text: unit, normalization: normalization, source: sourceUnit), filter: filter,
        metadata: Metadata(),
        axes: axes.map {
          EbbModel.Axis(
            name: $0.name, label: $0.label, unit: $0.unit, centres: $0.values, edges: $0.edges,
            scale: $0.scale == "logarithmic" ? .logarithmic : .linear)
        },
        // What is not finite is null there.
        values: values.map { $0 ?? .nan }, errors: errors.map { $0.map { $0 ?? .nan } }, errorKind: .stderr,
        isPhaseSpace: columns != nil, rule: AggregationRule(rawValue: aggregation) ?? .mean,
        contributions: contributions, primaries: primaries)
      page.degreesOfFreedom = page.errors == nil ? nil : dof
      for kind in ErrorKind.allCases where kind != .none {
        page.errorKind = kind
        if error == page.errorLabel { return page }
      }
      page.errorKind = .stderr
      return page
    }
  }
}
