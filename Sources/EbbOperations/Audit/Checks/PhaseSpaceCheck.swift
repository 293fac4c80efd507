internal import EbbModel
internal import EbbPipeline
internal import EbbText

/// Particles that cannot be: directions whose length is not 1, PDG numbers that are not whole, energies below 0.
struct PhaseSpaceCheck: Check {
  let name = "phase-space"
  let looksFor = "particles that cannot be: directions, numbers or energies"

  func remarks(on group: AuditedJob.Group, of job: AuditedJob) -> [Remark] {
    remark(on: group, of: job).map { [$0] } ?? []
  }

  private func remark(on group: AuditedJob.Group, of job: AuditedJob) -> Remark? {
    let faults = group.facts.compactMap(\.facts.particleFaults)
    func sum(_ count: (PageFacts.ParticleFaults) -> Int) -> Int { faults.reduce(0) { $0 + count($1) } }
    let (directions, numbers, energies) = (sum(\.directions), sum(\.numbers), sum(\.energies))
    let (unknown, nonFinite) = (sum(\.unknown), sum(\.nonFinite))
    var what: [String] = []
    if directions > 0 { what.append("\(counted(directions, "direction")) of another length than 1") }
    if numbers > 0 { what.append("\(counted(numbers, "PDG number")) that are not whole") }
    if unknown > 0 { what.append("\(counted(unknown, "PDG number")) of no particle") }
    if nonFinite > 0 { what.append("\(counted(nonFinite, "particle")) with a number that is not finite") }
    if energies > 0 { what.append("\(counted(energies, "energy")) below 0") }
    guard !what.isEmpty else { return nil }
    return Remark(
      .error, estimator: group.plan.estimatorName, page: group.plan.number,
      "the phase space has particles that cannot be: \(what.joined(separator: ", ")).",
      advice: "The file is damaged, or was read as another format: convert it again.")
  }
}
