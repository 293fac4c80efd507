internal import EbbFiles
internal import EbbModel
internal import EbbPipeline
internal import EbbText

/// All that is known of a job: what the checks look at.
struct AuditedJob: Sendable {
  /// A page's contributions.
  struct Group: Sendable {
    var plan: PageGroup
    /// In the order of the plan's contributions.
    private(set) var contents: [Content] = []
    /// The contributions that could be read. Every check asks for them.
    var facts: [(contribution: Contribution, facts: PageFacts)] = []
    /// What the page is, by the first contribution with data.
    private(set) var interpretation: PageInterpretation?
    /// The axes of that one that are not stored as they are.
    private(set) var axisFaults: [PageFacts.AxisFault] = []
    /// The error in which contributions disagree.
    var disagreement: Failure?
    /// The variance of counts over what chance alone makes it, over all bins; `nil` where they are no counts, or of one
    /// contribution.
    var dispersion: Double?
    /// Contributions that have histories in common.
    private(set) var sharedHistories: [SharedHistories] = []

    /// Whether all contributions to the page are looked at.
    var isWhole = true

    /// Whether others are appended to it, with which it is looked at.
    private var isPart: Bool
    private var isClosed = false

    init(plan: PageGroup, isPart: Bool = false) {
      self.plan = plan
      self.isPart = isPart
    }

    /// Takes what the plan's next contribution is.
    mutating func add(_ outcome: ContributionOutcome, _ contribution: Contribution) {
      switch outcome {
      case .failure(let error):
        contents.append(.broken(Failure(error, at: PageLocation(contribution, of: plan))))
      case .success(nil): contents.append(.empty)
      case .success(let page?):
        contents.append(.page)
        // All have the same axes and meaning.
        let interpretation = interpretation ?? page.interpretation
        if self.interpretation == nil {
          self.interpretation = interpretation
          axisFaults = PageFacts.faults(of: page, interpretation.axes)
        }
        let primaries = plan.contributions.count > 1 || isPart ? contribution.primaries : nil
        facts.append((contribution, PageFacts(page, primaries: primaries, as: interpretation)))
      }
    }

    /// Takes the contributions of a group that is looked at as one with it.
    mutating func append(_ other: Group) {
      plan.contributions += other.plan.contributions
      contents += other.contents
      facts += other.facts
      isPart = false
    }

    /// Draws what is to be drawn from all contributions together, and forgets what was kept for that alone. Once.
    mutating func close() {
      guard rule == .mean, !isPart, !isClosed else { return }
      isClosed = true
      sharedHistories = SharedHistories.find(in: facts)
      for index in facts.indices { facts[index].facts.marks = [] }
    }

    var rule: AggregationRule? { interpretation?.rule }
  }

  enum Content: Sendable {
    case page
    case empty
    case broken(Failure)
  }

  /// The primaries that the input asks for, or why they are not known.
  enum Input: Sendable, Equatable {
    case none
    /// A row, whose data are NULL or empty.
    case empty
    case broken(Failure)
    /// `number_of_all_primaries`, where it is there.
    case primaries(Int64?)
  }

  let stored: JobRows
  let input: Input
  /// Estimators whose metadata cannot be read.
  let brokenMetadata: [Failure]
  var groups: [Group]
  let completedTasks: [SimulationTask]
  /// The rows that hold a whole job's result.
  let wholeRows: [StoredEstimator]
  /// The weight that the platform's running mean gives to each completed task: it counts those that failed too. Of
  /// the task at place i the mean becomes (i·mean + x)/(i + 1), and the first to have results is taken as it is.
  let platformWeights: [Double]

  /// The number of rows of pages.
  private let rowCount: Int
  /// The names that rows give their pages, where a database has them.
  let rowNames: [PageID: String]
  /// The meshes of the macro in the input, by the names of estimators.
  let meshes: [String: MacroMesh]
  /// The outputs that the project in the input asks for.
  let outputs: [String]
  /// The seeds of its tasks, where its input states one.
  let seeds: ReplicaSeeds?

  /// The jobs that pages are combined of, by their ids, where there are several.
  var combined: [String: AuditedJob] = [:]

  var tasks: [SimulationTask] { stored.tasks }
  var isPlainMean: Bool { stored.isPlainMean }

  /// - Parameters:
  ///   - meshes: those of the input's macro, where that is known without its content.
  ///   - tellsRows: whether rows' names, the project's outputs and seeds are looked at, by checks whose findings no
  ///     export tells.
  init(
    stored: JobRows, input: Input, brokenMetadata: [Failure], groups: [Group],
    content: SimulationInput? = nil, meshes: [String: MacroMesh]? = nil, tellsRows: Bool = true
  ) {
    self.meshes = meshes ?? content?.meshes ?? [:]
    let told = tellsRows ? content : nil
    outputs = told?.project.map(ProjectOutputs.names) ?? []
    seeds = told.flatMap { ReplicaSeeds(stored.simulation, tasks: stored.tasks, input: $0) }
    self.stored = stored
    self.input = input
    self.brokenMetadata = brokenMetadata
    self.groups = groups
    // Files of results have no names but the pages' own.
    rowNames = Dictionary(
      (tellsRows ? stored.estimators : []).flatMap(\.pages).compactMap { page in
        page.origin == nil ? page.name.map { (page.id, $0) } : nil
      }, uniquingKeysWith: { first, _ in first })
    rowCount = stored.estimators.reduce(0) { $0 + $1.pages.count }
    completedTasks = stored.tasks.filter { $0.state == .completed }
    wholeRows = stored.estimators.filter { stored.isWholeJob($0.name) }
    platformWeights = Self.platformWeights(stored.tasks)
  }

  /// The job that a contribution is of.
  func job(_ contribution: Contribution) -> AuditedJob { combined[contribution.jobID] ?? self }

  /// Whether pages are combined of several jobs.
  var isCombined: Bool { !combined.isEmpty }

  /// The number of contributions to all pages: in so many places chance may have its way.
  var looks: Int { combined.isEmpty ? rowCount : combined.values.reduce(0) { $0 + $1.rowCount } }

  /// From the last task to the first, since each takes its share from all before it.
  private static func platformWeights(_ tasks: [SimulationTask]) -> [Double] {
    let places = tasks.indices.filter { tasks[$0].state == .completed }
    var weights: [Double] = []
    var left = 1.0
    for (index, place) in places.enumerated().reversed() {
      let share = index == 0 ? 1 : 1 / Double(place + 1)
      weights.append(left * share)
      left *= 1 - share
    }
    return weights.reversed()
  }

  /// The number of contributions of equal weight whose mean is as good: 1/Σw² (L. Kish, "Survey Sampling", 1965).
  static func effectiveCount(_ weights: [Double]) -> Double {
    let sum = weights.reduce(0, +)
    return sum * sum / weights.reduce(0) { $0 + $1 * $1 }
  }
}

/// Names as many tasks as a line holds.
let maxTasks = 12

/// "task 3", "tasks 1, 2 and 4", no more than a line holds.
func taskList(_ numbers: [Int]) -> String { taskList(numbers, of: numbers.count) }

/// The same of `count` tasks, of which the first are given.
func taskList(_ numbers: [Int], of count: Int) -> String {
  guard numbers.count > 1, let last = numbers.last else {
    return numbers.first.map { "task \($0)" } ?? "no task"
  }
  guard count <= maxTasks else {
    return "\(Failure.count(count)) tasks (\(numbers.prefix(6).map(String.init).joined(separator: ", ")), …)"
  }
  return "tasks " + numbers.dropLast().map(String.init).joined(separator: ", ") + " and \(last)"
}

/// "1 page", "1,200 pages".
func counted(_ count: Int, _ noun: String) -> String {
  "\(Failure.count(count)) \(noun)\(count == 1 ? "" : "s")"
}
