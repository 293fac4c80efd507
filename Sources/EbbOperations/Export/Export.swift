internal import EbbAggregate
internal import EbbExport
internal import EbbFiles
package import EbbModel
package import EbbPipeline
internal import EbbStore
package import EbbText

/// The outcome of an export.
package struct ExportSummary: Sendable {
  /// The files and folders that were written, in order.
  package var outputs: [String] = []
  package var pages = 0
  package var notices: [Notice] = []
  /// Other remarks on the outcome, a sentence each.
  package var remarks: [String] = []

  package init() {}

  /// Whether something was left out on request: the exit status is 1 then.
  package var isIncomplete: Bool { notices.contains { $0.level == .leftOut } }
}

/// Exports simulations from a store to files: plan, fetch, decode, aggregate, write.
package struct Export: Sendable {
  private let catalog: Catalog
  private let request: PageRequest
  private let destination: ExportDestination
  private let creator: String
  private let command: String
  private let writtenAt: Instant
  private let report: @Sendable (Progress) -> Void

  /// - Parameters:
  ///   - creator: the version of Ebb, for the files.
  ///   - command: the command line that they state (see `Provenance`).
  ///   - writtenAt: the time that the files state.
  ///   - report: called with every page that has been read.
  package init(
    _ request: PageRequest, to destination: ExportDestination, from catalog: Catalog,
    creator: String, command: String, writtenAt: Instant, report: @escaping @Sendable (Progress) -> Void
  ) {
    self.catalog = catalog
    self.request = request.forFiles(of: destination.exporter)
    self.destination = destination
    self.creator = creator
    self.command = command
    self.writtenAt = writtenAt
    self.report = report
  }

  /// Exports `simulations`: together into one file or stream, or into a folder one by one. Memory holds one page and
  /// what is read ahead (`DecodedContributions`), but for formats that need more.
  /// - Parameter gone: job ids that a plan has and the store has not.
  /// - Throws: what goes wrong; in a batch only what would go wrong with every simulation. One that cannot be exported
  ///   is then told of in the summary, and the rest goes on.
  package func run(_ simulations: [Simulation], gone: [String] = []) async throws(Failure) -> ExportSummary {
    let shard = destination.choice.shard?.name.replacing("-", with: "")
    do {
      return try await TemporaryName.$shard.withValue(shard) { try await runAll(simulations, gone: gone) }
    } catch {
      throw Failure(any: error)
    }
  }

  private func runAll(_ simulations: [Simulation], gone: [String]) async throws(Failure) -> ExportSummary {
    sweep()
    var index = try await openIndex(for: simulations)
    let outcome: Result<ExportSummary, Failure>
    do throws(Failure) {
      outcome = .success(try await run(simulations, gone, &index))
    } catch {
      outcome = .failure(error)
    }
    do throws(IndexError) {
      if case .success = outcome {
        try await index?.close()
      } else {
        try await index?.close(isComplete: false)
      }
    } catch {
      // After a failure, which is what there is to tell, the next batch makes the index.
      if case .success = outcome { throw Failure(error) }
    }
    return try outcome.get()
  }

  private func run(
    _ simulations: [Simulation], _ gone: [String], _ index: inout BatchIndex?
  ) async throws(Failure) -> ExportSummary {
    var summary = ExportSummary()
    summary.notices += catalog.notices
    var skipped = 0
    var failed = FailedTasks()
    var first: Failure?
    var reader = SimulationReader(simulations, from: catalog.store, byteLimit: request.byteLimit)
    guard case .folder = destination.target, !request.combine else {
      skipped = try await export(simulations, to: nil, from: &reader, into: &summary, &index, &failed)
      summary.notices = failed.notices + summary.notices
      Self.count(skipped: skipped, in: &summary)
      return summary
    }
    // A job keeps the name that it has, whatever others are selected with it.
    let known = index?.names ?? [:]
    var names = UniqueNames()
    for name in Set(known.values) { _ = names.unique(name) }
    if index != nil { _ = names.unique("index") }
    for jobID in gone {
      let reason = "it is in the plan, and no longer in the store, or the filters leave it out."
      summary.notices.append(Notice(.leftOut, "left out simulation \(jobID): \(reason)"))
      try update(&index) { (index) throws(IndexError) in try index.leaveOut(jobID, because: reason) }
    }
    for simulation in simulations {
      let name =
        known[simulation.jobID]
        ?? (destination.choice.shard == nil
          ? names.unique(identifier(simulation.jobID, keepsCase: true, dashes: true))
          : Shard.fileName(of: simulation.jobID))
      let target = destination.target(
        named: name, isOnlyOne: simulations.count == 1 && !destination.choice.isBatch)
      do throws(Failure) {
        let before = summary.notices.count
        skipped += try await export(
          [simulation], to: target, from: &reader, into: &summary, &index, &failed)
        if simulations.count > 1 {
          // A file does not say which job its warnings are of.
          let own = Array(summary.notices[before...])
          summary.notices.replaceSubrange(before..., with: own.naming(simulation.jobID))
        }
      } catch {
        if simulations.count == 1, !destination.choice.isBatch { throw error }
        try passOver(error, simulation, &summary)
        first = first ?? error
        try update(&index) { (index) throws(IndexError) in
          try index.leaveOut(simulation.jobID, because: error.message)
        }
      }
    }
    // What was named and is nowhere is not done in part.
    if let first, !destination.choice.isBatch, summary.outputs.isEmpty, skipped == 0 { throw first }
    summary.notices = failed.notices + summary.notices
    Self.count(skipped: skipped, in: &summary)
    return summary
  }

  /// Says how many outputs were there before.
  private static func count(skipped: Int, in summary: inout ExportSummary) {
    guard skipped > 0 else { return }
    summary.remarks.append(
      skipped == 1
        ? "1 exists already and was skipped." : "\(Failure.count(skipped)) exist already and were skipped.")
  }

  /// Takes away what an export that was killed has left beside where this one goes.
  private func sweep() {
    switch destination.target {
    case .file(let path): TemporaryName.sweep(folder(of: path))
    case .folder(let path): TemporaryName.sweep(path)
    case .standardOutput: break
    }
  }

  private func openIndex(for simulations: [Simulation]) async throws(Failure) -> BatchIndex? {
    guard destination.choice.isBatch, case .folder(let path) = destination.target else { return nil }
    do throws(IndexError) {
      return try await BatchIndex(
        of: path, creator: creator, overwrites: destination.choice.overwrites,
        jobs: Set(simulations.map(\.jobID)), shard: destination.choice.shard)
    } catch {
      if Task.isCancelled { throw Failure(any: CancellationError()) }
      throw Failure(error)
    }
  }

  private func update(
    _ index: inout BatchIndex?, _ change: (inout BatchIndex) throws(IndexError) -> Void
  ) throws(Failure) {
    do throws(IndexError) {
      if var open = index.take() {
        defer { index = open }
        try change(&open)
      }
    } catch {
      throw Failure(error)
    }
  }

  /// One of several simulations that cannot be exported does not stop the rest: it is told of at the end. Of those that
  /// filters select, what has no results is passed over. What would go wrong with each of them does stop.
  private func passOver(
    _ failure: Failure, _ simulation: Simulation, _ summary: inout ExportSummary
  ) throws(Failure) {
    switch failure.kind {
    case .notFound where destination.choice.isBatch: summary.notices.append(Notice(.detail, failure.message))
    case .notFound, .brokenData, .usage, .outputNotCreatable:
      summary.notices.append(
        Notice(.leftOut, "left out simulation \(simulation.jobID): \(failure.message)"))
    default: throw failure
    }
  }

  /// - Returns: how many outputs were there and are left as they are.
  private func export(
    _ simulations: [Simulation], to target: ExportTarget?, from reader: inout SimulationReader,
    into summary: inout ExportSummary, _ index: inout BatchIndex?, _ failed: inout FailedTasks
  ) async throws(Failure) -> Int {
    let target = target ?? destination.target(named: ResultSimulation.combinedName, isOnlyOne: false)
    if destination.passesOver(target) {
      try skip(target, of: simulations[0], &summary, &index)
      return 1
    }
    var plan = try await catalog.plan(of: try await reader.rows(of: simulations), request)
    if destination.exporter.takesOnePage, plan.groups.count > 1 {
      throw .onePage(destination.exporter.name, selected: plan.groups.count)
    }
    if destination.exporter.takesOneSimulation, plan.simulations.count > 1 {
      throw .oneSimulation(destination.exporter.name, selected: plan.simulations.count)
    }
    if destination.exporter.readsInputs {
      for index in plan.simulations.indices {
        let jobs = request.combine ? simulations : [simulations[index]]
        let (inputs, notices) = try await catalog.resultInputs(of: jobs, from: &reader.inputs)
        plan.simulations[index].inputs = inputs
        plan.warnings += notices
      }
    }
    let axes = destination.exporter.needsAxes ? try await catalog.axes(of: &plan, request) : nil
    summary.notices += plan.noticesButFailed
    failed.add(plan.failedTasks)
    let outcome: (pages: Int, notices: [Notice])
    do throws(Failure) {
      outcome = try await write(plan, axes, to: target, &index)
    } catch {
      // Another batch into the same folder has been faster.
      guard error.kind == .outputNotCreatable, destination.passesOver(target) else { throw error }
      try skip(target, of: simulations[0], &summary, &index)
      return 1
    }
    summary.notices += outcome.notices
    summary.pages += outcome.pages
    if let path = target.path { summary.outputs.append(path) }
    return 0
  }

  /// Leaves what is at `target`, and lists it.
  private func skip(
    _ target: ExportTarget, of simulation: Simulation, _ summary: inout ExportSummary,
    _ index: inout BatchIndex?
  ) throws(Failure) {
    guard let path = target.path else { return }
    if case .folder = target { TemporaryName.sweep(path) }
    try update(&index) { (index) throws(IndexError) in
      try index.keep(simulation.jobID, target, format: destination.exporter.name)
    }
    summary.notices.append(Notice(.detail, "\(path) exists: skipped."))
  }

  /// Streams the plan's pages to the exporter.
  private func write(
    _ plan: ExportPlan, _ axes: (names: [[String]], hasParticles: Bool)?, to target: ExportTarget,
    _ index: inout BatchIndex?
  ) async throws(Failure) -> (pages: Int, notices: [Notice]) {
    var outline = ExportOutline(
      simulations: plan.simulations, pageCount: plan.groups.count, creator: creator,
      writtenAt: writtenAt,
      provenance: request.provenance(command: command, store: catalog.url, files: catalog.files),
      warnings: (catalog.notices + plan.notices).warnings)
    if let axes { (outline.axisNames, outline.hasParticles) = (axes.names, axes.hasParticles) }
    let complete = outline
    var closing = PagesClosing()
    var folders: [String] = []
    do throws(any Error) {
      if case .folder(let path) = destination.target {
        folders = try OutputPlace.makeFolders(path)
      }
      try await catalog.withPages(
        plan, request, witness: PageAuditor(plan, request), report: report
      ) { next in
        _ = try await destination.exporter.export(
          complete, to: target, options: destination.options(threads: request.threads)
        ) {
          switch try await next() {
          case .page(let streamed): return .page(streamed.exported)
          case .end(let all):
            closing = all
            try await index?.begin(
              plan.simulations[0].jobIDs[0], target, format: destination.exporter.name, pages: all.pages,
              leftOut: all.notices.filter { $0.level == .leftOut }.map(\.text), findings: all.findings)
            return .end(PagesEnd(warnings: all.notices.warnings))
          }
        }
      }
      try await index?.finish()
      return (closing.pages, closing.notices)
    } catch {
      index?.abandon()
      OutputPlace.removeFolders(folders)
      throw Failure(any: error)
    }
  }
}

extension ExportTarget {
  var path: String? {
    switch self {
    case .file(let path), .folder(let path): path
    case .standardOutput: nil
    }
  }
}
