internal import EbbModel
internal import EbbPipeline
internal import EbbText

/// Particles that cannot be: directions whose length is not 1, PDG numbers that are not whole, energies below 0.
struct PhaseSpaceCheck: Check {
  let name = "phase-space"

  func remarks(on job: AuditedJob) -> [Remark] {
    job.groups.compactMap { group in
      let faults = group.facts.compactMap(\.facts.particleFaults)
      let (directions, numbers, energies) = faults.reduce((0, 0, 0)) {
        ($0.0 + $1.directions, $0.1 + $1.numbers, $0.2 + $1.energies)
      }
      var what: [String] = []
      if directions > 0 { what.append("\(counted(directions, "direction")) of another length than 1") }
      if numbers > 0 { what.append("\(counted(numbers, "PDG number")) that are not whole") }
      if energies > 0 { what.append("\(counted(energies, "energy")) below 0") }
      guard !what.isEmpty else { return nil }
      return Remark(
        .error, estimator: group.plan.estimatorName, page: group.plan.number,
        "the phase space has particles that cannot be: \(what.joined(separator: ", ")).",
        advice: "The file is damaged, or was read as another format: convert it again.")
    }
  }
}
