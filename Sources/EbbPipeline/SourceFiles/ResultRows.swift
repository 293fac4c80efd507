internal import EbbCodec
internal import EbbFiles
internal import EbbModel
internal import EbbText

/// Makes rows, as those of a database, of what result files hold.
struct ResultRows {
  private struct Entry {
    var file: SourceFileList.File
    var contents: SourceFileReader.Contents
    var document: ResultDocument
  }

  private var entries: [Entry] = []

  var isEmpty: Bool { entries.isEmpty }

  mutating func add(
    _ file: SourceFileList.File, _ contents: SourceFileReader.Contents, _ document: ResultDocument
  ) {
    entries.append(Entry(file: file, contents: contents, document: document))
  }

  /// One estimator in one file.
  private struct Member {
    /// Its place among what was read.
    struct Key: Hashable {
      var entry: Int
      var estimator: Int
    }

    var entry: Int
    var estimator: Int
    var place: ResultPlaces.Place

    var key: Key { Key(entry: entry, estimator: estimator) }
  }

  /// - Returns: also what is to be said of files that were left out, or are taken for other than they may be.
  func rows() throws(Failure) -> (SourceFilesStore.Contents, [SourceFilesStore.File], [Notice]) {
    let places = ResultPlaces(
      entries.map { entry in
        ResultPlaces.File(
          path: entry.file.realPath, root: entry.file.root, jobID: entry.document.job?.id,
          isList: entry.document.isList,
          estimators: entry.document.estimators.map { ($0.name, $0.metadata["file_corename"]) })
      })
    var members = [[Member]](repeating: [], count: places.simulations.count)
    for (entry, own) in places.places.enumerated() {
      for (estimator, place) in own.enumerated() {
        members[place.simulation].append(Member(entry: entry, estimator: estimator, place: place))
      }
    }
    var contents = SourceFilesStore.Contents()
    var notices = places.remarks.map { Notice(.warning, $0) }
    for (index, name) in places.simulations.enumerated() {
      let parts = try withoutWholes(members[index], &notices)
      let ordered = parts.sorted {
        ($0.place.task ?? -1, $0.entry, $0.estimator) < ($1.place.task ?? -1, $1.entry, $1.estimator)
      }
      try checkRepeated(ordered)
      add(simulation: name, ordered, to: &contents)
    }
    let files = entries.map { entry in
      SourceFilesStore.File(
        path: entry.file.path, identity: entry.contents.identity,
        form: entry.contents.form)
    }
    return (contents, files, notices)
  }

  /// Leaves out what the converter has merged beside its parts: a file without a running number that holds as many
  /// files, or as many primaries, as the numbered ones of the same estimator together.
  private func withoutWholes(
    _ members: [Member], _ notices: inout [Notice]
  ) throws(Failure) -> [Member] {
    var left: Set<Member.Key> = []
    for (name, own) in Dictionary(grouping: members, by: \.place.name).sorted(by: { $0.key < $1.key }) {
      let parts = own.filter { $0.place.task != nil }
      let wholes = own.filter { $0.place.task == nil }
      guard !parts.isEmpty, !wholes.isEmpty else { continue }
      let counts = parts.map { primaries($0) }
      let sum = counts.contains { $0 == nil } ? nil : total(counts.compactMap(\.self))
      for whole in wholes {
        let path = Failure.quoted(entries[whole.entry].file.path)
        let counter = metadata(whole).integer("file_counter") ?? 1
        // Neither is the case of a task more, whose file has lost its number.
        guard counter > 1 || sum != nil && sum == primaries(whole) && parts.count > 1 else {
          throw Failure(
            .usage,
            "\(path) has no running number, and lies beside \(Failure.count(parts.count)) files of "
              + "\(Failure.quoted(name)) that have one: it may be one more task, or what they were merged to.",
            advice: "Give the numbered files, or it alone.")
        }
        notices.append(
          Notice(
            .warning,
            "\(path) is left out: it is what the \(Failure.count(parts.count)) numbered files of "
              + "\(Failure.quoted(name)) beside it were merged to."))
        left.insert(whole.key)
      }
    }
    return left.isEmpty ? members : members.filter { !left.contains($0.key) }
  }

  private func metadata(_ member: Member) -> Metadata {
    entries[member.entry].document.estimators[member.estimator].metadata
  }

  private func primaries(_ member: Member) -> Int64? { metadata(member).integer("number_of_primaries") }

  /// Files that hold one estimator without saying of which task would count it twice.
  private func checkRepeated(_ members: [Member]) throws(Failure) {
    var first: [String: Int] = [:]
    for member in members where member.place.task == nil {
      guard let other = first[member.place.name] else {
        first[member.place.name] = member.entry
        continue
      }
      guard other != member.entry else { continue }
      let files = [other, member.entry].map { Failure.quoted(entries[$0].file.path) }
      throw Failure(
        .usage,
        "\(files[0]) and \(files[1]) both hold estimator \(Failure.quoted(member.place.name)), and "
          + "neither says of which task.",
        advice: "Give one of them, or name tasks' files like dose_0001.json or task_0001/dose.json.")
    }
  }

  private func add(
    simulation name: String, _ members: [Member], to contents: inout SourceFilesStore.Contents
  ) {
    let id = SimulationID(Int64(contents.simulations.count + 1))
    var formats: Set<String> = []
    var primaries: [Int: Int64] = [:]
    for member in members {
      let entry = entries[member.entry]
      let estimator = entry.document.estimators[member.estimator]
      if let format = estimator.metadata["file_format"] { formats.insert(format) }
      if let task = member.place.task, primaries[task] ?? 0 == 0 {
        primaries[task] = max(0, estimator.metadata.integer("number_of_primaries") ?? 0)
      }
      add(estimator, of: member, in: entry, simulation: id, to: &contents)
    }
    if let job = members.lazy.compactMap({ entries[$0.entry].document.job }).first {
      contents.simulations.append(Self.simulation(job, id: id))
      if let input = job.input {
        contents.inputs.append(
          Input(id: InputID(id.rawValue), simulationID: id, compressedData: nil, json: input))
      }
      for task in job.tasks {
        contents.tasks.append(Self.task(task, of: id, row: contents.tasks.count))
      }
      return
    }
    var simulation = Simulation(
      id: id, jobID: name, title: name, platform: Platform(""), inputType: "",
      simulator: Self.simulator(formats), state: .unstated)
    simulation.hasJobID = false
    contents.simulations.append(simulation)
    for (number, primaries) in primaries.sorted(by: { $0.key < $1.key }) {
      contents.tasks.append(
        SimulationTask(
          id: TaskID(Int64(contents.tasks.count + 1)), simulationID: id, number: number,
          requestedPrimaries: primaries, simulatedPrimaries: primaries, state: .unstated))
    }
  }

  private func add(
    _ estimator: ResultDocument.Estimator, of member: Member, in entry: Entry, simulation: SimulationID,
    to contents: inout SourceFilesStore.Contents
  ) {
    let id = EstimatorID(Int64(contents.estimators.count + 1))
    let name = member.place.name
    var row = EstimatorRow(
      id: id, simulationID: simulation, name: name, fileName: member.place.task.map { "\(name)_\($0)" },
      compressedMetadata: nil, metadata: estimator.metadata)
    row.saved = estimator.saved
    contents.estimators.append(row)
    for (index, page) in estimator.pages.enumerated() {
      contents.pages.append(
        PageRow(
          id: PageID(Int64(contents.pages.count + 1)), estimatorID: id, number: page.number ?? index,
          name: page.quantity,
          compressedBytes: page.range.count,
          origin: PageOrigin(file: entry.file.path, offset: page.range.lowerBound)))
      contents.places.append(SourceFilesStore.Place(file: member.entry, range: page.range))
    }
  }

  private static func simulation(_ job: ResultDocument.Job, id: SimulationID) -> Simulation {
    var simulation = Simulation(
      id: id, jobID: job.id, startTime: job.startTime, endTime: job.endTime, title: job.title ?? "",
      platform: Platform(job.metadata["platform"] ?? ""),
      inputType: (job.metadata["input"] ?? job.metadata["input_type"] ?? "").uppercased(),
      // The interface of 2022 called it otherwise.
      simulator: job.metadata["sim_type"] ?? job.metadata["simulator"] ?? "",
      state: job.state.map(JobState.init) ?? .unstated)
    simulation.saved = job.saved
    return simulation
  }

  private static func task(_ task: ResultDocument.Task, of simulation: SimulationID, row: Int)
    -> SimulationTask
  {
    var row = SimulationTask(
      id: TaskID(Int64(row + 1)), simulationID: simulation, number: task.number ?? row,
      requestedPrimaries: task.requestedPrimaries ?? 0, simulatedPrimaries: task.simulatedPrimaries ?? 0,
      state: task.state.map(JobState.init) ?? .unstated, startTime: task.startTime, endTime: task.endTime)
    row.saved = task.saved
    return row
  }

  /// The simulator that writes files of these formats; empty where they do not tell.
  private static func simulator(_ formats: Set<String>) -> String {
    guard formats.count == 1, let format = formats.first else { return "" }
    return Simulator(fileFormat: format, name: "")?.rawValue ?? ""
  }
}
