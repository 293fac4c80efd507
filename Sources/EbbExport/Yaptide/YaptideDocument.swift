internal import EbbModel
internal import EbbText

/// The text around the pages' arrays in a file for the web interface.
///
/// Its members are those that the interface's loader asks for. Estimators come before the input, which lists
/// their pages: so nothing is to be known of a page before it comes.
struct YaptideDocument {
  private let simulation: ResultSimulation
  private var estimators: [Estimator] = []

  /// An estimator with the pages that have been written.
  private struct Estimator {
    var index: Int
    var name: String
    var pages: [(number: Int, name: String, dimensions: Int)] = []
  }

  init(_ simulation: ResultSimulation) { self.simulation = simulation }

  var opening: [UInt8] {
    var text = TextBlock()
    text.append("{\"jobId\": ")
    text.append(json: simulation.name)
    text.append(key: "title", json: simulation.title)
    // The interface shows results of jobs that are done.
    text.append(key: "jobState", json: (simulation.state ?? .completed).description)
    append(key: "startTime", simulation.startTime, to: &text)
    text.append(key: "endTime", json: simulation.endTime?.iso8601)
    text.append(", \"metadata\": {\"server\": \"Yaptide\"")
    text.append(key: "platform", json: simulation.platform ?? "DIRECT")
    text.append(key: "input", json: inputType)
    text.append(key: "inputType", json: inputType)
    text.append(key: "simType", json: simulation.simulator ?? "")
    text.append("}, \"jobTasksStatus\": [")
    for (index, entry) in simulation.tasks.enumerated() {
      if index > 0 { text.append(", ") }
      append(entry.task, number: simulation.jobIDs.count > 1 ? index + 1 : entry.task.number, to: &text)
    }
    text.append("],\n\"estimators\": [")
    return text.bytes
  }

  var closing: [UInt8] {
    var text = TextBlock()
    text.append(estimators.isEmpty ? "],\n" : "\n]}],\n")
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
    if estimators.last?.index == index {
      text.append(",\n")
    } else {
      text.append(estimators.isEmpty ? "\n" : "\n]},\n")
      let described = simulation.estimators[index]
      // As the files of tasks are called, which tells them apart.
      let name = described.task.map { described.name + "_" + Self.fourDigits($0) } ?? described.name
      estimators.append(Estimator(index: index, name: name))
      text.append("{\"name\": ")
      text.append(json: name)
      text.append(", \"metadata\": ")
      text.append(json: described.metadata)
      text.append(", \"pages\": [\n")
    }
    let last = estimators.count - 1
    let metadata = metadata(of: page, at: estimators[last].pages.count)
    estimators[last].pages.append((page.number, page.quantity, page.axes.count))
    text.append("{\"name\": ")
    if let name = page.interfaceMembers.last(where: { $0.name == "name" }) {
      text.append(name.value)
    } else {
      text.append(json: page.quantity)
    }
    text.append(", \"dimensions\": \(page.axes.count), \"metadata\": ")
    text.append(json: metadata)
    if let filter = page.interfaceMembers.last(where: { $0.name == "filterRef" }) {
      text.append(", \"filterRef\": \(filter.value)")
    } else if let filter = page.filter {
      text.append(", \"filterRef\": {\"name\": ")
      text.append(json: filter)
      text.append(", \"rules\": []}")
    }
    text.append(", \"data\": {\"name\": ")
    text.append(json: page.quantity)
    text.append(key: "unit", json: page.operations.isEmpty ? page.unit.source : page.unit.platformText)
    return text.bytes
  }

  /// The text after the arrays of a page.
  func end(of page: ResultPage) -> [UInt8] {
    var text = TextBlock()
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

  private var inputType: String { simulation.inputs.first?.content.inputType ?? "FILES" }

  /// The page's own, with its number where a reader would tell another.
  private func metadata(of page: ResultPage, at position: Int) -> Metadata {
    var metadata = page.metadata
    if metadata.integer("page_number") ?? Int64(position) != Int64(page.number) {
      metadata.entries.removeAll { $0.name == "page_number" }
      metadata.entries.append(Metadata.Entry(name: "page_number", value: String(page.number)))
    }
    return metadata
  }

  private func append(_ task: SimulationTask, number: Int, to text: inout TextBlock) {
    text.append("{\"taskId\": \(number)")
    let state = task.state == .unstated ? .completed : task.state
    text.append(key: "taskState", json: state.description)
    text.append(key: "requestedPrimaries", json: task.requestedPrimaries)
    text.append(key: "simulatedPrimaries", json: task.simulatedPrimaries)
    text.append(key: "startTime", json: task.startTime?.iso8601)
    text.append(key: "endTime", json: task.endTime?.iso8601)
    text.append("}")
  }

  /// A member that has to be there, be it `null`.
  private func append(key: String, _ time: Instant?, to text: inout TextBlock) {
    text.append(", \"\(key)\": ")
    if let time { text.append(json: time.iso8601) } else { text.append("null") }
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
