internal import EbbCodec
package import EbbModel
package import EbbPipeline
internal import EbbStore
package import EbbText

/// Holds every check against simulations.
package struct Audit: Sendable {
  let catalog: Catalog
  let byteLimit: Int
  let threads: Int

  package init(of catalog: Catalog, byteLimit: Int, threads: Int) {
    self.catalog = catalog
    self.byteLimit = byteLimit
    self.threads = threads
  }

  /// The findings of every check in each simulation, the gravest first. Simulations are read together and looked at one
  /// by one; each page is read once.
  package func run(_ simulations: [Simulation]) async throws(Failure) -> [[Finding]] {
    try catalog.requireContributions("an audit looks at")
    var reader = SimulationReader(simulations, from: catalog.store, byteLimit: byteLimit, details: true)
    var findings: [[Finding]] = []
    var digests: [JobDigest] = []
    for simulation in simulations {
      let job = try await audited(simulation, from: &reader)
      findings.append(try Self.findings(in: job))
      if simulations.count > 1 { digests.append(JobDigest(job)) }
    }
    for check in jobsChecks where !digests.isEmpty {
      try Failure.checkCancellation()
      for (index, remarks) in check.remarks(on: digests).enumerated() where !remarks.isEmpty {
        let added = remarks.map { Finding($0, of: check.name, in: digests[index].jobID) }
        findings[index] = Self.ordered(findings[index] + added)
      }
    }
    return findings
  }

  static func findings(in job: AuditedJob) throws(Failure) -> [Finding] {
    var findings: [Finding] = []
    for check in checks {
      try Failure.checkCancellation()
      findings += check.remarks(on: job).map {
        Finding($0, of: check.name, in: job.stored.simulation.jobID)
      }
    }
    return ordered(findings)
  }

  /// The gravest first.
  static func ordered(_ findings: [Finding]) -> [Finding] {
    FindingSeverity.allCases.flatMap { severity in findings.filter { $0.severity == severity } }
  }

  func audited(
    _ simulation: Simulation, from reader: inout SimulationReader
  ) async throws(Failure) -> AuditedJob {
    var broken: [Failure] = []
    let stored = try await reader.rows(of: simulation) { broken.append($0) }
    let request = Self.request(byteLimit: byteLimit, threads: threads)
    let plan = try ExportPlan.make(for: [stored], request: request)
    var visitor = AuditVisitor()
    try await catalog.visit(plan.groups, request, with: &visitor)
    let rows = try await inputRows(of: simulation, from: &reader.inputs)
    return try await job(stored, broken, visitor.groups, inputs: rows)
  }

  /// The request of an audit: everything.
  static func request(byteLimit: Int, threads: Int) -> PageRequest {
    var request = PageRequest()
    request.includeFailed = true
    request.byteLimit = byteLimit
    request.threads = threads
    return request
  }

  /// - Parameters:
  ///   - broken: the metadata that could not be read.
  ///   - groups: what was found in the pages.
  ///   - inputs: the rows of its input.
  func job(
    _ stored: JobRows, _ broken: [Failure], _ groups: [AuditedJob.Group], inputs: [Input]
  ) async throws(Failure) -> AuditedJob {
    let (input, content) = await input(of: stored.simulation, in: inputs)
    return AuditedJob(
      stored: stored, input: input, brokenMetadata: broken, groups: groups, content: content)
  }

  /// The rows of a simulation's input.
  func inputRows(
    of simulation: Simulation, from reader: inout InputReader
  ) async throws(Failure) -> [Input] {
    do throws(StoreError) {
      return try await reader.rows(of: simulation.id)
    } catch {
      throw Failure(error)
    }
  }

  private func input(
    of simulation: Simulation, in rows: [Input]
  ) async -> (AuditedJob.Input, SimulationInput?) {
    guard let row = rows.first else { return (.none, nil) }
    if row.json != nil {
      // What a file of the web interface has: its own primaries are those of the tasks.
      return (.primaries(nil), try? await catalog.input(in: rows, of: simulation, byteLimit: byteLimit))
    }
    guard let data = row.compressedData, !data.isEmpty else { return (.empty, nil) }
    do throws(PageDataError) {
      let members = try await PageDecoder(byteLimit: byteLimit).metadata(data)
      let content = try? await catalog.input(in: rows, of: simulation, byteLimit: byteLimit)
      return (.primaries(members.integer("number_of_all_primaries")), content)
    } catch {
      return (.broken(Failure(error, ofDocument: "the input (row \(row.id.rawValue))")), nil)
    }
  }
}
