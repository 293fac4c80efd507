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
  /// The headings of columns that say nothing in any row.
  var empty: [String] = []

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

  /// Takes columns away that say nothing in any row; they are named below the table.
  mutating func leaveEmptyOut() {
    guard !listing.rows.isEmpty else { return }
    for index in shown.indices.reversed() where cells[index].allSatisfy({ $0.isEmpty || $0 == "-" }) {
      empty.insert(headings[index], at: 0)
      remove(index)
    }
  }

  private mutating func remove(_ index: Int) {
    shown.remove(at: index)
    headings.remove(at: index)
    cells.remove(at: index)
    widths.remove(at: index)
  }

  /// Texts that are cut to `room` columns: at their ends, or in their middles where only that leaves those different that
  /// are.
  private static func cut(_ texts: [String], to room: Int) -> [String] {
    let atEnds = texts.map { $0.cut(to: room) }
    if areApart(atEnds, of: texts) { return atEnds }
    let inside = texts.map { $0.cutInside(to: room) }
    return Set(inside).count > Set(atEnds).count ? inside : atEnds
  }

  private static func areApart(_ cut: [String], of texts: [String]) -> Bool {
    Set(cut).count == Set(texts).count
  }

  /// The least width of a column: of what a row is of, one that tells different ones apart, or its own.
  private func minimum(_ index: Int, keepsKeys: Bool) -> Int {
    guard isText(index), !column(index).isID else { return widths[index] }
    var room = max(headings[index].columns, min(column(index).minimum, widths[index]))
    guard column(index).isKey else { return room }
    if keepsKeys { return widths[index] }
    while room < widths[index], !Self.areApart(Self.cut(cells[index], to: room), of: cells[index]) {
      room = min(room + max(1, room / 8), widths[index])
    }
    return room
  }

  /// Takes from times and then from the widest texts, down to their minima; where that is not enough, optional columns
  /// go first, and where that is not, the names of what rows are of are shortened too.
  mutating func shorten(to width: Int) {
    let whole = self
    shorten(to: width, keepsKeys: true)
    guard self.width > width else { return }
    self = whole
    shorten(to: width, keepsKeys: false)
  }

  private mutating func shorten(to width: Int, keepsKeys: Bool) {
    if self.width > width {
      for index in shown.indices where isTime(index) {
        replace(index, with: cells[index].map { String($0.prefix(10)) })
      }
    }
    var minima = shown.indices.map { minimum($0, keepsKeys: keepsKeys) }
    while true {
      if minima.reduce(Self.gap * (minima.count - 1), +) <= width {
        var (goal, index) = (widths, 0)
        while goal.reduce(Self.gap * (goal.count - 1), +) > width,
          let widest = goal.indices.filter({ goal[$0] > minima[$0] }).max(by: { goal[$0] < goal[$1] })
        {
          goal[widest] -= 1
        }
        while index < goal.count {
          let room = goal[index]
          if room < widths[index] { replace(index, with: Self.cut(cells[index], to: room)) }
          index += 1
        }
        return
      }
      guard let last = shown.indices.last(where: { column($0).isOptional }) else { return }
      leftOut.insert(headings[last], at: 0)
      shortened.remove(headings[last])
      remove(last)
      minima.remove(at: last)
    }
  }

  /// The lines that say what is not there, and how to get it.
  func note(_ layout: TableLayout) -> String {
    var sentences: [String] = []
    if !leftOut.isEmpty { sentences.append("Left out: \(leftOut.joined(separator: ", ")).") }
    let cut = headings.filter(shortened.contains)
    if !cut.isEmpty { sentences.append("Shortened: \(cut.joined(separator: ", ")).") }
    if !sentences.isEmpty { sentences.append("Whole: --columns all, or | cat.") }
    if !empty.isEmpty { sentences.append("Empty: \(empty.joined(separator: ", ")).") }
    guard !sentences.isEmpty else { return "" }
    let lines = TableLayout.lines(sentences.joined(separator: " "), width: layout.width ?? 80)
    return lines.map { $0 + "\n" }.joined()
  }
}
