package import EbbModel
internal import EbbPipeline

/// A store's tables as a Mermaid class diagram.
///
/// A table whose primary key is another's key too is a class of that one (joined-table inheritance); every
/// other foreign key makes its rows parts of a row there. Columns that Ebb never reads are private (`-`).
package struct SchemaDiagram: Sendable {
  private let tables: [DatabaseTable]

  package init(_ tables: [DatabaseTable]) { self.tables = tables }

  package var text: String {
    var lines = ["classDiagram"]
    if tables.contains(where: { $0.columns.contains(where: \.isSecret) }) {
      lines.append("  %% - marks columns that hold secrets, which ebb never reads")
    }
    for table in tables { lines += classLines(table) }
    let names = Set(tables.map(\.name))
    for table in tables {
      for key in table.foreignKeys where names.contains(key.table) {
        lines.append("  " + relation(key, of: table))
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func classLines(_ table: DatabaseTable) -> [String] {
    let id = Self.id(table.name)
    let label = id == table.name ? "" : "[\"\(Self.label(table.name))\"]"
    guard !table.columns.isEmpty else { return ["  class \(id)\(label)"] }
    let columns = table.columns.map { column in
      let type = column.type.isEmpty ? "" : Self.word(column.type) + " "
      let mark = column.isPrimaryKey ? " PK" : column.isNullable ? " NULL" : ""
      return "    \(column.isSecret ? "-" : "+")\(type)\(Self.word(column.name))\(mark)"
    }
    return ["  class \(id)\(label) {"] + columns + ["  }"]
  }

  private func relation(_ key: DatabaseTable.ForeignKey, of table: DatabaseTable) -> String {
    let (parent, child) = (Self.id(key.table), Self.id(table.name))
    let column = table.columns.first { $0.name == key.column }
    if column?.isPrimaryKey == true, table.columns.count(where: \.isPrimaryKey) == 1 {
      return "\(parent) <|-- \(child)"
    }
    let parents = column?.isNullable == false ? "1" : "0..1"
    return "\(parent) \"\(parents)\" *-- \"0..*\" \(child) : \(Self.word(key.column))"
  }

  /// The text that Mermaid takes for a class' name: letters, digits, underscores.
  private static func id(_ name: String) -> String { identifier(name, keepsCase: true) }

  private static func label(_ name: String) -> String {
    name.printable.replacing("\"", with: "'")
  }

  /// One word of a member line, in which parentheses would make a method and braces end the class.
  private static func word(_ text: String) -> String {
    String(
      text.printable.map { character in
        switch character {
        case " ": "_"
        case "(": "["
        case ")": "]"
        case "{", "}", "~", ":", "\"", "<", ">", ";": "_"
        default: character
        }
      })
  }
}
