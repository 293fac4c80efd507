package import EbbModel

/// A command's answer in rows: aligned for people, CSV or JSON for programs.
package struct Listing: Sendable, Equatable {
  package enum Format: Sendable, CaseIterable { case table, csv, json }

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

  package internal(set) var columns: [Column]
  /// Rows of as many cells as there are columns.
  package private(set) var rows: [[Cell]] = []
  /// Whether its columns are those that were asked for by name, which are shown whole.
  var isChosen = false

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
  /// - Parameter width: the terminal's, which no line of an aligned table is wider than; `nil` for any width.
  package func text(_ form: Format, width: Int? = nil) -> String {
    text(form, TableLayout(width: width))
  }

  /// The whole answer as text, its last line ended.
  package func text(_ form: Format, _ layout: TableLayout) -> String {
    switch form {
    case .table: table(layout)
    case .csv: csv
    case .json: json
    }
  }

  /// A cell as people read it.
  /// - Parameter row: the cells of its row, of which one may be the error that stands with it.
  func forPeople(_ column: Int, in row: [Cell]) -> String {
    let description = columns[column]
    let scale = description.isPercent ? 100.0 : 1
    switch row[column] {
    // An empty list is a thing of its own, such as the shape of a single value.
    case .list([]): return "-"
    case .number(let number):
      var error: Double?
      if case .number(let found)? = cell(called: description.error, in: row) { error = found * scale }
      var text =
        error.map { Measured(number * scale, error: $0, unit: "1").text } ?? threeDigits(number * scale)
      if description.isSigned, number > 0 { text = "+" + text }
      if case .text(let unit)? = cell(called: description.unit, in: row) { text += " " + unit.printable }
      return text
    case .measured(let measured):
      let text = measured.text
      return description.tellsUnits && measured.value != nil && measured.unit != "1"
        ? "\(text) \(measured.unit.printable)" : text
    case .time(let time): return String(time.iso8601.prefix(19).replacing("T", with: " "))
    default: return Self.plain(row[column]).printable
    }
  }

  private func cell(called name: String?, in row: [Cell]) -> Cell? {
    columns.firstIndex { $0.name == name }.map { row[$0] }
  }

  /// A cell as programs read it, but for what CSV and JSON write in ways of their own.
  static func plain(_ cell: Cell) -> String {
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
