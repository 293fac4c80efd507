internal import EbbModel
package import EbbText

/// The FAILED tasks whose results were left out, by job: told of once, however many plans there are.
package struct FailedTasks: Sendable {
  private var jobs: [(name: String, tasks: TaskNumbers)] = []
  /// Jobs with their tasks as they stand above, each once.
  private var known: Set<String> = []
  /// The number of jobs that were looked at, with FAILED tasks or without.
  private var count = 0
  private var namesJobs = false

  package init() {}

  /// - Parameter isNamed: whether the job is named though it is the only one.
  mutating func add(_ job: String, _ numbers: Set<Int>, isNamed: Bool) {
    count += 1
    if isNamed { namesJobs = true }
    if !numbers.isEmpty { add(job, TaskNumbers(numbers: numbers.sorted())) }
  }

  private mutating func add(_ job: String, _ tasks: TaskNumbers) {
    if known.insert("\(job) \(tasks.text)").inserted { jobs.append((job, tasks)) }
  }

  package mutating func add(_ other: FailedTasks) {
    for job in other.jobs { add(job.name, job.tasks) }
    count += other.count
    namesJobs = namesJobs || other.namesJobs
  }

  /// A warning: of a few jobs with their tasks' numbers, of more with how many there are. Of several jobs each is named.
  package var notices: [Notice] {
    guard !jobs.isEmpty else { return [] }
    let total = jobs.reduce(0) { $0 + $1.tasks.count }
    let whose =
      if jobs.count > 3 {
        "\(Failure.count(total)) tasks of \(Failure.count(jobs.count)) simulations (\(Failure.few(jobs.map(\.name))))"
      } else {
        jobs.map { job in
          "\(job.tasks.count == 1 ? "task" : "tasks") \(job.tasks.text)"
            + (namesJobs || count > 1 ? " of \(job.name)" : "")
        }.joined(separator: ", ")
      }
    return [
      Notice(
        .warning,
        "\(whose) FAILED: \(total == 1 ? "its" : "their") results are left out (see --include-failed).")
    ]
  }
}
