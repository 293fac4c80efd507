internal import EbbModel
internal import EbbOperations
internal import EbbPipeline
internal import EbbText

/// The answer of `ebb show`.
struct SimulationReport {
  private let overview: SimulationOverview
  /// The ranges of the pages' values, where they are asked for.
  private let ranges: [PageKey: ValueRanges.Range]?

  init(_ overview: SimulationOverview, ranges: [PageKey: ValueRanges.Range]? = nil) {
    self.overview = overview
    self.ranges = ranges
  }

  /// The answer: for people the simulation, its tasks and pages; in JSON an object of the three; in CSV the pages.
  ///
  /// - Parameter pages: its pages, with the columns that are wanted of them.
  func text(_ form: Listing.Format, _ layout: TableLayout, pages: Listing) -> String {
    switch form {
    case .csv: return pages.text(.csv)
    case .json:
      let simulation = Listing([overview.simulation]).jsonObject(0)
      return "{\"simulation\": \(simulation),\n\"tasks\": \(tasks.text(.json)),\n"
        + "\"pages\": \(pages.text(.json))}\n"
    case .table:
      return heading(layout) + "\n" + section("Tasks", tasks, layout) + "\n"
        + section("Pages", pages, layout) + problems(layout)
    }
  }

  private func heading(_ layout: TableLayout) -> String {
    let indent = 12
    return fields.map { label, text in
      let text = text.printable
      let lines = layout.width.map { TableLayout.lines(text, width: $0 - indent) } ?? [text]
      let isState = label == "State"
      return layout.show(label, as: .bold) + String(repeating: " ", count: indent - label.count)
        + lines.map { isState ? layout.show($0, as: .ofState(text)) : $0 }
        .joined(separator: "\n" + String(repeating: " ", count: indent)) + "\n"
    }.joined()
  }

  /// Facts about the whole simulation.
  var fields: [(label: String, text: String)] {
    let simulation = overview.simulation
    let origin = [
      simulation.simulator, simulation.platform.description,
      simulation.inputType.isEmpty ? "" : "input from \(simulation.inputType)",
    ].filter { !$0.isEmpty }
    var lines: [(label: String, text: String)] = [
      ("Simulation", simulation.jobID), ("Title", simulation.title),
      ("Simulator", origin.joined(separator: ", ")), ("State", simulation.state.description),
    ].filter { !$0.1.isEmpty }
    if let user = simulation.username { lines.append(("User", user)) }
    if case .batch(let cluster, let folder, let array, _) = simulation.kind {
      let parts = [
        cluster.map { "cluster \($0.rawValue)" }, array.map { "array \($0)" }, folder.map { "in \($0)" },
      ]
      let text = parts.compactMap { $0 }.joined(separator: ", ")
      if !text.isEmpty { lines.append(("Batch", text)) }
    }
    if let start = simulation.startTime {
      lines.append(("Time", start.iso8601 + (simulation.endTime.map { " to " + $0.iso8601 } ?? "")))
    }
    let simulated = grouped(overview.simulatedPrimaries)
    if simulation.hasJobID {
      lines.append(
        ("Primaries", "\(simulated) simulated of \(grouped(overview.requestedPrimaries)) requested"))
    } else if overview.simulatedPrimaries > 0 {
      lines.append(("Primaries", "\(simulated) simulated"))
    }
    return lines
  }

  private func section(_ title: String, _ listing: Listing, _ layout: TableLayout) -> String {
    listing.rows.isEmpty ? "\(title): none\n" : listing.text(.table, layout)
  }

  var tasks: Listing {
    var listing = Listing([
      Listing.Column("task", old: "task_id", heading: "TASK"),
      Listing.Column("state", old: "task_state", heading: "STATE", minimum: .max, mark: .state),
      Listing.Column("simulated_primaries", heading: "SIMULATED"),
      Listing.Column("requested_primaries", heading: "REQUESTED"),
      Listing.Column("start_time", heading: "STARTED"), Listing.Column("end_time", heading: "ENDED"),
    ])
    for task in overview.tasks {
      listing.add([
        .init(task.number), .text(task.state.description), .integer(task.simulatedPrimaries),
        .integer(task.requestedPrimaries), .init(task.startTime), .init(task.endTime),
      ])
    }
    return listing
  }

  var pages: Listing {
    var columns = [
      Listing.Column("estimator", heading: "ESTIMATOR", minimum: 10),
      Listing.Column("page", old: "page_number", heading: "PAGE"),
      Listing.Column("quantity", heading: "QUANTITY", minimum: 8),
      Listing.Column("filter", heading: "FILTER", minimum: 8),
      Listing.Column("unit", heading: "UNIT", minimum: .max), Listing.Column("normalization"),
      Listing.Column("meaning"), Listing.Column("denominator"),
      Listing.Column("source_unit"), Listing.Column("shape", heading: "SHAPE", isOptional: ranges != nil),
      Listing.Column("axes", heading: ranges == nil ? "AXES" : nil, minimum: 40, isOptional: true),
      Listing.Column("aggregation", heading: ranges == nil ? "RULE" : nil),
      Listing.Column("contributions", heading: ranges == nil ? "N" : nil), Listing.Column("primaries"),
      Listing.Column("problem"), Listing.Column("findings"),
    ]
    if ranges != nil {
      columns += [
        Listing.Column("least", heading: "LEAST"),
        Listing.Column("largest", heading: "LARGEST", error: "largest_error"),
        Listing.Column("mean", heading: "MEAN"), Listing.Column("largest_error"),
        Listing.Column("largest_place", heading: "LARGEST AT", minimum: .max),
      ]
    }
    var listing = Listing(columns)
    for estimator in overview.estimators {
      for page in estimator.pages {
        listing.add(cells(page, of: estimator) + values(of: page, estimator))
      }
    }
    return listing
  }

  private func values(
    of page: SimulationOverview.Page, _ estimator: SimulationOverview.Estimator
  ) -> [Listing.Cell] {
    guard let ranges else { return [] }
    guard let range = ranges[PageKey(estimator: estimator.name, number: page.number)] else {
      return Array(repeating: .none, count: 5)
    }
    return [
      .number(range.least), .number(range.largest), .number(range.mean), .init(range.largestError),
      .init(range.largestPlace.isEmpty ? nil : range.largestPlace),
    ]
  }

  private func cells(
    _ page: SimulationOverview.Page, of estimator: SimulationOverview.Estimator
  ) -> [Listing.Cell] {
    let place: [Listing.Cell] = [.text(estimator.name), .init(page.number)]
    let origin: [Listing.Cell] = [.init(page.contributions), .init(page.primaries)]
    let findings = page.findings.map(\.text).joined(separator: " ")
    let found: [Listing.Cell] = [findings.isEmpty ? .none : .text(findings)]
    switch page.content {
    case .page(let facts):
      let unit = facts.meaning.unit
      let names = facts.axes.map { $0.unit == "1" ? $0.name : "\($0.name) [\($0.describedUnit)]" }
      return place + [
        .text(facts.quantity), .init(facts.filter), .text(unit.described), .init(unit.normalization),
        .init(facts.meaning.overBins?.rawValue), .init(page.denominator), .text(unit.source),
        .list(facts.axes.map(\.centres.count)), .text(names.joined(separator: ", ")),
        .init(facts.rule?.rawValue),
      ] + origin + [.none] + found
    case .empty:
      return place + [.text("(no data)")] + Array(repeating: .none, count: 9) + origin
        + [.text("no data")] + found
    case .broken(let failure):
      return place + [.text("(unreadable)")] + Array(repeating: .none, count: 9) + origin
        + [.text(failure.message)] + found
    }
  }

  private func problems(_ layout: TableLayout) -> String {
    let failures = overview.estimators.flatMap(\.pages).compactMap { page in
      if case .broken(let failure) = page.content { failure.message } else { nil as String? }
    }
    let lines = (failures + marks).flatMap { text in
      layout.width.map { TableLayout.lines(text.printable, width: $0) } ?? [text]
    }
    return lines.isEmpty ? "" : "\n" + lines.map { layout.show($0, as: .yellow) + "\n" }.joined()
  }

  /// A line for each thing that an audit finds, with the page or how many there are.
  private var marks: [String] {
    var order: [String] = []
    var places: [String: [String]] = [:]
    for estimator in overview.estimators {
      for page in estimator.pages {
        for finding in page.findings {
          if places[finding.text] == nil { order.append(finding.text) }
          places[finding.text, default: []].append(
            Failure.page(page.number, of: estimator.name.printable))
        }
      }
    }
    return order.map { text in
      let found = places[text] ?? []
      return "! \(found.count == 1 ? found[0] : "\(grouped(Int64(found.count))) pages"): \(text)"
    }
  }

  private func grouped(_ number: Int64) -> String { Failure.count(number) }
}
