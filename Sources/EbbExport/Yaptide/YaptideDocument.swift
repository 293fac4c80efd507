internal import EbbModel
internal import EbbText

/// The text around the pages' arrays in a file for the web interface.
///
/// Its members are those that the interface's loader asks for, and of a job from such a file all that were in it, as they
/// were. Estimators come before the input, which lists their pages: so nothing is to be known of a page before it comes.
struct YaptideDocument {
  private let simulation: ResultSimulation
  private var estimators: [Estimator] = []
  /// The estimator whose pages are being written.
  private var open: Int?
  /// The number of estimators that were written or passed over.
  private var passed = 0
  private var hasEstimators = false

  /// An estimator with the pages that have been written.
  private struct Estimator {
    var name: String
    var pages: [(number: Int, name: String, dimensions: Int)] = []
  }

  init(_ simulation: ResultSimulation) { self.simulation = simulation }

  var opening: [UInt8] {
    var job = YaptideObject(saved: simulation.saved?.job ?? [])
    job.add("jobId", simulation.name)
    job.add("title", simulation.title)
    // The interface shows results of jobs that are done.
    job.add("jobState", (simulation.state ?? .completed).description)
    // It has to be there.
    job.add("startTime", json: simulation.startTime.map { YaptideObject.json($0.iso8601) } ?? "null")
    job.add("endTime", simulation.endTime?.iso8601)
    var metadata = YaptideObject(saved: simulation.saved?.metadata ?? [])
    metadata.add("server", "Yaptide")
    metadata.add("platform", simulation.platform ?? "DIRECT")
    metadata.add("input", inputType)
    metadata.add("inputType", inputType)
    metadata.add("simType", simulation.simulator ?? "")
    job.add("metadata", json: metadata.json)
    let tasks = simulation.tasks.enumerated().map { index, entry in
      task(entry.task, number: simulation.jobIDs.count > 1 ? index + 1 : entry.task.number)
    }
    job.add("jobTasksStatus", json: "[" + tasks.joined(separator: ", ") + "]")
    var text = TextBlock()
    text.append("{" + job.members + ",\n\"estimators\": [")
    return text.bytes
  }

  mutating func closing() -> [UInt8] {
    var text = TextBlock()
    pass(to: simulation.estimators.count, &text)
    text.append(hasEstimators ? "\n],\n" : "],\n")
    let input = simulation.inputs.first?.content
    text.append("\"input\": {\"inputType\": ")
    text.append(json: inputType)
    text.append(", \"inputFiles\": {")
    for (index, file) in (input?.files ?? []).enumerated() {
      if index > 0 { text.append(", ") }
      text.append(json: file.name)
      text.append(": ")
      text.append(json: file.text)
    }
    text.append("}")
    if let project = input?.project { text.append(", \"inputJson\": \(project)") }
    for member in input?.others ?? [] {
      text.append(", ")
      text.append(json: Self.camelCase(member.name))
      text.append(": \(member.value)")
    }
    text.append(", \"estimatorsItems\": [")
    for (index, estimator) in estimators.enumerated() {
      if index > 0 { text.append(", ") }
      append(estimator, to: &text)
    }
    text.append("]}}\n")
    return text.bytes
  }

  /// The text that leads from the page before to this one, and the page up to its arrays.
  mutating func transition(to page: ResultPage, of index: Int) -> [UInt8] {
    var text = TextBlock()
    if open == index {
      text.append(",\n")
    } else {
      pass(to: index, &text)
      begin(index, &text)
      open = index
      text.append("\n")
    }
    let last = estimators.count - 1
    let position = estimators[last].pages.count
    estimators[last].pages.append((page.number, page.quantity, page.axes.count))
    var members = YaptideObject(
      saved: page.interfaceMembers.filter { $0.name != "metadata" || Self.isNumbered(page, at: position) })
    members.add("name", page.quantity)
    members.add("dimensions", json: String(page.axes.count))
    members.add("metadata", json: Self.json(metadata(of: page, at: position)))
    if let filter = page.filter {
      members.add("filterRef", json: "{\"name\": \(YaptideObject.json(filter)), \"rules\": []}")
    }
    text.append("{" + members.members + ", \"data\": {\"name\": ")
    text.append(json: page.quantity)
    text.append(key: "unit", json: page.operations.isEmpty ? page.unit.source : page.unit.platformText)
    return text.bytes
  }

  /// The text after the arrays of a page.
  func end(of page: ResultPage) -> [UInt8] {
    var text = TextBlock()
    if page.errors != nil, page.errorKind != .stderr {
      text.append(key: "errorKind", json: page.errorKind.rawValue)
    }
    if page.countsAreSums { text.append(key: "counts", json: "sums") }
    text.append("}")
    let axes =
      page.storedAxes
      ?? page.axes.map { StoredAxis(name: $0.label, unit: $0.unit, centres: $0.centres) }
    for (index, axis) in axes.enumerated() {
      text.append(", \"axisDim\(index + 1)\": {\"name\": ")
      text.append(json: axis.name)
      text.append(key: "unit", json: axis.unit)
      text.append(", \"values\": ")
      text.append(json: axis.centres)
      text.append("}")
    }
    text.append("}")
    return text.bytes
  }

  /// Ends the estimator whose pages were written, and writes those before the one at `index` that have no pages at all.
  private mutating func pass(to index: Int, _ text: inout TextBlock) {
    if open != nil { text.append("\n]}") }
    open = nil
    while passed < index {
      if !simulation.estimators[passed].hasPages {
        begin(passed, &text)
        text.append("]}")
      } else {
        passed += 1
      }
    }
  }

  /// Writes an estimator up to its pages.
  private mutating func begin(_ index: Int, _ text: inout TextBlock) {
    let described = simulation.estimators[index]
    // As the files of tasks are called, which tells them apart.
    let name = described.task.map { described.name + "_" + Self.fourDigits($0) } ?? described.name
    let isSaved = simulation.saved != nil && described.task == nil
    var members = YaptideObject(saved: isSaved ? described.saved : [])
    members.add("name", name)
    members.add("metadata", json: Self.json(described.metadata))
    text.append(hasEstimators ? ",\n{" : "\n{")
    text.append(members.members + ", \"pages\": [")
    if described.hasPages { estimators.append(Estimator(name: name)) }
    hasEstimators = true
    passed = index + 1
  }

  private var inputType: String { simulation.inputs.first?.content.inputType ?? "FILES" }

  /// Whether a reader tells the page's number by its metadata as they are, or by its place.
  private static func isNumbered(_ page: ResultPage, at position: Int) -> Bool {
    page.metadata.integer("page_number") ?? Int64(position) == Int64(page.number)
  }

  /// The page's own, with its number where a reader would tell another.
  private func metadata(of page: ResultPage, at position: Int) -> Metadata {
    var metadata = page.metadata
    if !Self.isNumbered(page, at: position) {
      metadata.entries.removeAll { $0.name == "page_number" }
      metadata.entries.append(Metadata.Entry(name: "page_number", value: String(page.number)))
    }
    return metadata
  }

  private func task(_ task: SimulationTask, number: Int) -> String {
    var members = YaptideObject(saved: simulation.saved == nil ? [] : task.saved)
    members.add("taskId", json: String(number))
    let state = task.state == .unstated ? .completed : task.state
    members.add("taskState", state.description)
    members.add("requestedPrimaries", json: String(task.requestedPrimaries))
    members.add("simulatedPrimaries", json: String(task.simulatedPrimaries))
    members.add("startTime", task.startTime?.iso8601)
    members.add("endTime", task.endTime?.iso8601)
    return members.json
  }

  private func append(_ estimator: Estimator, to text: inout TextBlock) {
    text.append("{\"name\": ")
    text.append(json: estimator.name)
    text.append(", \"pagesByDimensions\": {")
    for (index, dimensions) in Set(estimator.pages.map(\.dimensions)).sorted().enumerated() {
      if index > 0 { text.append(", ") }
      let pages = estimator.pages.filter { $0.dimensions == dimensions }
      text.append("\"\(dimensions)\": {\"names\": [")
      for (index, page) in pages.enumerated() {
        if index > 0 { text.append(", ") }
        text.append(json: page.name)
      }
      text.append("], \"pageNums\": ")
      text.append(json: pages.map(\.number))
      text.append("}")
    }
    text.append("}}")
  }

  private static func json(_ metadata: Metadata) -> String {
    var text = TextBlock()
    text.append(json: metadata)
    return String(decoding: text.bytes, as: UTF8.self)
  }

  /// "numberOfAllPrimaries": the interface's spelling of the platform's words.
  private static func camelCase(_ name: String) -> String {
    let words = name.split(separator: "_")
    guard let first = words.first, words.count > 1 else { return name }
    return first + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }

  private static func fourDigits(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}

extension Unit {
  /// The unit in the platform's words: "MeV/g/prim".
  fileprivate var platformText: String {
    let ofPrimary = normalization?.contains("per primary") == true ? "/prim" : ""
    let ofNucleon = normalization?.contains("per nucleon") == true ? "/nucleon" : ""
    return text + ofPrimary + ofNucleon
  }
}
