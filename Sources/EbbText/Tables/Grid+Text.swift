internal import EbbModel

/// What a table looks like.
extension Grid {
  private func look(_ index: Int, _ row: Int) -> TableLayout.Look? {
    switch column(index).mark {
    case .attention?: .yellow
    case .state?:
      .ofState(cells[index][row])
    case nil: nil
    }
  }

  /// A row a line.
  func text(_ layout: TableLayout) -> String { lines(of: Array(shown.indices), layout).joined() }

  /// A heading and the rows of some of the columns.
  private func lines(of columns: [Int], _ layout: TableLayout) -> [String] {
    let isRight = columns.map(isNumber)
    func line(_ texts: (Int) -> (text: String, look: TableLayout.Look?)) -> String {
      var line = Line()
      for (index, isRight) in zip(columns, isRight) {
        let cell = texts(index)
        line.add(
          cell.text, layout.show(cell.text, as: cell.look), width: widths[index], isRight: isRight,
          isFirst: index == columns[0])
      }
      return line.text + "\n"
    }
    return [line { (headings[$0], .bold) }]
      + listing.rows.indices.map { row in line { (cells[$0][row], look($0, row)) } }
  }

  /// A line that grows by texts, without blanks at its end.
  private struct Line {
    private(set) var text = ""
    private var pending = ""

    init() {}

    init(_ plain: String, _ shown: String, width: Int) { add(plain, shown, width: width, isFirst: true) }

    /// - Parameters:
    ///   - plain: the text that says how wide `shown` is.
    mutating func add(
      _ plain: String, _ shown: String, width: Int, isRight: Bool = false, isFirst: Bool = false
    ) {
      let blanks = String(repeating: " ", count: max(0, width - plain.columns))
      if !isFirst { pending += String(repeating: " ", count: Grid.gap) }
      if isRight { pending += blanks }
      if !plain.isEmpty {
        text += pending + shown
        pending = ""
      }
      if !isRight { pending += blanks }
    }
  }

  /// A column a line, as many rows side by side as there is room for, the others below; the lines. A row that is too wide
  /// by itself goes on in further lines.
  func turned(_ layout: TableLayout, _ width: Int) -> [String] {
    let told = Array(shown.indices)
    let label = told.map { headings[$0].columns }.max() ?? 0
    let widths = listing.rows.indices.map { row in told.map { cells[$0][row].columns }.max() ?? 0 }
    var lines: [String] = []
    var first = 0
    while first < widths.count {
      var (last, taken) = (first, label + Self.gap + widths[first])
      while last + 1 < widths.count, taken + Self.gap + widths[last + 1] <= width {
        last += 1
        taken += Self.gap + widths[last]
      }
      if first > 0 { lines.append("\n") }
      if taken <= width {
        lines += told.filter { index in cells[index][first...last].contains { !$0.isEmpty } }.map { index in
          var line = Line(headings[index], layout.show(headings[index], as: .bold), width: label)
          for row in first...last {
            let text = cells[index][row]
            line.add(text, layout.show(text, as: look(index, row)), width: widths[row])
          }
          return line.text + "\n"
        }
      } else {
        lines += record(first, told, label, layout, width)
      }
      first = last + 1
    }
    return lines
  }

  /// A row below its headings' side, its long texts in several lines.
  private func record(
    _ row: Int, _ told: [Int], _ label: Int, _ layout: TableLayout, _ width: Int
  ) -> [String] {
    // Where the texts would stand in a gutter, each goes below its heading.
    let isBelow = width < label + Self.gap + 12
    let room = isBelow ? width : width - label - Self.gap
    return told.filter { !cells[$0][row].isEmpty }.flatMap { index in
      let look = look(index, row)
      let lines = TableLayout.lines(cells[index][row], width: room).map { layout.show($0, as: look) + "\n" }
      let heading = headings[index]
      if isBelow {
        return TableLayout.lines(heading, width: width).map { layout.show($0, as: .bold) + "\n" } + lines
      }
      return lines.enumerated().map { number, text in
        let start = number == 0 ? heading : ""
        return layout.show(start, as: .bold)
          + String(repeating: " ", count: label + Self.gap - start.columns) + text
      }
    }
  }

  /// The columns in several tables below each other, each with those that say what its rows are of; `nil` where there are
  /// none, or one with them is too wide. The lines of each.
  func panels(_ layout: TableLayout, _ width: Int) -> [[String]]? {
    let keys = shown.indices.filter { listing.columns[shown[$0]].isKey }
    guard !keys.isEmpty, keys.count < shown.count else { return nil }
    let start = keys.reduce(0) { $0 + widths[$1] + Self.gap }
    var panels: [[Int]] = []
    var taken = 0
    for index in shown.indices where !keys.contains(index) {
      guard start + widths[index] <= width else { return nil }
      if panels.isEmpty || taken + Self.gap + widths[index] > width {
        panels.append([])
        taken = start - Self.gap
      }
      panels[panels.count - 1].append(index)
      taken += Self.gap + widths[index]
    }
    return panels.map { lines(of: keys + $0, layout) }
  }
}
