internal import EbbModel

/// The text of a JSON file that `ebb export` has written. What other versions of ebb may write beside what is needed here
/// is passed.
package enum ExportText {
  /// Finds the pages in one walk, which passes their arrays at the speed of memory: they are checked when they are
  /// decoded.
  /// - Throws: where the text is not as an export is written.
  package static func document(_ text: borrowing TextBuffer) throws(DecodeError) -> ExportDocument {
    var cursor = JSONCursor(text)
    var document: ExportDocument?
    var provenance = Metadata()
    try cursor.object { (key, cursor) throws(DecodeError) in
      if key == "simulations" {
        var found = ExportDocument(simulations: [], pages: [])
        try cursor.array { (cursor) throws(DecodeError) in try simulation(&cursor, into: &found) }
        document = found
      } else if key == "provenance" {
        provenance = try PageText.members(&cursor) { $0 }
      } else {
        try cursor.skipUnread()
      }
    }
    try cursor.expectEnd()
    var read = try cursor.needed(document, "simulations")
    if let list = provenance["warnings"], list.first == "[" {
      let warnings = try strings(TextBuffer(Array(list.utf8)))
      for index in read.simulations.indices { read.simulations[index].warnings = warnings }
    }
    for index in read.simulations.indices where read.simulations[index].origin.entries.isEmpty {
      read.simulations[index].origin = Metadata(origin: provenance.entries)
    }
    return read
  }

  /// A list of strings.
  private static func strings(_ text: borrowing TextBuffer) throws(DecodeError) -> [String] {
    var cursor = JSONCursor(text)
    return try cursor.list { (cursor) throws(DecodeError) in try cursor.string() }
  }

  private static func simulation(
    _ cursor: inout JSONCursor, into document: inout ExportDocument
  ) throws(DecodeError) {
    let index = document.simulations.count
    var texts: [String: String] = [:]
    var numbers: [String: Int64] = [:]
    var jobIDs: [String]?
    var estimators: [ResultEstimator]?
    var origin = Metadata()
    var tasks: [(jobID: String?, task: ResultTask)] = []
    try cursor.object { (key, cursor) throws(DecodeError) in
      switch key {
      case "job_id", "title", "simulator", "simulator_version", "platform", "job_state", "start_time",
        "end_time":
        texts[key] = try cursor.stringOrNull()
      case "n_tasks", "simulated_primaries": numbers[key] = try cursor.integerOrNull()
      case "job_ids": jobIDs = try cursor.list { (cursor) throws(DecodeError) in try cursor.string() }
      case "origin": origin = try PageText.members(&cursor) { $0 }
      case "tasks": tasks = try cursor.list { (cursor) throws(DecodeError) in try task(&cursor) }
      case "estimators":
        var found: [ResultEstimator] = []
        try cursor.array { (cursor) throws(DecodeError) in
          let pages: [ExportDocument.Page]
          let described: ResultEstimator
          (described, pages) = try estimator(&cursor, simulation: index, index: found.count)
          found.append(described)
          document.pages += pages
        }
        estimators = found
      default: try cursor.skipUnread()
      }
    }
    let jobs = jobIDs ?? texts["job_id"].map { [$0] } ?? []
    var simulation = ResultSimulation(
      name: jobs.isEmpty ? texts["title"] ?? "" : jobs.count == 1 ? jobs[0] : ResultSimulation.combinedName,
      jobIDs: jobs,
      title: texts["title"] ?? "", simulator: texts["simulator"], platform: texts["platform"],
      state: texts["job_state"].map { JobState($0) }, taskCount: numbers["n_tasks"].map { Int($0) },
      simulatedPrimaries: numbers["simulated_primaries"],
      startTime: texts["start_time"].flatMap { Instant(text: $0) },
      endTime: texts["end_time"].flatMap { Instant(text: $0) },
      estimators: try cursor.needed(estimators, "estimators"))
    simulation.simulatorVersion = texts["simulator_version"]
    simulation.origin = origin
    simulation.tasks = tasks.map { jobID, task in
      var task = task
      task.jobID = jobID ?? simulation.jobIDs.first ?? simulation.name
      return task
    }
    document.simulations.append(simulation)
  }

  private static func task(
    _ cursor: inout JSONCursor
  ) throws(DecodeError) -> (jobID: String?, task: ResultTask) {
    var numbers: [String: Int64] = [:]
    var texts: [String: String] = [:]
    try cursor.object { (key, cursor) throws(DecodeError) in
      switch key {
      case "task", "requested_primaries", "simulated_primaries": numbers[key] = try cursor.integerOrNull()
      case "job_id", "state": texts[key] = try cursor.stringOrNull()
      default: try cursor.skipUnread()
      }
    }
    let task = ResultTask(
      jobID: "", number: Int(try cursor.needed(numbers["task"], "task")),
      requested: numbers["requested_primaries"] ?? 0, simulated: numbers["simulated_primaries"] ?? 0,
      state: texts["state"].map { JobState($0) } ?? .unstated)
    return (texts["job_id"], task)
  }

  private static func estimator(
    _ cursor: inout JSONCursor, simulation: Int, index: Int
  ) throws(DecodeError) -> (ResultEstimator, [ExportDocument.Page]) {
    var name: String?
    var task: Int64?
    var metadata = Metadata()
    var pages: [ExportDocument.Page]?
    try cursor.object { (key, cursor) throws(DecodeError) in
      switch key {
      case "name": name = try cursor.stringOrNull()
      case "task": task = try cursor.integerOrNull()
      case "metadata": metadata = try PageText.members(&cursor) { $0 }
      case "pages":
        pages = try cursor.list { (cursor) throws(DecodeError) in
          let (name, range) = try place(&cursor)
          return ExportDocument.Page(simulation: simulation, estimator: index, name: name, range: range)
        }
      default: try cursor.skipUnread()
      }
    }
    let estimator = ResultEstimator(
      name: try cursor.needed(name, "name"), task: task.map { Int($0) }, metadata: metadata)
    return (estimator, try cursor.needed(pages, "pages"))
  }

  private static func place(
    _ cursor: inout JSONCursor
  ) throws(DecodeError) -> (name: PageName, range: Range<Int>) {
    var number: Int64?
    var quantity: String?
    var filter: String?
    _ = cursor.peek()
    let start = cursor.offset
    try cursor.object { (key, cursor) throws(DecodeError) in
      switch key {
      case "page_number": number = try cursor.integerOrNull()
      case "name": quantity = try cursor.stringOrNull()
      case "filter": filter = try cursor.stringOrNull()
      case "values", "errors", "hits", "bin_contributions":
        if cursor.peek() == UInt8(ascii: "[") { try cursor.skipNumbers() } else { try cursor.skipUnread() }
      default: try cursor.skipUnread()
      }
    }
    guard number ?? 0 >= 0 else { throw cursor.error(.notANumber) }
    let name = PageName(
      number: Int(try cursor.needed(number, "page_number")),
      quantity: try cursor.needed(quantity, "name"), filter: filter)
    return (name, start..<cursor.offset)
  }
}
