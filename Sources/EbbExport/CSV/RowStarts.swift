internal import EbbText

/// The beginnings of rows, before the values: bin after bin in the order of a page's values.
struct RowStarts {
  private let start: String
  private let outer: [CellTexts]
  private let last: CellTexts
  private var walk: BinWalk
  /// The start and the cells of all axes but the last, which change with each turn of that one.
  private var turn = TextBlock()
  private var position = 0

  /// - Parameters:
  ///   - start: what all rows begin with.
  ///   - axes: the cells of each axis.
  init(_ start: String = "", axes: [CellTexts]) {
    self.start = start
    outer = axes.dropLast()
    last = axes.last ?? CellTexts(count: 1) { _, _ in }
    walk = BinWalk(shape: outer.map(\.count))
    beginTurn()
  }

  /// Writes the start of the next row.
  mutating func appendNext(to block: inout TextBlock) {
    turn.withBytes { block.append($0) }
    last.append(position, to: &block)
    position += 1
    guard position == last.count else { return }
    position = 0
    walk.advance()
    beginTurn()
  }

  private mutating func beginTurn() {
    turn.clear()
    turn.append(start)
    for (axis, position) in zip(outer, walk.index) { axis.append(position, to: &turn) }
  }
}
