internal import EbbCodec
package import EbbModel
package import EbbPipeline
package import EbbText

/// Makes the record of a simulation of what its input, its rows and its results state.
package struct Recording: Sendable {
  private let request: PageRequest
  private let catalog: Catalog

  /// - Parameter request: the pages whose errors are recorded, and how they are combined.
  package init(_ request: PageRequest, of catalog: Catalog) {
    self.request = request
    self.catalog = catalog
  }

  /// Reads the input and all pages of a simulation, each contribution once.
  package func run(
    _ simulation: Simulation
  ) async throws(Failure) -> (record: SimulationRecord, notices: [Notice]) {
    var request = request
    request.keepGoing = true
    let (statistics, remark) = try await statistics(of: simulation, request)
    if catalog.combined != nil {
      let plan = try await catalog.plan(of: [simulation], request)
      let sources = Sources(simulation, plan, statistics: statistics, request: request)
      return (sources.record, statistics.notices + remark)
    }
    let stored = try await catalog.rows(of: simulation, byteLimit: request.byteLimit)
    let (inputs, notices) = try await catalog.resultInputs(of: [simulation], byteLimit: request.byteLimit)
    let sources = Sources(stored, input: inputs.first?.content, statistics: statistics, request: request)
    return (sources.record, statistics.notices + remark + notices)
  }

  /// The statistics of a simulation's pages; none, and the reason, where it has no results.
  private func statistics(
    of simulation: Simulation, _ request: PageRequest
  ) async throws(Failure) -> (StatisticsReport, [Notice]) {
    do throws(Failure) {
      return (try await Statistics(request, of: catalog).run([simulation]), [])
    } catch {
      guard error.kind == .notFound, request.estimators.isEmpty, request.pages.isEmpty else { throw error }
      return (StatisticsReport(), [Notice(.detail, error.message)])
    }
  }

  /// What a record is made of.
  struct Sources {
    var simulation: Simulation
    var request: PageRequest
    var tasks: [SimulationTask] = []
    var metadata: [Metadata] = []
    /// Versions of the simulator that are known otherwise.
    var versions: [String] = []
    var input: SimulationInput?
    var statistics: StatisticsReport?

    init(simulation: Simulation, request: PageRequest) {
      self.simulation = simulation
      self.request = request
    }

    /// Of an export: it holds no input.
    init(_ simulation: Simulation, _ plan: ExportPlan, statistics: StatisticsReport, request: PageRequest) {
      self.init(simulation: simulation, request: request)
      tasks = plan.simulations.first?.tasks.map(\.task) ?? []
      versions = [plan.simulations.first?.simulatorVersion].compactMap(\.self)
      self.statistics = statistics
    }

    init(_ stored: JobRows, input: SimulationInput?, statistics: StatisticsReport, request: PageRequest) {
      self.init(simulation: stored.simulation, request: request)
      tasks = stored.tasks
      metadata = stored.estimators.map(\.metadata)
      self.input = input
      self.statistics = statistics
    }

    var record: SimulationRecord {
      let format = metadata.lazy.compactMap { $0["file_format"] }.first
      let simulator = Simulator(fileFormat: format, name: simulation.simulator)
      let project = input?.project.flatMap { text in
        try? PageText.decodeTree(TextBuffer(Array(text.utf8)))
      }
      var facts = RecordedFacts()
      addCode(simulator, to: &facts)
      addPrimaries(to: &facts)
      addErrors(to: &facts)
      if let input {
        facts.complete(with: input.recordedFacts(project: project, simulator: simulator))
        facts.add(.input, "Kind", input.inputType, from: "store")
      }
      return SimulationRecord(facts, simulator: simulator)
    }
  }
}

extension Recording.Sources {
  /// The different values of a name in all metadata.
  private func stated(_ name: String) -> String? {
    var seen: Set<String> = []
    let values = metadata.compactMap { $0[name] }.filter { $0 != "None" && seen.insert($0).inserted }
    return values.isEmpty ? nil : Failure.list(values)
  }

  private func addCode(_ simulator: Simulator?, to facts: inout RecordedFacts) {
    let code = simulator?.name ?? (simulation.simulator.isEmpty ? nil : simulation.simulator)
    facts.add(.code, "Code", code, from: "store")
    facts.add(.code, "Version", stated("mc_code_version"), from: "metadata")
    facts.add(.code, "Version", versions.isEmpty ? nil : versions.joined(separator: ", "), from: "results")
    facts.add(.code, "Built", stated("mc_code_build_date"), from: "metadata")
    facts.add(.code, "Files of results", stated("file_format"), from: "metadata")
    facts.add(.code, "Run on", stated("host"), from: "metadata")
    if let start = simulation.startTime {
      let end = simulation.endTime.map { " to " + $0.iso8601 } ?? ""
      facts.add(.code, "Run", start.iso8601 + end, from: "store")
    }
  }

  private func addPrimaries(to facts: inout RecordedFacts) {
    let asked = input?.others.first { ["number_of_all_primaries", "numberOfAllPrimaries"].contains($0.name) }
    let count = asked.flatMap { Int64($0.value) }
    facts.add(.primaries, "Asked for of the platform", count.map { Failure.count($0) }, from: "input")
    guard !tasks.isEmpty else {
      let pages = Set((statistics?.pages ?? []).compactMap(\.primaries))
      if pages.count == 1, let primaries = pages.first {
        facts.add(.primaries, "Simulated", Failure.count(primaries), from: "results")
      }
      return
    }
    let requested = total(tasks.map(\.requestedPrimaries))
    if requested > 0 { facts.add(.primaries, "Requested", Failure.count(requested), from: "store") }
    facts.add(
      .primaries, "Simulated", Failure.count(total(tasks.map(\.simulatedPrimaries))), from: "store")
    let states = Dictionary(grouping: tasks, by: \.state.description).mapValues(\.count)
    let parts = states.keys.sorted().filter { !$0.isEmpty }.map {
      "\(Failure.count(states[$0] ?? 0)) \($0)"
    }
    let told = parts.isEmpty ? "" : ": " + parts.joined(separator: ", ")
    facts.add(.primaries, "Tasks", Failure.count(tasks.count) + told, from: "store")
    let each = tasks.map(\.simulatedPrimaries)
    if let least = each.min(), let most = each.max() {
      let text =
        least == most ? "\(Failure.count(least)) each" : "\(Failure.count(least)) to \(Failure.count(most))"
      facts.add(.primaries, "Simulated by a task", text, from: "store")
    }
  }

  private func addErrors(to facts: inout RecordedFacts) {
    guard let pages = statistics?.pages, pages.contains(where: { $0.contributions > 1 }) else { return }
    let kind = ErrorKind.stderr.label(of: .mean)
    facts.add(
      .uncertainty, "Method",
      "\(kind) from the scatter of the tasks' results, weighted by their primaries, whose number less one is that of the degrees of freedom",
      from: "results")
    for page in pages {
      let name = [page.quantity, page.filter.map { "(\($0))" }].compactMap(\.self).joined(separator: " ")
      var parts = ["\(page.contributions) contributions"]
      if let error = page.errorAboveHalf {
        parts.append(
          "relative error \(threeDigits(100 * error)) % (root mean square where the value is above half of its maximum)"
        )
      }
      if let median = page.medianError { parts.append("median \(threeDigits(100 * median)) %") }
      if page.errorAboveHalf == nil, page.medianError == nil {
        parts.append(page.problem.map { "errors not known: \($0)" } ?? "errors not known")
      }
      facts.add(
        .uncertainty, "\(page.estimator), page \(page.number)" + (name.isEmpty ? "" : ": \(name)"),
        parts.joined(separator: ", "), from: "results")
    }
  }
}
