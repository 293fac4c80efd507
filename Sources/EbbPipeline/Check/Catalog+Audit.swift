internal import EbbCodec
package import EbbModel
internal import EbbStore

extension Catalog {
  /// What every check finds in a simulation, the gravest first. Each page is read once.
  package func findings(
    in simulation: Simulation, byteLimit: Int, threads: Int
  ) async throws(Failure) -> [Finding] {
    let job = try await audited(simulation, byteLimit: byteLimit, threads: threads)
    let findings = checks.flatMap { check in
      check.remarks(on: job).map { remark in
        Finding(
          severity: remark.severity, simulation: simulation.jobID, check: check.name,
          estimator: remark.estimator, page: remark.page, message: remark.message.printable,
          advice: remark.advice.printable)
      }
    }
    return Finding.Severity.allCases.flatMap { severity in findings.filter { $0.severity == severity } }
  }

  func audited(
    _ simulation: Simulation, byteLimit: Int, threads: Int
  ) async throws(Failure) -> AuditedJob {
    var broken: [Failure] = []
    let stored = try await stored(simulation) { broken.append($0) }
    var request = ExportRequest()
    request.includeFailed = true
    request.byteLimit = byteLimit
    request.threads = threads
    let plan = try ExportPlan.make(for: [stored], request: request)
    var visitor = AuditVisitor()
    try await visit(plan.groups, request, with: &visitor)
    return AuditedJob(
      stored: stored, input: try await input(of: simulation), brokenMetadata: broken, groups: visitor.groups)
  }

  private func input(of simulation: Simulation) async throws(Failure) -> AuditedJob.Input {
    do throws(StoreError) {
      guard let input = try await store.inputs(of: simulation.id).first else { return .none }
      guard let data = input.compressedData, !data.isEmpty else { return .empty }
      do throws(PageDataError) {
        let members = try await PageDecoder(byteLimit: 1 << 26).metadata(data)
        return .primaries(members.integer("number_of_all_primaries"))
      } catch {
        return .broken(Failure(error, place: "the input (row \(input.id.rawValue))"))
      }
    } catch {
      throw Failure(error)
    }
  }
}
