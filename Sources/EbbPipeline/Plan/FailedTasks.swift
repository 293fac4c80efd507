internal import EbbModel
package import EbbText

/// The FAILED tasks whose results were left out, by job: told of once, however many plans there are.
package struct FailedTasks: Sendable {
  private var jobs: [(name: String, tasks: TaskNumbers)] = []

  package init() {}

  mutating func add(_ job: String, _ numbers: Set<Int>) {
    if !numbers.isEmpty { jobs.append((job, TaskNumbers(numbers: numbers.sorted()))) }
  }

  package mutating func add(_ other: FailedTasks) { jobs += other.jobs }

  /// A warning: of one job with its tasks' numbers, of several with how many there are.
  package var notices: [Notice] {
    guard let first = jobs.first else { return [] }
    let count = jobs.reduce(0) { $0 + $1.tasks.count }
    let whose =
      jobs.count == 1
      ? "\(count == 1 ? "task" : "tasks") \(first.tasks.text)"
      : "\(Failure.count(count)) tasks of \(Failure.count(jobs.count)) simulations"
    return [
      Notice(
        .warning,
        "\(whose) FAILED: \(count == 1 ? "its" : "their") results are left out (see --include-failed)."
      )
    ]
  }
}
