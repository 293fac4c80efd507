internal import EbbModel
internal import EbbOperations
internal import EbbText

/// The answer of `ebb values`: a row a value.
struct ValuesTable {
  private let report: ValuesReport

  init(_ report: ValuesReport) { self.report = report }

  /// - Parameter isTable: whether it is for people, who see a value with its error.
  func listing(isTable: Bool) -> Listing {
    let several = Set(report.rows.map(\.simulation)).count > 1
    let hasTasks = report.rows.contains { $0.task != nil }
    var listing = Listing([
      .simulation(isShown: several),
      .init("estimator", heading: "ESTIMATOR", minimum: 10),
      .init("task", heading: hasTasks ? "TASK" : nil), .init("page", heading: "PAGE"),
      .init("quantity", heading: "QUANTITY", minimum: 8), .init("filter", heading: "FILTER", minimum: 8),
      .init("value", heading: "VALUE", minimum: .max), .init("error"), .init("error_kind"),
      .init("unit", heading: "UNIT", minimum: .max), .init("normalization"),
      .init("contributions", heading: "N", isOptional: true),
      .init("primaries", heading: "PRIMARIES", isOptional: true), .init("operations"), .init("findings"),
    ])
    for row in report.rows {
      let findings = row.findings.map(\.text).joined(separator: " ")
      listing.add([
        .text(row.simulation), .text(row.estimator), .init(row.task), .init(row.number), .text(row.quantity),
        .init(row.filter),
        isTable
          ? .measured(Measured(row.value, error: row.error, unit: row.unit.text)) : .number(row.value),
        .init(row.error), .init(row.error == nil ? nil : row.errorLabel), .text(row.unit.described),
        .init(row.unit.normalization), .init(row.contributions), .init(row.primaries),
        .init(row.operations.isEmpty ? nil : row.operations.joined(separator: "; ")),
        .init(findings.isEmpty ? nil : findings),
      ])
    }
    return listing
  }
}
