internal import ArgumentParser
internal import EbbModel
internal import EbbPipeline

/// The tasks of a job whose results an export takes, for parts that ebb merge puts together.
struct TaskOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Only the results of these tasks: 1-100,205, or 2/8, the second of eight runs of them.",
      valueName: "tasks"),
    transform: Self.choice)
  var tasks: TaskChoice?

  @Option(
    help: ArgumentHelp(
      "All tasks that the job has, for parts of files, which do not say it: ebb merge then names what is missing.",
      valueName: "tasks"),
    transform: Self.numbers)
  var allTasks: TaskNumbers?

  func apply(to request: inout PageRequest) {
    request.tasks = tasks
    request.allTasks = allTasks
  }

  private static func choice(_ text: String) throws -> TaskChoice {
    guard let choice = TaskChoice(text: text) else {
      throw ValidationError("'\(text)' selects no tasks; try 1-100, 1-50,53 or 2/8.")
    }
    return choice
  }

  private static func numbers(_ text: String) throws -> TaskNumbers {
    guard let numbers = TaskNumbers(text: text), numbers.ranges.first.map({ $0.lowerBound >= 0 }) == true
    else {
      throw ValidationError("'\(text)' lists no tasks; try 1-1000.")
    }
    return numbers
  }
}
