internal import EbbModel
internal import EbbPipeline
internal import EbbText

/// Axes of Geant4's meshes that lie one bin off the mesh of the macro in the same file.
struct MeshCheck: Check {
  let name = "mesh"

  func remarks(on job: AuditedJob) -> [Remark] {
    guard !job.meshes.isEmpty else { return [] }
    return job.stored.names.compactMap { estimator in
      guard let mesh = job.meshes[estimator] else { return nil }
      var shifts: [String: String] = [:]
      for group in job.groups where group.plan.estimatorName == estimator {
        for axis in group.facts.first?.facts.axes ?? [] {
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
}
