internal import EbbModel
internal import EbbText

/// The origin of what is merged, by its parts: their simulators' versions, inputs, tasks, and by which command and version
/// of Ebb each was made.
struct MergedOrigin {
  /// The most values of one member that are listed: commands of a thousand parts differ.
  private static let most = 8

  private var versions: Distinct
  private var inputs: Distinct
  private var tasks: [ResultTask]
  private var known: Set<Place>?
  /// Members in the order in which they came.
  private var names: [String] = []
  private var members: [String: Distinct] = [:]

  private struct Place: Hashable {
    var job: String
    var task: Int

    init(_ task: ResultTask) { (job, self.task) = (task.jobID, task.task.number) }
  }

  /// Texts, each once.
  private struct Distinct {
    private(set) var texts: [String] = []
    private var seen: Set<String> = []

    mutating func add(_ text: String) { if seen.insert(text).inserted { texts.append(text) } }
  }

  /// - Parameter first: the first part.
  init(_ first: ResultSimulation) {
    (versions, inputs) = (Distinct(), Distinct())
    tasks = first.tasks
    addTexts(first)
  }

  mutating func add(_ part: ResultSimulation) {
    addTexts(part)
    // Parts of one job all have the same list.
    guard part.tasks != tasks else { return }
    var known = known ?? Set(tasks.map(Place.init))
    for task in part.tasks where known.insert(Place(task)).inserted { tasks.append(task) }
    self.known = known
  }

  private mutating func addTexts(_ part: ResultSimulation) {
    if let version = part.simulatorVersion { versions.add(version) }
    for sum in part.inputDigests { inputs.add(sum) }
    for entry in part.origin.entries {
      if members[entry.name] == nil { names.append(entry.name) }
      members[entry.name, default: Distinct()].add(entry.value)
    }
  }

  func tell(_ merged: inout ResultSimulation) {
    merged.simulatorVersion = versions.texts.isEmpty ? nil : versions.texts.joined(separator: ", ")
    merged.inputSums = inputs.texts
    let order = Dictionary(merged.jobIDs.enumerated().map { ($1, $0) }) { first, _ in first }
    merged.tasks = tasks.sorted { first, second in
      (order[first.jobID] ?? 0, first.task.number) < (order[second.jobID] ?? 0, second.task.number)
    }
    merged.origin = Metadata(
      names.map { name in
        let texts = members[name]?.texts ?? []
        let rest = texts.count - Self.most
        let more = rest > 0 ? "; … (\(Failure.count(rest)) more)" : ""
        return Metadata.Entry(name: name, value: texts.prefix(Self.most).joined(separator: "; ") + more)
      })
  }
}
