internal import EbbAnalysis
internal import EbbModel
internal import EbbOperations
internal import EbbText

/// The answer of `ebb analyze phasespace --histogram`: a row a bin.
struct ParticleHistogramTable {
  private let report: ParticleHistogramReport

  init(_ report: ParticleHistogramReport) { self.report = report }

  /// - Parameter isTable: whether it is for people, who see a value with its error.
  func listing(isTable: Bool) -> Listing {
    func several<Key: Hashable>(_ key: (ParticleHistogramReport.Page) -> Key) -> Bool {
      Set(report.pages.map(key)).count > 1
    }
    let variables = report.pages.first?.histogram.sides.map(\.variable) ?? []
    let hasTasks = report.pages.contains { $0.task != nil }
    var columns: [Listing.Column] = [
      .simulation(isShown: several(\.simulation)),
      .init("estimator", heading: several(\.estimator) ? "ESTIMATOR" : nil, minimum: 10),
      .init("task", heading: hasTasks ? "TASK" : nil),
      .init("page", heading: several(\.number) ? "PAGE" : nil), .init("quantity"), .init("filter"),
      .init("particle", heading: "PARTICLE"), .init("contributions"), .init("primaries"),
    ]
    for variable in variables {
      let (name, unit) = (variable.rawValue, variable.unit == "1" ? "" : " [\(variable.unit)]")
      columns += [
        .init(name + "_low" + (isTable ? "" : unit), heading: "FROM" + unit),
        .init(name + (isTable ? "" : unit), heading: name.uppercased() + unit),
        .init(name + "_high" + (isTable ? "" : unit), heading: "TO" + unit),
      ]
    }
    columns += [
      .init("count", heading: "COUNT", minimum: .max), .init("count_error"),
      .init("value", heading: "VALUE", minimum: .max), .init("error"),
      .init("unit", heading: "UNIT", minimum: .max), .init("normalization"),
    ]
    var listing = Listing(columns)
    for page in report.pages { add(page, to: &listing, isTable: isTable) }
    return listing
  }

  private func add(_ page: ParticleHistogramReport.Page, to listing: inout Listing, isTable: Bool) {
    let sides = page.histogram.sides
    let centres = sides.map(\.centres)
    let primaries = page.primaries.map(Double.init)
    let unit = sides.reduce(Unit(source: "1")) { $0.divided(by: $1.variable.unit) }
    let place: [Listing.Cell] = [
      .text(page.simulation), .text(page.estimator), .init(page.task), .init(page.number),
      .text(page.quantity), .init(page.filter), .text(page.particle), .init(page.contributions),
      .init(page.primaries),
    ]
    for bin in page.counts.indices {
      var (rest, cells, width) = (bin, [Listing.Cell](), 1.0)
      for (side, centres) in zip(sides, centres).reversed() {
        let index = rest % side.bins
        rest /= side.bins
        cells = [.number(side.edges[index]), .number(centres[index]), .number(side.edges[index + 1])] + cells
        width *= side.edges[index + 1] - side.edges[index]
      }
      let divisor = width * (primaries ?? 1)
      let (count, error) = (page.counts[bin], page.errors?[bin])
      let whole = Listing.Cell.integer(Int64(count))
      listing.add(
        place + cells + [
          isTable ? .measured(Measured(count, error: error, unit: "1")) : whole, .init(error),
          isTable
            ? .measured(Measured(count / divisor, error: error.map { $0 / divisor }, unit: unit.text))
            : .number(count / divisor),
          .init(error.map { $0 / divisor }), .text(unit.text),
          .init(primaries == nil ? nil : "per primary"),
        ])
    }
  }
}
