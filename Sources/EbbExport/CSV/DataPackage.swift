internal import EbbModel

/// The description of a folder of tables: Data Package 2.0, with the unit of each column.
struct DataPackage {
  private let outline: ExportOutline
  private var resources: [String] = []

  init(_ outline: ExportOutline) { self.outline = outline }

  mutating func add(
    _ table: WideTable, name: String, estimator: ResultEstimator, simulation: ResultSimulation
  ) {
    let page = table.page
    var text = TextBlock()
    text.append("    {\"name\": ")
    text.append(json: name.lowercased())
    text.append(key: "path", json: name + ".csv")
    text.append(
      key: "title", json: "\(estimator.title), page \(page.number): \(page.quantity)")
    text.append(key: "simulation", json: simulation.name)
    text.append(key: "estimator", json: estimator.name)
    text.append(key: "page_number", json: Int64(page.number))
    text.append(key: "filter", json: page.filter)
    text.append(key: "normalization", json: page.unit.normalization)
    text.append(key: "source_unit", json: page.unit.source)
    text.append(key: "aggregation", json: page.rule.rawValue)
    text.append(key: "contributions", json: Int64(page.contributions))
    text.append(key: "primaries", json: page.primaries)
    text.append(key: "operations", json: page.operations)
    text.append(", \"type\": \"table\", \"format\": \"csv\", \"mediatype\": \"text/csv\"")
    text.append(", \"encoding\": \"utf-8\", \"schema\": {\"fields\": [\n")
    for (index, column) in table.columns.enumerated() {
      if index > 0 { text.append(",\n") }
      text.append("      {\"name\": ")
      text.append(json: column.title)
      text.append(", \"type\": \"number\"")
      text.append(key: "unit", json: column.unit)
      text.append(key: "description", json: column.description)
      text.append("}")
    }
    text.append("]}}")
    resources.append(String(decoding: text.bytes, as: UTF8.self))
  }

  /// - Parameter comments: whether the tables begin with comment lines, which readers must be told.
  func text(comments: Bool) -> [UInt8] {
    let simulation = outline.simulations.first
    var text = TextBlock()
    text.append("{\n  \"$schema\": \"https://datapackage.org/profiles/2.0/datapackage.json\"")
    text.append(",\n  \"name\": ")
    text.append(json: identifier(simulation?.name ?? "export"))
    text.append(",\n  \"title\": ")
    text.append(json: simulation?.title ?? "")
    text.append(",\n  \"created\": ")
    text.append(json: outline.writtenAt.iso8601)
    text.append(",\n  \"ebb\": ")
    text.append(json: outline.creator)
    text.append(",\n  \"resources\": [\n")
    let dialect = ", \"dialect\": {\"commentChar\": \"#\"}}"
    let described = resources.map { comments ? $0.dropLast() + dialect : $0 }
    text.append(described.joined(separator: ",\n"))
    text.append("\n  ]\n}\n")
    return text.bytes
  }
}
