import EbbModel

@testable import EbbCodec

/// A file of results read the slow way: the whole text as a tree first, then what is looked for among its members.
///
/// `nil` for texts that are no strict JSON, or whose pages have arrays of something else than numbers: of those the
/// fast walk may say what it wants.
struct SlowResults {
  private(set) var document: ResultDocument?
  private var isPlain = true

  init?(_ text: [UInt8]) {
    guard let root = Node(TextBuffer(text), text) else { return nil }
    if let list = root.elements {
      document = estimators(list).map { ResultDocument(job: nil, estimators: $0, isList: true) }
    } else if let members = root.members {
      document = object(members)
    }
    guard isPlain else { return nil }
  }

  private mutating func object(_ members: [(key: String, node: Node)]) -> ResultDocument? {
    func last(_ key: String) -> Node? { members.last { PageText.snakeCase($0.key) == key }?.node }
    var single = parts(members.filter { PageText.snakeCase($0.key) != "page" })
    let input = members.last { PageText.snakeCase($0.key) == "input" && $0.node.members != nil }?.node.raw
    for (key, node) in members {
      if PageText.snakeCase(key) == "page" { single.pages = page(node).map { [$0] } }
      if key == "pages", node.elements != nil { single.pages = parts([(key, node)]).pages }
    }
    var found: [ResultDocument.Estimator]?
    for (key, node) in members {
      switch PageText.snakeCase(key) {
      case "estimators": found = node.elements.flatMap { estimators($0) }
      case "result":
        for member in node.members ?? [] where member.key == "estimators" {
          found = member.node.elements.flatMap { estimators($0) }
        }
      default: break
      }
    }
    guard let found else {
      return single.pages.map { pages in
        let estimator = ResultDocument.Estimator(name: single.name, metadata: single.metadata, pages: pages)
        return ResultDocument(job: nil, estimators: [estimator], isList: false)
      }
    }
    var id = ""
    for (key, node) in members {
      switch PageText.snakeCase(key) {
      case "job_id": id = node.string ?? ""
      case "uuid" where id.isEmpty: id = node.string ?? ""
      default: break
      }
    }
    // What is given back as it was written is not looked at here.
    let parts = members.compactMap { key, node -> String? in
      switch PageText.snakeCase(key) {
      case "input_files": "\"inputFiles\": " + node.raw
      case "input_json", "editor": "\"inputJson\": " + node.raw
      default: nil
      }
    }
    let hasProject = parts.contains { $0.hasPrefix("\"inputJson") }
    let oldInput =
      parts.isEmpty
      ? nil
      : "{\"inputType\": \"\(hasProject ? "EDITOR" : "FILES")\", " + parts.joined(separator: ", ") + "}"
    let started = ["start_time", "creation_date"].lazy.compactMap { key in
      last(key)?.string.flatMap { Instant(anyForm: $0) }
    }
    let job = ResultDocument.Job(
      id: id, title: last("title")?.string ?? single.name, state: last("job_state")?.string,
      startTime: started.first,
      endTime: last("end_time")?.string.flatMap { Instant(anyForm: $0) }, metadata: single.metadata,
      tasks: (last("job_tasks_status")?.elements ?? []).compactMap { $0.members.map(task) },
      input: input ?? oldInput)
    return ResultDocument(job: id.isEmpty ? nil : job, estimators: found, isList: true)
  }

  private func task(_ members: [(key: String, node: Node)]) -> ResultDocument.Task {
    let status = metadata(members)
    return ResultDocument.Task(
      number: status["task_id"].flatMap { Int($0) },
      requestedPrimaries: status["requested_primaries"].flatMap { Int64($0) },
      simulatedPrimaries: status["simulated_primaries"].flatMap { Int64($0) }, state: status["task_state"],
      startTime: status["start_time"].flatMap { Instant(text: $0) },
      endTime: status["end_time"].flatMap { Instant(text: $0) })
  }

  private mutating func estimators(_ list: [Node]) -> [ResultDocument.Estimator]? {
    var found: [ResultDocument.Estimator] = []
    for case let members? in list.map(\.members) {
      let parts = parts(members)
      guard let pages = parts.pages else { continue }
      found.append(ResultDocument.Estimator(name: parts.name, metadata: parts.metadata, pages: pages))
    }
    return found.isEmpty && !list.isEmpty ? nil : found
  }

  private mutating func parts(
    _ members: [(key: String, node: Node)]
  ) -> (name: String?, metadata: Metadata, pages: [ResultDocument.Page]?) {
    let name = members.last { $0.key == "name" && $0.node.string != nil }?.node.string
    let metadata = members.last { $0.key == "metadata" && $0.node.members != nil }?.node.members
    var pages: [ResultDocument.Page]?
    for (key, node) in members where key == "pages" {
      guard let elements = node.elements else { continue }
      let found = elements.compactMap { page($0) }
      pages = found.isEmpty && !elements.isEmpty ? nil : found
    }
    return (name, metadata.map { self.metadata($0) } ?? Metadata(), pages)
  }

  private mutating func page(_ node: Node) -> ResultDocument.Page? {
    guard let members = node.members else {
      return node.raw.hasPrefix("n") ? ResultDocument.Page(number: nil, range: node.range) : nil
    }
    for (key, node) in members where key == "data" || PageText.axisNumber(key) != nil {
      let arrays = node.members?.map(\.node).filter { $0.elements != nil } ?? []
      isPlain = isPlain && arrays.allSatisfy(\.isOfNumbers)
    }
    let metadata = members.last { $0.key == "metadata" }?.node.members.map { self.metadata($0) }
    let type = metadata?["dettyp"]
    return ResultDocument.Page(
      number: metadata?["page_number"].flatMap { Int($0) }, range: node.range,
      quantity: type == nil || type == "" || type == "None" ? metadata?["name"] : type)
  }

  private func metadata(_ members: [(key: String, node: Node)]) -> Metadata {
    Metadata(
      members.map { key, node in
        Metadata.Entry(name: PageText.snakeCase(key), value: node.string ?? node.raw)
      })
  }

  /// A value, and where it lies.
  private struct Node {
    var range: Range<Int>
    var raw: String
    var string: String?
    var members: [(key: String, node: Node)]?
    var elements: [Node]?

    init(_ cursor: inout JSONCursor, _ text: [UInt8], depth: Int = 0) throws(DecodeError) {
      guard depth < JSONCursor.deepest else { throw cursor.error(.nestedTooDeep) }
      let first = cursor.peek()
      let start = cursor.offset
      switch first {
      case UInt8(ascii: "{"):
        var members: [(key: String, node: Node)] = []
        try cursor.object { (key, cursor) throws(DecodeError) in
          members.append((key, try Node(&cursor, text, depth: depth + 1)))
        }
        self.members = members
      case UInt8(ascii: "["):
        var elements: [Node] = []
        try cursor.array { (cursor) throws(DecodeError) in
          elements.append(try Node(&cursor, text, depth: depth + 1))
        }
        self.elements = elements
      case UInt8(ascii: "\""): string = try cursor.string()
      default: try cursor.skipValue()
      }
      range = start..<cursor.offset
      raw = String(decoding: text[range], as: UTF8.self)
    }

    /// The whole of a text; `nil` where it is no JSON.
    init?(_ buffer: borrowing TextBuffer, _ text: [UInt8]) {
      var cursor = JSONCursor(buffer)
      guard let root = try? Node(&cursor, text), (try? cursor.expectEnd()) != nil else { return nil }
      self = root
    }

    /// Whether all are numbers or words, or all such arrays.
    var isOfNumbers: Bool {
      guard let elements else { return false }
      if elements.first?.elements != nil { return elements.allSatisfy(\.isOfNumbers) }
      return elements.allSatisfy { $0.elements == nil && $0.members == nil && $0.string == nil }
    }
  }
}
