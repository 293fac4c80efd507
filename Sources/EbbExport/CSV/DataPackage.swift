internal import EbbModel
internal import Foundation

/// The description of a folder of tables: Data Package 2.0, with the unit of each column.
struct DataPackage {
  /// Where it lies in the folder.
  static let fileName = "datapackage.json"

  private let outline: ExportOutline
  /// How the tables differ from what readers expect, as members of each.
  private let dialect: String
  private var resources: [String] = []

  init(_ outline: ExportOutline, options: ExportOptions) {
    self.outline = outline
    var dialect: [String] = []
    if options.delimiter != "," {
      var text = TextBlock()
      text.append("\"delimiter\": ")
      text.append(json: String(options.delimiter))
      dialect.append(String(decoding: text.bytes, as: UTF8.self))
    }
    if options.comments { dialect.append("\"commentChar\": \"#\"") }
    self.dialect = dialect.isEmpty ? "" : ", \"dialect\": {\(dialect.joined(separator: ", "))}"
  }

  mutating func add(_ table: WideTable, name: String) {
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
    text.append(dialect)
    text.append(", \"schema\": {\"fields\": [\n")
    for (index, column) in table.columns.enumerated() {
      if index > 0 { text.append(",\n") }
      text.append("      {\"name\": ")
      text.append(json: column.title)
      text.append(", \"type\": \"number\"")
      text.append(key: "unit", json: column.unit)
      text.append(key: "description", json: column.description)
      if pages.count > 1, let page = column.page { append(pages[page], to: &text) }
      text.append("}")
    }
    text.append("]}}")
    resources.append(String(decoding: text.bytes, as: UTF8.self))
  }

  /// What a page is, as members of the table where it is alone there, else of its columns.
  private func append(_ member: TablePage, to text: inout TextBlock) {
    let page = member.page
    text.append(key: "estimator", json: member.estimator.name)
    text.append(key: "task", json: member.estimator.task.map(Int64.init))
    text.append(key: "page_number", json: Int64(page.number))
    text.append(key: "filter", json: page.filter)
    text.append(key: "normalization", json: page.unit.normalization)
    text.append(key: "source_unit", json: page.unit.source)
    text.append(key: "aggregation", json: page.rule.rawValue)
    text.append(key: "contributions", json: Int64(page.contributions))
    text.append(key: "primaries", json: page.primaries)
    text.append(key: "operations", json: page.operations)
  }

  var text: [UInt8] {
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
}
