internal import EbbModel
internal import EbbPipeline

/// The time for which the tasks of contributions ran, in seconds.
struct RunTimes: Sendable {
  private var tasks: [String: [Int: Double]] = [:]
  private var jobs: [String: Double] = [:]

  init(_ simulations: [JobRows]) {
    for stored in simulations {
      var times: [Int: Double] = [:]
      for task in stored.tasks {
        guard let start = task.startTime, let end = task.endTime, end > start else { continue }
        times[task.number] = end.seconds(since: start)
      }
      let completed = stored.tasks.filter { $0.state == .completed }.map { times[$0.number] }
      let known = completed.compactMap { $0 }
      tasks[stored.simulation.jobID] = times
      if !known.isEmpty, known.count == completed.count {
        jobs[stored.simulation.jobID] = known.reduce(0, +)
      }
    }
  }

  /// The time of a task, or of all completed tasks of a whole job; `nil` where the store does not say.
  func seconds(of contribution: Contribution) -> Double? {
    contribution.task.map { tasks[contribution.jobID]?[$0] } ?? jobs[contribution.jobID]
  }
}
