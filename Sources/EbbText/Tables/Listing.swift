package import EbbModel

/// A command's answer in rows: aligned for people, CSV or JSON for programs.
package struct Listing: Sendable, Equatable {
  package enum Format: Sendable, CaseIterable { case table, csv, json }

  package struct Column: Sendable, Equatable {
    /// The name in CSV and JSON: the store's own.
    package var name: String
    /// The heading of the aligned table; `nil` where people do not need the column.
    package var heading: String?

    /// The width that the column keeps in a terminal that is too narrow for all, as far as it needs it.
    package var minimum: Int
    /// Whether it may go where the minima do not fit, the last first.
    package var isOptional: Bool

    package init(_ name: String, heading: String? = nil, minimum: Int = 12, isOptional: Bool = false) {
      self.name = name
      self.heading = heading
      self.minimum = minimum
      self.isOptional = isOptional
    }
  }

  package enum Cell: Sendable, Equatable {
    case text(String)
    case integer(Int64)
    /// People see three digits of it. What is not finite is `null` in JSON.
    case number(Double)
    case boolean(Bool)
    case time(Instant)
    case list([Int])
    /// People see it rounded to its error; in JSON an object of value, error and unit; in CSV the value.
    case measured(Measured)
    case none

    package init(_ text: String?) { self = text.map { .text($0) } ?? .none }
    package init(_ number: Int64?) { self = number.map { .integer($0) } ?? .none }
    package init(_ number: Double?) { self = number.map { .number($0) } ?? .none }
    package init(_ time: Instant?) { self = time.map { .time($0) } ?? .none }
    package init(_ number: Int?) { self = number.map { .integer(Int64($0)) } ?? .none }
  }

  package var columns: [Column]
  /// Rows of as many cells as there are columns.
  package private(set) var rows: [[Cell]] = []

  package init(_ columns: [Column]) { self.columns = columns }

  package mutating func replaceRows(_ rows: [[Cell]]) { self.rows = rows }

  /// Leaves the first `count` rows.
  package mutating func limit(to count: Int?) {
    if let count { rows = Array(rows.prefix(count)) }
  }

  package mutating func add(_ cells: [Cell]) {
    precondition(cells.count == columns.count)
    rows.append(cells)
  }

  /// The whole answer as text, its last line ended.
  /// - Parameter width: the terminal's, to which the widest texts of an aligned table are cut; `nil` for all.
  package func text(_ form: Format, width: Int? = nil) -> String {
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
      case .time(let time): block.append(json: time.iso8601)
      case .none: block.append("null")
      case .number(let number) where !number.isFinite: block.append("null")
      case .list(let numbers): block.append(json: numbers)
      case .measured(let measured): append(measured, to: &block)
      default: block.append(Self.plain(cell))
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

  private func table(width: Int?) -> String {
    var shown = columns.indices.filter { columns[$0].heading != nil }
    var widths = shown.map { column in
      max(columns[column].heading?.count ?? 0, rows.map { Self.forPeople($0[column]).count }.max() ?? 0)
    }
    if let width { fit(&shown, &widths, to: width) }
    let isNumber = shown.map { column in
      rows.contains { row in
        switch row[column] {
        case .integer, .number: true
        default: false
        }
      }
    }
    func line(_ cells: [String]) -> String {
      var text = ""
      for (column, cell) in cells.enumerated() {
        let blanks = String(repeating: " ", count: widths[column] - cell.count)
        text += isNumber[column] ? blanks + cell : cell + blanks
        text += "  "
      }
      while text.hasSuffix(" ") { text.removeLast() }
      return text + "\n"
    }
    let heading = zip(shown, widths).map { Self.cut(columns[$0].heading ?? "", to: $1) }
    return line(heading)
      + rows.map { row in line(zip(shown, widths).map { Self.forPeople(row[$0], width: $1) }) }.joined()
  }

  /// Takes from the widest columns, down to their minima; if that is not enough, optional ones go.
  private func fit(_ shown: inout [Int], _ widths: inout [Int], to width: Int) {
    while true {
      let minima = zip(shown, widths).map { min(columns[$0].minimum, $1) }
      let gaps = 2 * (widths.count - 1)
      if minima.reduce(gaps, +) <= width || !shown.contains(where: { columns[$0].isOptional }) {
        while widths.reduce(gaps, +) > width,
          let widest = widths.indices.filter({ widths[$0] > minima[$0] }).max(by: { widths[$0] < widths[$1] })
        {
          widths[widest] -= 1
        }
        return
      }
      guard let last = shown.lastIndex(where: { columns[$0].isOptional }) else { return }
      shown.remove(at: last)
      widths.remove(at: last)
    }
  }

  /// The cell's text, cut to a width; of a time, the day stays.
  private static func forPeople(_ cell: Cell, width: Int) -> String {
    let text = forPeople(cell)
    if case .time = cell, text.count > width, width >= 10 { return String(text.prefix(10)) }
    return cut(text, to: width)
  }

  private static func cut(_ text: String, to width: Int) -> String {
    text.count > width ? text.prefix(width - 1) + "…" : text
  }

  package static func forPeople(_ cell: Cell) -> String {
    switch cell {
    // An empty list is a thing of its own, such as the shape of a single value.
    case .list([]): "-"
    case .number(let number): threeDigits(number)
    case .measured(let measured): measured.text
    case .time(let time): String(time.iso8601.prefix(19).replacing("T", with: " "))
    default: plain(cell).printable
    }
  }

  private static func plain(_ cell: Cell) -> String {
    switch cell {
    case .text(let text): text
    case .integer(let number): String(number)
    case .number(let number):
      number.isFinite ? number.description : number.isNaN ? "NaN" : threeDigits(number)
    case .boolean(let value): value ? "true" : "false"
    case .time(let time): time.iso8601
    case .list(let numbers): numbers.map(String.init).joined(separator: "x")
    case .measured(let measured): measured.value.map { plain(.number($0)) } ?? ""
    case .none: ""
    }
  }
}
