internal import EbbModel

/// The JSON text of a file of results:
///
/// - what `convertmc json` writes: `{"metadata": {…}, "pages": [{…}, …]}`, one estimator, named by the file;
/// - the answers of the platform's `GET /results`: `{"estimators": [{"name", "metadata", "pages"}, …]}`, and
///   for one estimator `{"name", "metadata", "pages"}`, for pages of it `{"pages"}` and `{"page"}`;
/// - what the web interface saves: `{"estimators", "jobId", "jobState", "jobTasksStatus", "metadata", …}`,
///   keys in camel case;
/// - a list of estimators: `[{"name", "metadata", "pages"}, …]`.
package enum SourceText {
  /// Finds the estimators and pages in one walk, which passes arrays of numbers at the speed of memory. What
  /// is in the pages is checked when they are decoded.
  ///
  /// Walks through a file of results; of a key that occurs twice, the last counts.
  /// - Returns: `nil` where the text is JSON, but holds no results.
  package static func document(_ text: borrowing TextBuffer) throws(DecodeError) -> ResultDocument? {
    var cursor = JSONCursor(text)
    let document: ResultDocument?
    switch cursor.peek() {
    case UInt8(ascii: "{"): document = try object(&cursor)
    case UInt8(ascii: "["):
      document = try estimators(&cursor).map { ResultDocument(job: nil, estimators: $0, isList: true) }
    default:
      try cursor.skipUnread()
      document = nil
    }
    try cursor.expectEnd()
    return document
  }

  private static func object(_ cursor: inout JSONCursor) throws(DecodeError) -> ResultDocument? {
    var parts = EstimatorParts()
    var list: [ResultDocument.Estimator]?
    var job = ResultDocument.Job(id: "", metadata: Metadata(), tasks: [])
    var created: Instant?
    var members: [(key: String, start: JSONCursor)] = []
    try cursor.object { (key, cursor) throws(DecodeError) in
      members.append((key, cursor))
      switch PageText.snakeCase(key) {
      case "estimators": list = try estimators(&cursor)
      case "page": parts.pages = try page(&cursor).map { [$0] }
      case "job_id": job.id = try text(&cursor) ?? ""
      case "title": job.title = try text(&cursor)
      case "job_state": job.state = try text(&cursor)
      case "start_time": job.startTime = try text(&cursor).flatMap { Instant(anyForm: $0) }
      case "end_time": job.endTime = try text(&cursor).flatMap { Instant(anyForm: $0) }
      case "job_tasks_status": job.tasks = try tasks(&cursor)
      case "creation_date": created = try text(&cursor).flatMap { Instant(anyForm: $0) }
      case "uuid": if let id = try text(&cursor), job.id.isEmpty { job.id = id }
      case "input" where cursor.peek() == UInt8(ascii: "{"): job.input = try cursor.rawValue()
      // What the interface saved in 2022 and 2023.
      case "result" where cursor.peek() == UInt8(ascii: "{"):
        try cursor.object { (key, cursor) throws(DecodeError) in
          if key == "estimators" { list = try estimators(&cursor) } else { try cursor.skipUnread() }
        }
      default: try parts.member(key, &cursor)
      }
    }
    if let list {
      guard !job.id.isEmpty else { return ResultDocument(job: nil, estimators: list, isList: true) }
      job.metadata = parts.metadata
      // As the interface of 2022 called them.
      job.title = job.title ?? parts.name
      job.startTime = job.startTime ?? created
      try save(members, in: &job)
      return ResultDocument(job: job, estimators: list, isList: true)
    }
    return parts.estimator.map { ResultDocument(job: nil, estimators: [$0], isList: false) }
  }

  /// Keeps the members of a job as they were written, and makes one input of what interfaces of 2022 and 2023 kept apart.
  private static func save(
    _ members: [(key: String, start: JSONCursor)], in job: inout ResultDocument.Job
  ) throws(DecodeError) {
    var input: [(key: String, json: String)] = []
    for (key, start) in members {
      var cursor = start
      switch PageText.snakeCase(key) {
      case "estimators", "page", "pages", "result", "job_tasks_status", "input": break
      case "metadata": job.saved.metadata = try PageText.savedMembers(&cursor)
      case "input_files": input.append(("inputFiles", try cursor.rawValue()))
      case "input_json", "editor": input.append(("inputJson", try cursor.rawValue()))
      // What is not asked for need not be sound.
      default:
        guard let json = try? cursor.rawValue() else { continue }
        job.saved.job.removeAll { $0.name == key }
        job.saved.job.append(Metadata.Entry(name: key, value: json))
      }
    }
    guard job.input == nil, !input.isEmpty else { return }
    let type = input.contains { $0.key == "inputJson" } ? "EDITOR" : "FILES"
    job.input =
      "{\"inputType\": \"\(type)\"" + input.map { ", \"\($0.key)\": \($0.json)" }.joined() + "}"
  }

  /// A string; `nil` for anything else.
  private static func text(_ cursor: inout JSONCursor) throws(DecodeError) -> String? {
    if cursor.peek() == UInt8(ascii: "\"") { return try cursor.string() }
    try cursor.skipUnread()
    return nil
  }

  /// A list of estimators; `nil` where it is a list of something else.
  private static func estimators(
    _ cursor: inout JSONCursor
  ) throws(DecodeError) -> [ResultDocument.Estimator]? {
    guard cursor.peek() == UInt8(ascii: "[") else {
      try cursor.skipUnread()
      return nil
    }
    var found: [ResultDocument.Estimator] = []
    var isOther = false
    try cursor.array { (cursor) throws(DecodeError) in
      guard cursor.peek() == UInt8(ascii: "{") else {
        isOther = true
        return try cursor.skipUnread()
      }
      var parts = EstimatorParts()
      try cursor.object { (key, cursor) throws(DecodeError) in
        let start = cursor
        try parts.member(key, &cursor)
        try parts.save(key, start)
      }
      if let estimator = parts.estimator { found.append(estimator) } else { isOther = true }
    }
    return isOther && found.isEmpty ? nil : found
  }

  /// Parts of an estimator that the walk has found.
  private struct EstimatorParts {
    var name: String?
    var metadata = Metadata()
    /// Its JSON, where the web interface has put its keys into camel case.
    var respelled: String?
    var pages: [ResultDocument.Page]?
    var saved: [Metadata.Entry] = []

    /// `nil` for an object that has no pages.
    var estimator: ResultDocument.Estimator? {
      pages.map { ResultDocument.Estimator(name: name, metadata: metadata, pages: $0, saved: saved) }
    }

    /// Takes note of a member of an estimator in a list, as it is written.
    mutating func save(_ key: String, _ start: JSONCursor) throws(DecodeError) {
      var cursor = start
      switch key {
      case "pages": break
      case "metadata": if let json = respelled { saved.append(Metadata.Entry(name: key, value: json)) }
      default: if let json = try? cursor.rawValue() { saved.append(Metadata.Entry(name: key, value: json)) }
      }
    }

    mutating func member(_ key: String, _ cursor: inout JSONCursor) throws(DecodeError) {
      switch (key, cursor.peek()) {
      case ("name", UInt8(ascii: "\"")): name = try cursor.string()
      case ("metadata", UInt8(ascii: "{")):
        (metadata, respelled) = try PageText.metadataAndText(&cursor)
      case ("pages", UInt8(ascii: "[")):
        var found: [ResultDocument.Page] = []
        var isOther = false
        try cursor.array { (cursor) throws(DecodeError) in
          if let page = try page(&cursor) { found.append(page) } else { isOther = true }
        }
        pages = isOther && found.isEmpty ? nil : found
      default: try cursor.skipUnread()
      }
    }
  }

  /// The place of a page; `nil` where something else lies, which is passed.
  private static func page(_ cursor: inout JSONCursor) throws(DecodeError) -> ResultDocument.Page? {
    var number: Int?
    var quantity: String?
    let first = cursor.peek()
    let start = cursor.offset
    switch first {
    case UInt8(ascii: "n"): try cursor.skipUnread()
    case UInt8(ascii: "{"):
      try cursor.object { (key, cursor) throws(DecodeError) in
        switch key {
        case "metadata":
          let metadata = try pageMetadata(&cursor)
          number = metadata?.integer("page_number").flatMap { Int(exactly: $0) }
          quantity = metadata.flatMap { Self.quantity($0) }
        case "data": try skipArrays(&cursor)
        default:
          if PageText.axisNumber(key) != nil {
            try skipArrays(&cursor)
          } else {
            try cursor.skipUnread()
          }
        }
      }
    default:
      try cursor.skipUnread()
      return nil
    }
    return ResultDocument.Page(number: number, range: start..<cursor.offset, quantity: quantity)
  }

  private static func pageMetadata(_ cursor: inout JSONCursor) throws(DecodeError) -> Metadata? {
    guard cursor.peek() == UInt8(ascii: "{") else {
      try cursor.skipUnread()
      return nil
    }
    return try PageText.metadata(&cursor)
  }

  private static func quantity(_ metadata: Metadata) -> String? {
    metadata.detectorType ?? metadata["name"]
  }

  /// An object whose arrays are of numbers.
  private static func skipArrays(_ cursor: inout JSONCursor) throws(DecodeError) {
    guard cursor.peek() == UInt8(ascii: "{") else { return try cursor.skipUnread() }
    try cursor.object { (_, cursor) throws(DecodeError) in
      if cursor.peek() == UInt8(ascii: "[") { try cursor.skipNumbers() } else { try cursor.skipUnread() }
    }
  }

  private static func tasks(_ cursor: inout JSONCursor) throws(DecodeError) -> [ResultDocument.Task] {
    guard cursor.peek() == UInt8(ascii: "[") else {
      try cursor.skipUnread()
      return []
    }
    var tasks: [ResultDocument.Task] = []
    try cursor.array { (cursor) throws(DecodeError) in
      guard cursor.peek() == UInt8(ascii: "{") else { return try cursor.skipUnread() }
      var start = cursor
      let status = try PageText.metadata(&cursor)
      tasks.append(
        ResultDocument.Task(
          number: status.integer("task_id").flatMap { Int(exactly: $0) },
          requestedPrimaries: status.integer("requested_primaries"),
          simulatedPrimaries: status.integer("simulated_primaries"), state: status["task_state"],
          startTime: status["start_time"].flatMap { Instant(anyForm: $0) },
          endTime: status["end_time"].flatMap { Instant(anyForm: $0) },
          saved: try PageText.savedMembers(&start)))
    }
    return tasks
  }
}
