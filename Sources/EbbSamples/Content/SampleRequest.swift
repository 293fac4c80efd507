/// What is to be generated.
package struct SampleRequest: Sendable, Equatable {
  package var seed: UInt64
  /// How many tasks the job with the tasks' own results has.
  package var tasks: Int
  /// How many times as many Z bins the meshes have.
  package var scale: Int

  package init(seed: UInt64 = 1, tasks: Int = 12, scale: Int = 1) {
    self.seed = seed
    self.tasks = tasks
    self.scale = scale
  }

  package static let taskRange = 3...9999
  package static let scaleRange = 1...1000

  package var isValid: Bool {
    Self.taskRange.contains(tasks) && Self.scaleRange.contains(scale)
  }
}
