package import EbbModel
internal import EbbPipeline
package import EbbText

/// What an export tells an audit: its tasks, and the findings that were written with its pages.
extension Audit {
  /// The findings in simulations whose contributions are combined already, the gravest first. Each page is read once, so
  /// that damaged ones are found too.
  /// - Returns: beside the findings of each simulation what there is to say of all.
  package func run(
    ofCombined simulations: [Simulation]
  ) async throws(Failure) -> (findings: [[Finding]], notices: [Notice]) {
    var request = Self.request(byteLimit: byteLimit, threads: threads)
    // Those of an export are left out already, or taken.
    request.includeFailed = false
    request.keepGoing = true
    var findings: [[Finding]] = []
    var notices: [Notice] = []
    for simulation in simulations {
      let plan = try await catalog.plan(of: [simulation], request)
      let tasks = plan.simulations.first?.tasks.map(\.task) ?? []
      var found = Self.remarks(on: tasks, of: simulation).map { check, remark in
        Finding(remark, of: check, in: simulation.jobID)
      }
      let read = try await catalog.forEachPage(of: [simulation], request) { loaded in
        found += loaded.page.findings.map { finding in
          Finding(
            Remark(
              finding.severity, estimator: loaded.estimator.name, page: loaded.page.number, finding.message,
              advice: "'ebb check' of what this was exported from tells what to do."),
            of: finding.check, in: simulation.jobID)
        }
      }
      notices += simulations.count > 1 ? read.naming(simulation.jobID) : read
      findings.append(Self.ordered(found))
      for warning in plan.simulations.flatMap(\.warnings) {
        let notice = Notice(.warning, "when this was written: \(warning)")
        if !notices.contains(notice) { notices.append(notice) }
      }
    }
    notices.append(
      Notice(
        .warning,
        "an export holds no contributions: this is what was found in them when it was written, and what its tasks show."
      ))
    return (findings, notices)
  }

  /// The remarks that tasks alone allow, with the names of their checks.
  private static func remarks(
    on tasks: [SimulationTask], of simulation: Simulation
  ) -> [(check: String, Remark)] {
    let rows = JobRows(simulation: simulation, tasks: tasks, rows: [], metadata: [:], pages: [])
    let job = AuditedJob(stored: rows, input: .none, brokenMetadata: [], groups: [], content: nil)
    let (failed, lost) = (FailedTasksCheck(), LostPrimariesCheck())
    return failed.remarks(onExportOf: job).map { (failed.name, $0) }
      + lost.remarks(onRows: job).map { (lost.name, $0) }
  }
}
