internal import EbbModel

/// A file's content, as a reader finds it before any page is read.
struct FileListing: Sendable {
  private(set) var simulations: [ResultSimulation] = []
  /// Pages of partial results; estimators stand in their simulation.
  private(set) var parts: [PartialFile.Page] = []
  private(set) var exports: [HDF5Export.Page] = []
  /// The paths of groups that are pages without a state, or damaged.
  private(set) var badParts: [String] = []

  /// An estimator, and its group in the simulation's.
  private var estimator: (group: String, described: ResultEstimator)?
  /// The group of the simulation.
  private var group = ""

  init(parts answer: inout AnswerReader) throws(AnswerError) { try read(&answer, isPart: true) }

  init(exports answer: inout AnswerReader) throws(AnswerError) { try read(&answer, isPart: false) }

  private mutating func read(_ answer: inout AnswerReader, isPart: Bool) throws(AnswerError) {
    /// Whether the estimator stands in its simulation.
    var isAdded = false
    while true {
      var message = try answer.message()
      switch message.kind {
      case .simulation:
        group = try message.text()
        simulations.append(try Self.simulation(named: group, &message))
        estimator = nil
      case .estimator:
        let group = try message.text()
        guard !simulations.isEmpty else { throw .nonsense }
        let name = try message.text()
        let task = try message.optionalNumber().flatMap { Int(exactly: $0) }
        estimator = (group, ResultEstimator(name: name, task: task, metadata: try message.metadata()))
        isAdded = false
      case .part where isPart:
        guard let estimator else { throw .nonsense }
        let last = simulations.count - 1
        let path = [group, estimator.group, try message.text()]
        let number = try message.integer()
        guard let sources = try AnswerReader.sources(&message) else {
          badParts.append(path.joined(separator: "/"))
          break
        }
        if !isAdded { simulations[last].estimators.append(estimator.described) }
        isAdded = true
        parts.append(
          PartialFile.Page(
            simulation: last, estimator: simulations[last].estimators.count - 1, number: number,
            sources: sources, path: path))
      case .badPage where isPart:
        guard let estimator else { throw .nonsense }
        badParts.append([group, estimator.group, try message.text()].joined(separator: "/"))
      case .page where !isPart, .badPage where !isPart:
        guard let estimator else { throw .nonsense }
        let path = [group, estimator.group, try message.text()]
        let name =
          message.kind == .badPage
          ? nil
          : PageName(
            number: try message.integer(), quantity: try message.text(), filter: try message.optionalText())
        exports.append(
          HDF5Export.Page(
            simulation: simulations.count - 1, estimator: estimator.described, name: name, path: path))
      case .end:
        try message.finish()
        return
      default: throw .nonsense
      }
      try message.finish()
    }
  }

  private static func simulation(
    named group: String, _ message: inout MessageParser
  ) throws(AnswerError) -> ResultSimulation {
    let jobIDs = try message.texts()
    let (title, simulator, platform) = (
      try message.optionalText(), try message.optionalText(), try message.optionalText()
    )
    let state = try message.optionalText().map { JobState($0) }
    let start = try message.optionalText().flatMap { Instant(text: $0) }
    let end = try message.optionalText().flatMap { Instant(text: $0) }
    var simulation = ResultSimulation(
      name: jobIDs.count == 1 ? jobIDs[0] : group, jobIDs: jobIDs, title: title ?? group,
      simulator: simulator, platform: platform, state: state,
      taskCount: try message.optionalNumber().flatMap { Int(exactly: $0) },
      simulatedPrimaries: try message.optionalNumber(), startTime: start, endTime: end, estimators: [])
    let members = try message.metadata().entries
    simulation.origin = Metadata(origin: members)
    simulation.inputSums =
      members.first { $0.name == "input_sha256" }?.value.split(separator: ", ").map(String.init) ?? []
    simulation.simulatorVersion = members.first { $0.name == "simulator_version" }?.value
    simulation.warnings = try message.texts()
    let lines = try message.texts()
    let states = try message.texts()
    for (index, line) in lines.enumerated() {
      let numbers = line.split(separator: " ").compactMap { Int64($0) }
      guard numbers.count == 3, let number = Int(exactly: numbers[0]) else { continue }
      simulation.tasks.append(
        ResultTask(
          jobID: simulation.jobIDs.first ?? simulation.name, number: number, requested: numbers[1],
          simulated: numbers[2], state: index < states.count ? JobState(states[index]) : .unstated))
    }
    return simulation
  }
}
