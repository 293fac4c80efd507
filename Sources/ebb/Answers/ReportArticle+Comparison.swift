internal import EbbModel
internal import EbbOperations
internal import EbbPipeline
internal import EbbReport
internal import EbbText

extension ReportArticle {
  /// How B differs from A: figures of all pages, then each pair with its pictures.
  init(_ contents: ReportComparison.Contents, _ a: Simulation, _ b: Simulation) {
    var sections = [
      ReportSection(
        "All pages",
        [
          .fields([("A", Self.name(a)), ("B", Self.name(b)), ("Gamma index", contents.gamma)]),
          .table(ComparisonTable(contents.figures).listing),
          .paragraph(
            "DIFF is B less A where it is farthest from 0, in percent of the largest value of A. RATIO is that of "
              + "the totals. CHI2/NDF is of the deviates z; P(CHI2) is its chance though nothing differs, by dealing the "
              + "contributions to the sides anew where both have them. GAMMA is the percentage of bins that pass, "
              + "A being the reference."),
        ])
    ]
    for pair in contents.pairs {
      var blocks: [ReportBlock] = []
      if !pair.shifts.isEmpty { blocks.append(.table(Self.table(pair.shifts))) }
      if let problem = pair.figures.problem { blocks.append(.paragraph(problem)) }
      if !pair.pictures.isEmpty { blocks.append(.written(pair.pictures)) }
      if !blocks.isEmpty { sections.append(ReportSection(pair.title, blocks)) }
    }
    let warnings = contents.notices.filter { $0.level != .detail }
    if !warnings.isEmpty {
      sections.append(ReportSection("Warnings", warnings.map { .paragraph($0.text) }))
    }
    self.init(
      ReportEntry(
        name: "\(b.jobID) and \(a.jobID)",
        title: "B against A" + (b.title.isEmpty || a.title.isEmpty ? "" : ": \(b.title) and \(a.title)"),
        pages: contents.figures.pages.count), sections)
  }

  private static func name(_ simulation: Simulation) -> String {
    simulation.title.isEmpty ? simulation.jobID : "\(simulation.title) (\(simulation.jobID))"
  }

  private static func table(_ shifts: [ReportComparison.Shift]) -> Listing {
    var shift = Listing.Column("shift", heading: "B - A", error: "shift_error")
    shift.isSigned = true
    var listing = Listing([
      Listing.Column("figure", heading: "FIGURE"), Listing.Column("a", heading: "A"),
      Listing.Column("b", heading: "B"), shift, Listing.Column("shift_error"),
      Listing.Column("unit", heading: "UNIT"),
    ])
    for row in shifts {
      listing.add([
        .text(row.name), .number(row.a), .number(row.b), .number(row.difference), .init(row.error),
        .text(row.unit),
      ])
    }
    return listing
  }
}
