internal import EbbModel
internal import EbbPipeline
internal import EbbText

/// Axes of Geant4's meshes that lie one bin off the mesh of the macro in the same file.
struct MeshCheck: Check {
  let name = "mesh"
  let looksFor = """
    axes of Geant4 that lie off the mesh of the macro in the same file: `--repair axes` puts them \
    right
    """

  func handling(by request: PageRequest) -> Handling { request.repairsAxes ? .settled : .passedOn }

  func remarks(onPages job: AuditedJob) -> [Remark]? {
    guard !job.meshes.isEmpty else { return [] }
    let groups = Dictionary(grouping: job.groups) { $0.plan.estimatorName }
    return job.stored.names.compactMap { remark($0, groups[$0] ?? [], job) }
  }

  func remarks(on group: AuditedJob.Group, of job: AuditedJob) -> [Remark] {
    [remark(group.plan.estimatorName, [group], job)].compactMap(\.self)
  }

  private func remark(_ estimator: String, _ groups: [AuditedJob.Group], _ job: AuditedJob) -> Remark? {
    guard let mesh = job.meshes[estimator] else { return nil }
    var shifts: [String: String] = [:]
    for group in groups {
      for axis in group.interpretation?.axes ?? [] {
        guard let right = mesh.firstCentre(of: axis) else { continue }
        shifts[axis.name] =
          "axis \(axis.name) begins at \(axis.centres[0]) \(axis.unit), in the macro at \(right)"
      }
    }
    guard !shifts.isEmpty else { return nil }
    return Remark(
      .error, estimator: estimator,
      shifts.sorted { $0.key < $1.key }.map(\.value).joined(separator: "; ") + ".",
      advice: "Write the mesh of the macro with 'ebb export --repair axes'.")
  }
}
