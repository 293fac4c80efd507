internal import EbbModel

/// The texts of a table, as people are to see them, and what is done to them where a terminal is narrow.
struct Grid {
  typealias Column = Listing.Column
  typealias Cell = Listing.Cell

  /// The blanks between columns.
  static let gap = 2

  /// The places of the columns in the listing.
  var shown: [Int]
  let listing: Listing
  var headings: [String]
  /// By column, then by row.
  var cells: [[String]]
  var widths: [Int]
  var shortened: Set<String> = []
  var leftOut: [String] = []

  init(_ listing: Listing) {
    self.listing = listing
    shown = listing.columns.indices.filter { listing.columns[$0].heading != nil }
    headings = shown.map { listing.columns[$0].heading ?? "" }
    cells = shown.map { column in listing.rows.map { listing.forPeople(column, in: $0) } }
    widths = zip(headings, cells).map { heading, cells in
      max(heading.columns, cells.map(\.columns).max() ?? 0)
    }
  }

  var width: Int { widths.reduce(Self.gap * max(0, widths.count - 1), +) }

  func column(_ index: Int) -> Column { listing.columns[shown[index]] }

  /// Whether a column's cells are of a kind.
  private func has(_ index: Int, _ isOfKind: (Cell) -> Bool) -> Bool {
    listing.rows.contains { isOfKind($0[shown[index]]) }
  }

  func isNumber(_ index: Int) -> Bool {
    has(index) { cell in
      switch cell {
      case .integer, .number: true
      default: false
      }
    }
  }

  private func isTime(_ index: Int) -> Bool {
    has(index) { if case .time = $0 { true } else { false } }
  }

  private func isText(_ index: Int) -> Bool {
    has(index) { if case .text = $0 { true } else { false } } && !isNumber(index)
  }

  private mutating func replace(_ index: Int, with texts: [String]) {
    if texts != cells[index] { shortened.insert(headings[index]) }
    cells[index] = texts
    widths[index] = max(headings[index].columns, texts.map(\.columns).max() ?? 0)
  }

  /// Cuts ids to as many of their first characters as tell them apart, no fewer than the date and time that they
  /// begin with.
  mutating func shortenIDs() {
    for index in shown.indices where column(index).isID {
      let ids = Set(cells[index])
      let longest = ids.map(\.count).max() ?? 0
      var length = min(15, longest)
      while length < longest, Set(ids.map { $0.prefix(length) }).count < ids.count { length += 1 }
      replace(index, with: cells[index].map { String($0.prefix(length)) })
    }
  }

  /// Takes from times and then from the widest texts, down to their minima; where that is not enough, optional columns
  /// go first.
  mutating func shorten(to width: Int) {
    if self.width > width {
      for index in shown.indices where isTime(index) {
        replace(index, with: cells[index].map { String($0.prefix(10)) })
      }
    }
    while true {
      let minima = shown.indices.map { index in
        isText(index) && !column(index).isID
          ? max(headings[index].columns, min(column(index).minimum, widths[index])) : widths[index]
      }
      if minima.reduce(Self.gap * (minima.count - 1), +) <= width {
        var (goal, index) = (widths, 0)
        while goal.reduce(Self.gap * (goal.count - 1), +) > width,
          let widest = goal.indices.filter({ goal[$0] > minima[$0] }).max(by: { goal[$0] < goal[$1] })
        {
          goal[widest] -= 1
        }
        while index < goal.count {
          let room = goal[index]
          if room < widths[index] { replace(index, with: cells[index].map { $0.cut(to: room) }) }
          index += 1
        }
        return
      }
      guard let last = shown.indices.last(where: { column($0).isOptional }) else { return }
      leftOut.insert(headings[last], at: 0)
      shortened.remove(headings[last])
      shown.remove(at: last)
      headings.remove(at: last)
      cells.remove(at: last)
      widths.remove(at: last)
    }
  }

  /// The lines that say what is not there, and how to get it.
  func note(_ layout: TableLayout) -> String {
    var sentences: [String] = []
    if !leftOut.isEmpty { sentences.append("Left out: \(leftOut.joined(separator: ", ")).") }
    let cut = headings.filter(shortened.contains)
    if !cut.isEmpty { sentences.append("Shortened: \(cut.joined(separator: ", ")).") }
    guard !sentences.isEmpty else { return "" }
    sentences.append("Whole: --columns all, or | cat.")
    let lines = TableLayout.lines(sentences.joined(separator: " "), width: layout.width ?? 80)
    return lines.map { $0 + "\n" }.joined()
  }
}
