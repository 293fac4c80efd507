internal import EbbFiles
internal import EbbText

/// Composes text block by block on several threads, and writes it in its order; the same text comes for any number of
/// them.
/// - Parameters:
///   - count: the number of rows or numbers that the text is of.
///   - atOnce: how many a block is of.
///   - compose: appends some of them.
func writeBlocks(
  of count: Int, atOnce: Int, threads: Int, to write: (borrowing TextBlock) throws(FileError) -> Void,
  _ compose: @escaping @Sendable (_ numbers: Range<Int>, _ block: inout TextBlock) -> Void
) throws(FileError) {
  try inOrder((count + atOnce - 1) / atOnce, threads: threads) { _, number in
    var block = TextBlock()
    let first = number * atOnce
    compose(first..<min(first + atOnce, count), &block)
    return block
  } _: { (block) throws(FileError) in
    try write(block)
  }
}

/// The most rows that are composed at once: of some 100 bytes each they come to what a block holds.
private let rowsAtOnce = 1 << 9

/// Composes rows of text on several threads, and writes them in their order. However long texts are, about a block of
/// rows is composed at once, or one row.
/// - Parameter columns: the columns of some of the rows.
func writeRows(
  _ count: Int, threads: Int, to write: (borrowing TextBlock) throws(FileError) -> Void,
  _ columns: @escaping @Sendable (_ rows: Range<Int>) -> [RowColumn]
) throws(FileError) {
  guard count > 0 else { return }
  let width = columns(0..<1).reduce(1) { $0 + $1.longest }
  let atOnce = min(max(2 * TextBlock.size / width, 1), rowsAtOnce)
  try writeBlocks(of: count, atOnce: atOnce, threads: threads, to: write) { rows, block in
    block.append(rows: rows, of: columns(rows))
  }
}

extension RowColumn {
  /// The texts of rows from `rows.lowerBound` on, one each.
  init(_ texts: CellTexts, of rows: Range<Int>) { self.init(texts, first: rows.lowerBound) }
}
