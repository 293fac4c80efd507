internal import EbbExport
internal import EbbModel

/// A command's answer in rows: aligned for people, CSV or JSON for programs.
package struct Listing: Sendable, Equatable {
  package enum Form: Sendable, CaseIterable { case table, csv, json }

  package struct Column: Sendable, Equatable {
    /// The name in CSV and JSON: the store's own.
    package var name: String
    /// The heading of the aligned table; `nil` where people do not need the column.
    package var heading: String?

    package init(_ name: String, heading: String? = nil) {
      self.name = name
      self.heading = heading
    }
  }

  package enum Cell: Sendable, Equatable {
    case text(String)
    case integer(Int64)
    case boolean(Bool)
    case list([Int])
    case none

    package init(_ text: String?) { self = text.map { .text($0) } ?? .none }
    package init(_ number: Int64?) { self = number.map { .integer($0) } ?? .none }
    package init(_ number: Int?) { self = number.map { .integer(Int64($0)) } ?? .none }
  }

  package var columns: [Column]
  /// As many cells each as there are columns.
  package private(set) var rows: [[Cell]] = []

  package init(_ columns: [Column]) { self.columns = columns }

  package mutating func add(_ cells: [Cell]) {
    precondition(cells.count == columns.count)
    rows.append(cells)
  }

  /// The whole answer as text, its last line ended.
  /// - Parameter width: the terminal's, to which the widest texts of an aligned table are cut; `nil` for all.
  package func text(_ form: Form, width: Int? = nil) -> String {
    switch form {
    case .table: table(width: width)
    case .csv: csv
    case .json: json
    }
  }

  private var csv: String {
    var block = TextBlock()
    for (index, column) in columns.enumerated() {
      if index > 0 { block.append(",") }
      block.append(cell: column.name)
    }
    block.append("\n")
    for row in rows {
      for (index, cell) in row.enumerated() {
        if index > 0 { block.append(",") }
        switch cell {
        case .text(let text): block.append(cell: text)
        case .none: break
        default: block.append(Self.plain(cell))
        }
      }
      block.append("\n")
    }
    return String(decoding: block.bytes, as: UTF8.self)
  }

  private var json: String {
    guard !rows.isEmpty else { return "[]\n" }
    var block = TextBlock()
    for (index, row) in rows.enumerated() {
      block.append(index == 0 ? "[\n" : ",\n")
      append(row, to: &block)
    }
    block.append("\n]\n")
    return String(decoding: block.bytes, as: UTF8.self)
  }

  /// A row as a JSON object in one line.
  package func jsonObject(_ row: Int) -> String {
    var block = TextBlock()
    append(rows[row], to: &block)
    return String(decoding: block.bytes, as: UTF8.self)
  }

  private func append(_ row: [Cell], to block: inout TextBlock) {
    for (index, (column, cell)) in zip(columns, row).enumerated() {
      block.append(index == 0 ? "{" : ", ")
      block.append(json: column.name)
      block.append(": ")
      switch cell {
      case .text(let text): block.append(json: text)
      case .none: block.append("null")
      case .list(let numbers): block.append(json: numbers)
      default: block.append(Self.plain(cell))
      }
    }
    block.append("}")
  }

  private func table(width: Int?) -> String {
    let shown = columns.indices.filter { columns[$0].heading != nil }
    var lines = [shown.map { columns[$0].heading ?? "" }]
    // An empty list is a thing of its own, such as the shape of a single value.
    lines += rows.map { row in shown.map { row[$0] == .list([]) ? "-" : Self.plain(row[$0]).printable } }
    var widths = shown.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    if let width { Self.narrow(&widths, to: width) }
    let isNumber = shown.map { column in
      rows.contains { if case .integer = $0[column] { true } else { false } }
    }
    return lines.map { line in
      var text = ""
      for (column, cell) in line.enumerated() {
        let cell = cell.count > widths[column] ? cell.prefix(widths[column] - 1) + "…" : cell
        let blanks = String(repeating: " ", count: widths[column] - cell.count)
        text += isNumber[column] ? blanks + cell : cell + blanks
        text += "  "
      }
      while text.hasSuffix(" ") { text.removeLast() }
      return text + "\n"
    }.joined()
  }

  /// Takes from the widest column until the line fits; no column gets narrower than 12.
  private static func narrow(_ widths: inout [Int], to width: Int) {
    let gaps = 2 * (widths.count - 1)
    while widths.reduce(gaps, +) > width,
      let widest = widths.indices.max(by: { widths[$0] < widths[$1] }), widths[widest] > 12
    {
      widths[widest] -= 1
    }
  }

  private static func plain(_ cell: Cell) -> String {
    switch cell {
    case .text(let text): text
    case .integer(let number): String(number)
    case .boolean(let value): value ? "true" : "false"
    case .list(let numbers): numbers.map(String.init).joined(separator: "x")
    case .none: ""
    }
  }
}
