internal import EbbModel

/// All that is known of a job: what the checks look at.
struct AuditedJob: Sendable {
  /// A page's contributions.
  struct Group: Sendable {
    var plan: PageGroup
    /// In the order of the plan's contributions.
    var contents: [Content] = []
    /// How contributions disagree.
    var disagreement: Failure?

    /// The contributions that could be read.
    var facts: [(contribution: Contribution, facts: PageFacts)] {
      zip(plan.contributions, contents).compactMap { contribution, content in
        if case .page(let facts) = content { (contribution, facts) } else { nil }
      }
    }

    var rule: AggregationRule? { facts.first?.facts.rule }
  }

  enum Content: Sendable {
    case page(PageFacts)
    case empty
    case broken(Failure)
  }

  /// What the input says.
  enum Input: Sendable, Equatable {
    case none
    /// A row, whose data are NULL or empty.
    case empty
    case broken(Failure)
    /// `number_of_all_primaries`, where it is there.
    case primaries(Int64?)
  }

  var stored: StoredSimulation
  var input: Input
  /// Estimators whose metadata cannot be read.
  var brokenMetadata: [Failure]
  var groups: [Group]

  var tasks: [SimulationTask] { stored.tasks }
  var completedTasks: [SimulationTask] { stored.tasks.filter { $0.state == .completed } }

  /// The rows that hold a whole job's result.
  var wholeRows: [StoredEstimator] { stored.estimators.filter { stored.isWholeJob($0.name) } }

  /// Whether the platform made the plain mean of the tasks' results, as it does in DIRECT jobs: `number_of_primaries`
  /// stays the first task's then.
  var isPlainMean: Bool {
    guard stored.simulation.platform == .direct, completedTasks.count > 1 else { return false }
    let stated = wholeRows.compactMap { $0.metadata.integer("number_of_primaries") }
    return !wholeRows.isEmpty && !stated.contains { $0 == stored.completedPrimaries }
  }

  /// The weight that the platform's running mean gives to each completed task: it counts those that failed too. Of
  /// the task at place i the mean becomes (i·mean + x)/(i + 1), and the first to have results is taken as it is.
  var platformWeights: [Double] {
    var weights: [Double] = []
    for (place, task) in tasks.enumerated() where task.state == .completed {
      let share = weights.isEmpty ? 1 : 1 / Double(place + 1)
      for index in weights.indices { weights[index] *= 1 - share }
      weights.append(share)
    }
    return weights
  }

  /// How many contributions of equal weight have a mean that is as good: 1/Σw² (L. Kish, "Survey Sampling", 1965).
  static func effectiveCount(_ weights: [Double]) -> Double {
    let sum = weights.reduce(0, +)
    return sum * sum / weights.reduce(0) { $0 + $1 * $1 }
  }
}

/// "task 3", "tasks 1, 2 and 4", no more than a line holds.
func taskList(_ numbers: [Int]) -> String {
  guard numbers.count > 1, let last = numbers.last else {
    return numbers.first.map { "task \($0)" } ?? "no task"
  }
  guard numbers.count <= 12 else {
    return
      "\(Failure.count(numbers.count)) tasks (\(numbers.prefix(6).map(String.init).joined(separator: ", ")), …)"
  }
  return "tasks " + numbers.dropLast().map(String.init).joined(separator: ", ") + " and \(last)"
}

/// "1 page", "1,200 pages".
func counted(_ count: Int, _ noun: String) -> String {
  "\(Failure.count(count)) \(noun)\(count == 1 ? "" : "s")"
}
