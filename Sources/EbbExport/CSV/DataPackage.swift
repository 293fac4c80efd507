internal import EbbFiles
internal import EbbModel
internal import EbbText
internal import Foundation

/// The description of a folder of tables: Data Package 2.0, with the unit of each column.
struct DataPackage {
  /// The file's name in the folder.
  static let fileName = "datapackage.json"

  private var outline: ExportOutline
  private let delimiter: Unicode.Scalar
  private let decimal: Unicode.Scalar
  private var resources: [String] = []

  init(_ outline: ExportOutline, delimiter: Unicode.Scalar, decimal: Unicode.Scalar) {
    self.outline = outline
    self.delimiter = delimiter
    self.decimal = decimal
  }

  /// - Parameter commentLines: how many lines of explanation stand before the table's header.
  mutating func add(_ table: WideTable, name: String, commentLines: Int) {
    let pages = table.members
    var text = TextBlock()
    text.append("    {\"name\": ")
    text.append(json: name.lowercased())
    text.append(key: "path", json: name + ".csv")
    let first = "\(pages[0].estimator.title), page \(pages[0].page.number): \(pages[0].page.quantity)"
    text.append(key: "title", json: pages.count == 1 ? first : "\(pages.count) pages with the same axes")
    text.append(key: "simulation", json: pages[0].simulation.name)
    if pages.count == 1 { append(pages[0], to: &text) }
    text.append(", \"type\": \"table\", \"format\": \"csv\", \"mediatype\": \"text/csv\"")
    text.append(", \"encoding\": \"utf-8\"")
    appendDialect(to: &text, commentLines: commentLines)
    text.append(", \"schema\": {\"fields\": [\n")
    for (index, column) in table.columns.enumerated() {
      if index > 0 { text.append(",\n") }
      text.append("      {\"name\": ")
      text.append(json: column.title)
      text.append(", \"type\": \"number\"")
      if decimal != "." { text.append(key: "decimalChar", json: String(decimal)) }
      text.append(key: "unit", json: column.unit)
      text.append(key: "description", json: column.description)
      if pages.count > 1, let page = column.page { append(pages[page], to: &text) }
      text.append("}")
    }
    text.append("]}}")
    resources.append(String(decoding: text.bytes, as: UTF8.self))
  }

  /// Appends in which ways the table differs from what readers expect.
  private func appendDialect(to text: inout TextBlock, commentLines: Int) {
    guard delimiter != "," || commentLines > 0 else { return }
    text.append(", \"dialect\": {\"delimiter\": ")
    text.append(json: String(delimiter))
    // Rows are counted from the file's first line, comments among them.
    if commentLines > 0 { text.append(", \"commentChar\": \"#\", \"headerRows\": [\(commentLines + 1)]") }
    text.append("}")
  }

  /// Appends what a page is, as members of the table where it is alone there, else of its columns.
  private func append(_ member: TablePage, to text: inout TextBlock) {
    let page = member.page
    text.append(key: "estimator", json: member.estimator.name)
    text.append(key: "task", json: member.estimator.task.map(Int64.init))
    text.append(key: "page_number", json: Int64(page.number))
    text.append(key: "filter", json: page.filter)
    text.append(key: "normalization", json: page.unit.normalization)
    text.append(key: "source_unit", json: page.unit.source)
    text.append(key: "aggregation", json: page.rule.rawValue)
    text.append(key: "denominator", json: page.denominator)
    text.append(key: "contributions", json: Int64(page.contributions))
    text.append(key: "primaries", json: page.primaries)
    text.append(key: "operations", json: page.operations)
    text.append(findings: page.findings)
  }

  consuming func text(after end: PagesEnd) -> [UInt8] {
    outline.warnings += end.warnings
    let simulation = outline.simulations.first
    var text = TextBlock()
    text.append("{\n  \"$schema\": \"https://datapackage.org/profiles/2.0/datapackage.json\"")
    text.append(",\n  \"schema\": \(SchemaVersion.current)")
    text.append(",\n  \"name\": ")
    text.append(json: identifier(simulation?.name ?? "export"))
    text.append(",\n  \"title\": ")
    text.append(json: simulation?.title ?? "")
    text.append(",\n  \"created\": ")
    text.append(json: outline.writtenAt.iso8601)
    text.append(",\n  \"ebb\": ")
    text.append(json: outline.creator)
    appendOrigin(to: &text)
    text.append(",\n  \"resources\": [\n")
    text.append(resources.joined(separator: ",\n"))
    text.append("\n  ]\n}\n")
    return text.bytes
  }

  /// The files that a folder of tables is made of, the description at last; `nil` where it is not complete.
  static func files(in folder: String) -> [String]? {
    struct Package: Decodable {
      struct Resource: Decodable { var path: String }
      var resources: [Resource]
    }
    guard let text = try? Data(contentsOf: URL(filePath: "\(folder)/\(fileName)")),
      let package = try? JSONDecoder().decode(Package.self, from: text)
    else { return nil }
    let names = package.resources.map(\.path) + [fileName]
    let areThere = names.allSatisfy { !$0.contains("/") && OutputPlace("\(folder)/\($0)") == .file }
    return areThere ? names : nil
  }

  /// Data Package 2.0's `sources`, and what it has no name for.
  private func appendOrigin(to text: inout TextBlock) {
    guard let provenance = outline.provenance else { return }
    if let store = provenance.store {
      // Its URL is no path of Data Package's, which are of HTTP or relative.
      text.append(",\n  \"sources\": [{\"title\": ")
      text.append(json: "YAPTIDE store \(store)")
      text.append("}]")
    }
    text.append(",\n  \"provenance\": ")
    text.append(json: provenance, of: outline)
    text.append(",\n  \"simulations\": [")
    for (index, simulation) in outline.simulations.enumerated() {
      if index > 0 { text.append(", ") }
      text.append("{\"name\": ")
      text.append(json: simulation.name)
      text.append(key: "simulator", json: simulation.simulator)
      text.append(provenanceOf: simulation)
      text.append("}")
    }
    text.append("]")
  }
}
