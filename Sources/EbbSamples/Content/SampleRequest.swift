/// The options of what is generated.
package struct SampleRequest: Sendable, Equatable {
  package var seed: UInt64
  /// The number of tasks of the job with the tasks' own results.
  package var tasks: Int
  /// The factor by which the meshes have more Z bins.
  package var scale: Int
  /// Without what the platform and its converter do to results: no task fails or ends early but in the job that failed,
  /// nothing is merged, no primaries are lost, axes have their units.
  package var isClean: Bool

  package init(seed: UInt64 = 1, tasks: Int = 12, scale: Int = 1, isClean: Bool = false) {
    self.seed = seed
    self.tasks = tasks
    self.scale = scale
    self.isClean = isClean
  }

  package static let taskRange = 3...9999
  package static let scaleRange = 1...1000

  package var isValid: Bool {
    Self.taskRange.contains(tasks) && Self.scaleRange.contains(scale)
  }
}
