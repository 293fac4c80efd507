internal import EbbAnalysis
internal import EbbModel
internal import EbbOperations
internal import EbbPipeline
internal import EbbText

/// The answer of `ebb analyze`: a row a page; for people, of one page a row a figure.
struct AnalysisTable {
  private let report: AnalysisReport

  init(_ report: AnalysisReport) { self.report = report }

  /// The answer for people: of one page a row a figure, and what is to be said of them.
  func text(_ layout: TableLayout) -> String {
    report.pages.count == 1 ? figures(of: report.pages[0], layout) : rows(split: false).text(.table, layout)
  }

  /// Prints the answer in the form that is asked for.
  func print(_ form: FormOptions, _ common: CommonOptions) throws(Failure) {
    if form.form == .table, form.columns == nil {
      try form.print(text(form.layout(common)))
    } else {
      try form.print(rows(split: form.form == .csv), common)
    }
  }

  /// The figures of all pages, each name and unit once.
  private func names(by unit: Bool) -> [(name: String, unit: String)] {
    var names: [(name: String, unit: String)] = []
    for figure in report.pages.flatMap(\.figures)
    where !names.contains(where: { $0.name == figure.name && (!unit || $0.unit == figure.unit) }) {
      names.append((figure.name, figure.unit))
    }
    return names
  }

  /// - Parameter split: whether value and error have a column each, which names the unit.
  func rows(split: Bool) -> Listing {
    let several = Set(report.pages.map(\.simulation)).count > 1
    let hasTasks = report.pages.contains { $0.task != nil }
    let hasParticles = report.pages.contains { $0.particle != nil }
    let names = names(by: split)
    var columns: [Listing.Column] = [
      .simulation(isShown: several), .init("estimator", heading: "ESTIMATOR", minimum: 10),
      .init("task", heading: hasTasks ? "TASK" : nil), .init("page", old: "page_number", heading: "PAGE"),
      .init("quantity", heading: "QUANTITY", minimum: 8),
      .init("filter", heading: report.pages.contains { $0.filter != nil } ? "FILTER" : nil),
    ]
    if hasParticles { columns.append(.init("particle", heading: "PARTICLE")) }
    columns += [
      .init("contributions", heading: "N"),
      .init("primaries"), .init("interpolation"), .init("level_of"), .init("noise_treatment"),
      .init("error_method"), .init("error_samples"), .init("bootstrapped"), .init("bootstrap_draws"),
      .init("beam"), .init("beam_source"),
    ]
    for (name, unit) in names {
      if split {
        let suffix = unit == "1" ? "" : " [\(unit)]"
        columns += [.init(name + suffix), .init(name + "_error" + suffix)]
      } else {
        let units = Set(report.pages.flatMap(\.figures).filter { $0.name == name }.map(\.unit))
        let suffix = units.count > 1 || unit == "1" ? "" : " [\(unit)]"
        var column = Listing.Column(name, heading: name.uppercased() + suffix)
        column.tellsUnits = units.count > 1
        columns.append(column)
      }
    }
    columns.append(.init("problem", heading: "NOTE", minimum: .max, mark: .attention))
    var listing = Listing(columns)
    for page in report.pages {
      let figures = names.flatMap { name, unit -> [Listing.Cell] in
        let figure = page.figures.first { $0.name == name && (!split || $0.unit == unit) }
        if split { return [.init(figure?.value), .init(figure?.error)] }
        return [
          figure.map {
            .measured(
              Measured(
                $0.value, error: $0.error, unit: $0.unit, errorMethod: $0.errorMethod?.rawValue ?? "none"))
          } ?? .none
        ]
      }
      listing.add(Self.place(page, tellsParticle: hasParticles) + figures + [.init(page.problem)])
    }
    return listing
  }

  /// The names of the figures whose errors are by the bootstrap.
  private static func bootstrapped(_ page: AnalysisReport.Page) -> [String] {
    page.figures.filter { [.bootstrap, .scatter].contains($0.errorMethod) }.map(\.name)
  }

  private static func place(_ page: AnalysisReport.Page, tellsParticle: Bool) -> [Listing.Cell] {
    let particle = tellsParticle ? [Listing.Cell(page.particle)] : []
    return [
      .text(page.simulation), .text(page.estimator), .init(page.task), .init(page.number),
      .text(page.quantity),
      .init(page.filter),
    ] + particle + [
      .init(page.contributions), .init(page.primaries),
      .init(page.interpolation?.rawValue), .init(page.level?.description), .init(page.noise?.rawValue),
      .init(page.errorMethod?.rawValue), .init(page.errorSamples),
      .init(bootstrapped(page).isEmpty ? nil : bootstrapped(page).joined(separator: " ")),
      .init(page.bootstrapDraws),
      .init(page.beam?.description), .init(page.beamSource?.rawValue),
    ]
  }

  private func figures(of page: AnalysisReport.Page, _ layout: TableLayout) -> String {
    var listing = Listing([
      .init("figure", heading: "FIGURE"), .init("value", heading: "VALUE"), .init("unit", heading: "UNIT"),
    ])
    for figure in page.figures {
      listing.add([
        .text(figure.name),
        .measured(Measured(figure.value, error: figure.error, unit: figure.unit)),
        .init(figure.unit == "1" || figure.value == nil ? nil : figure.unit),
      ])
    }
    let task = page.task.map { ", task \($0)" } ?? ""
    let filter = [page.filter, page.particle].compactMap { $0 }.map { ", \($0)" }.joined()
    let title =
      "\(page.simulation): \(page.estimator)\(task), page \(page.number) (\(page.quantity)\(filter))"
    var remarks: [String] = []
    if let beam = page.beam, let source = page.beamSource {
      let how: String
      switch source {
      case .option: how = "as told"
      case .input: how = "by the input"
      case .plateau: how = "by the side of the plateau"
      }
      remarks.append("Beam along \(beam), \(how).")
    }
    switch page.level {
    case .smooth? where page.interpolation != nil:
      remarks.append("100 % is the height of the plateau or peak, its noise smoothed.")
    case .smooth?: remarks.append("Percents of a dose are of d2.")
    case .value(let dose)?: remarks.append("100 % is \(plainNumber(dose)), as told.")
    default: break
    }
    switch page.noise {
    case .remove?:
      remarks.append("The noise of the bins is taken out of d and v, and is in minimum and maximum.")
    case .keep?: remarks.append("The noise of the bins widens all figures.")
    case nil: break
    }
    if let problem = page.problem { remarks.append("\(problem).") }
    switch page.errorMethod {
    case .jackknife?:
      let samples = page.errorSamples ?? 0
      let groups = samples == page.contributions ? "" : " in \(samples) groups"
      let drawn = Self.bootstrapped(page)
      let others =
        drawn.isEmpty
        ? "" : "; of \(drawn.joined(separator: ", ")) bootstrap, \(page.bootstrapDraws ?? 0) draws of them"
      remarks.append("Errors: jackknife over \(page.contributions) contributions\(groups)\(others).")
    case .bootstrap?, .scatter?: break
    case .binErrors?: remarks.append("Errors: from the bins', taken as independent.")
    case nil where page.contributions == 1: remarks.append("One contribution: no errors.")
    case nil: break
    }
    let extremes = page.figures.filter { $0.errorMethod == .scatter }.map(\.name)
    if !extremes.isEmpty {
      remarks.append(
        "Errors of \(extremes.joined(separator: ", ")) are of their scatter alone: noise brings extremes out farther."
      )
    }
    func lines(_ text: String) -> [String] {
      layout.width.map { TableLayout.lines(text.printable, width: $0) } ?? [text.printable]
    }
    return lines(title).map { layout.show($0, as: .bold) + "\n" }.joined() + listing.text(.table, layout)
      + remarks.flatMap(lines).map { $0 + "\n" }.joined()
  }
}
