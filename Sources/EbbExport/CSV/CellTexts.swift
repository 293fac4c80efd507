internal import EbbText

/// The cells of each position on an axis, written once for all the rows that repeat them.
struct CellTexts {
  private let bytes: [UInt8]
  /// The end of each position's text.
  private let ends: [Int]

  /// - Parameter write: appends the cells of a position.
  init(count: Int, _ write: (_ position: Int, _ block: inout TextBlock) -> Void) {
    var block = TextBlock()
    ends = (0..<count).map { position in
      write(position, &block)
      return block.count
    }
    bytes = block.bytes
  }

  var count: Int { ends.count }

  func append(_ position: Int, to block: inout TextBlock) {
    let start = position == 0 ? 0 : ends[position - 1]
    block.append(bytes.span.extracting(start..<ends[position]))
  }
}
