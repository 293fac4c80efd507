internal import EbbCodec
package import EbbModel
package import EbbPipeline
internal import EbbStore
package import EbbText

extension Catalog {
  /// The findings of every check in a simulation, the gravest first. Each page is read once.
  package func findings(
    in simulation: Simulation, byteLimit: Int, threads: Int
  ) async throws(Failure) -> [Finding] {
    try await findings(in: [simulation], byteLimit: byteLimit, threads: threads)[0]
  }

  /// The same of several simulations, which are read together and looked at one by one.
  package func findings(
    in simulations: [Simulation], byteLimit: Int, threads: Int
  ) async throws(Failure) -> [[Finding]] {
    var reader = SimulationReader(simulations, from: store, byteLimit: byteLimit, details: true)
    var findings: [[Finding]] = []
    for simulation in simulations {
      let job = try await audited(simulation, from: &reader, byteLimit: byteLimit, threads: threads)
      findings.append(try Self.findings(in: job))
    }
    return findings
  }

  private static func findings(in job: AuditedJob) throws(Failure) -> [Finding] {
    var findings: [Finding] = []
    for check in checks {
      try Failure.checkCancellation()
      findings += check.remarks(on: job).map { remark in
        Finding(
          severity: remark.severity, simulation: job.stored.simulation.jobID, check: check.name,
          estimator: remark.estimator, page: remark.page, message: remark.message.printable,
          advice: remark.advice.printable)
      }
    }
    return Finding.Severity.allCases.flatMap { severity in findings.filter { $0.severity == severity } }
  }

  func audited(
    _ simulation: Simulation, from reader: inout SimulationReader, byteLimit: Int, threads: Int
  ) async throws(Failure) -> AuditedJob {
    var broken: [Failure] = []
    let stored = try await reader.stored(simulation) { broken.append($0) }
    var request = ExportRequest()
    request.includeFailed = true
    request.byteLimit = byteLimit
    request.threads = threads
    let plan = try ExportPlan.make(for: [stored], request: request)
    var visitor = AuditVisitor()
    try await visit(plan.groups, request, with: &visitor)
    let (input, content) = try await input(of: simulation, from: &reader.inputs)
    return AuditedJob(
      stored: stored, input: input, brokenMetadata: broken, groups: visitor.groups,
      meshes: content?.meshes ?? [:],
      outputs: content?.project.map(ProjectOutputs.names) ?? [])
  }

  private func input(
    of simulation: Simulation, from reader: inout InputReader
  ) async throws(Failure) -> (AuditedJob.Input, SimulationInput?) {
    do throws(StoreError) {
      let rows = try await reader.rows(of: simulation.id)
      guard let row = rows.first else { return (.none, nil) }
      if row.json != nil {
        // What a file of the web interface has: its own primaries are those of the tasks.
        let content = try? await self.input(in: rows, of: simulation, byteLimit: reader.byteLimit)
        return (.primaries(nil), content)
      }
      guard let data = row.compressedData, !data.isEmpty else { return (.empty, nil) }
      do throws(PageDataError) {
        let members = try await PageDecoder(byteLimit: reader.byteLimit).metadata(data)
        let content = try? await self.input(in: rows, of: simulation, byteLimit: reader.byteLimit)
        return (.primaries(members.integer("number_of_all_primaries")), content)
      } catch {
        return (.broken(Failure(error, ofDocument: "the input (row \(row.id.rawValue))")), nil)
      }
    } catch {
      throw Failure(error)
    }
  }
}
