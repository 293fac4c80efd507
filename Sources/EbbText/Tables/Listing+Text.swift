internal import EbbModel

/// Answers for programs.
extension Listing {
  /// The columns of a row for programs, as they follow each other: each in its place under its name of 0.1.0 where it
  /// had another, and those once more at the end under their new names.
  private var written: [(name: String, column: Int)] {
    let names = Set(columns.map(\.name))
    let inPlace = columns.enumerated().map { (name: $1.oldName ?? $1.name, column: $0) }
    let renamed = columns.enumerated().filter { $1.oldName != nil }.map { (name: $1.name, column: $0) }
    // An old name that another column has now is gone.
    return inPlace.map { entry in
      let column = columns[entry.column]
      return column.oldName.map(names.contains) == true ? (column.name, entry.column) : entry
    } + renamed.filter { entry in !(columns[entry.column].oldName.map(names.contains) ?? false) }
  }

  var csv: String {
    let written = written
    var block = TextBlock()
    for (index, entry) in written.enumerated() {
      if index > 0 { block.append(",") }
      block.append(cell: entry.name)
    }
    block.append("\n")
    for row in rows {
      for (index, entry) in written.enumerated() {
        if index > 0 { block.append(",") }
        switch row[entry.column] {
        case .text(let text): block.append(cell: text)
        case .none: break
        default: block.append(Self.plain(row[entry.column]))
        }
      }
      block.append("\n")
    }
    return String(decoding: block.bytes, as: UTF8.self)
  }

  var json: String {
    guard !rows.isEmpty else { return "[]\n" }
    let written = written
    var block = TextBlock()
    for (index, row) in rows.enumerated() {
      block.append(index == 0 ? "[\n" : ",\n")
      append(row, as: written, to: &block)
    }
    block.append("\n]\n")
    return String(decoding: block.bytes, as: UTF8.self)
  }

  /// A row as a JSON object in one line.
  package func jsonObject(_ row: Int) -> String {
    var block = TextBlock()
    append(rows[row], as: written, to: &block)
    return String(decoding: block.bytes, as: UTF8.self)
  }

  private func append(_ row: [Cell], as written: [(name: String, column: Int)], to block: inout TextBlock) {
    for (index, entry) in written.enumerated() {
      block.append(index == 0 ? "{" : ", ")
      block.append(json: entry.name)
      block.append(": ")
      switch row[entry.column] {
      case .text(let text): block.append(json: text)
      case .time(let time): block.append(json: time.iso8601)
      case .none: block.append("null")
      case .number(let number) where !number.isFinite: block.append("null")
      case .list(let numbers): block.append(json: numbers)
      case .measured(let measured): append(measured, to: &block)
      default: block.append(Self.plain(row[entry.column]))
      }
    }
    block.append("}")
  }

  private func append(_ measured: Measured, to block: inout TextBlock) {
    func text(_ number: Double?) -> String {
      number.flatMap { $0.isFinite ? Self.plain(.number($0)) : nil } ?? "null"
    }
    block.append("{\"value\": \(text(measured.value)), \"error\": \(text(measured.error)), \"unit\": ")
    block.append(json: measured.unit)
    if let method = measured.errorMethod {
      block.append(", \"error_method\": ")
      block.append(json: method)
    }
    block.append("}")
  }
}
