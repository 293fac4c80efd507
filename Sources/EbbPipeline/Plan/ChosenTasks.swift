internal import EbbModel
internal import EbbText

/// The tasks of a simulation that a request takes, and all that it has.
struct ChosenTasks: Sendable {
  var jobID: String
  var tasks: TaskNumbers
  /// Those that the request lists, else those that the source knows or has results of.
  var all: TaskNumbers

  /// By simulation; `nil` where the request takes all that there are.
  static func of(_ scope: [JobRows], _ request: PageRequest) throws(Failure) -> [SimulationID: ChosenTasks]? {
    guard request.tasks != nil || request.allTasks != nil else { return nil }
    var chosen: [SimulationID: ChosenTasks] = [:]
    for stored in scope {
      let found = TaskNumbers(numbers: stored.estimators.compactMap(\.taskNumber))
      let known = found.union(TaskNumbers(numbers: stored.tasks.map(\.number)))
      let jobID = stored.simulation.jobID
      guard !found.isEmpty else { throw .noTaskResults(jobID) }
      let all = request.allTasks ?? known
      let strangers = found.subtracting(all)
      guard strangers.isEmpty else { throw .strangeTasks(strangers, of: jobID) }
      let tasks = request.tasks?.chosen(of: all) ?? all
      guard !tasks.intersection(found).isEmpty else {
        throw .noChosenTasks(request.tasks?.text ?? all.text, of: jobID, has: found)
      }
      chosen[stored.simulation.id] = ChosenTasks(jobID: jobID, tasks: tasks, all: all)
    }
    return chosen
  }
}

extension Failure {
  fileprivate static func noTaskResults(_ job: String) -> Failure {
    Failure(
      .notFound, "no result of simulation \(quoted(job)) says which task it is of.",
      advice: "The platform has put the tasks of a DIRECT job together; leave --tasks and --all-tasks out.")
  }

  fileprivate static func strangeTasks(_ tasks: TaskNumbers, of job: String) -> Failure {
    Failure(
      .usage,
      "simulation \(quoted(job)) has results of tasks \(tasks.text), which --all-tasks does not list.",
      advice: "List all tasks that the job has, such as --all-tasks 1-1000.")
  }

  fileprivate static func noChosenTasks(_ asked: String, of job: String, has tasks: TaskNumbers) -> Failure {
    Failure(
      .notFound, "simulation \(quoted(job)) has no results of tasks \(asked).",
      advice: "It has those of tasks \(tasks.text).")
  }
}
