/// A part of the text of every row, and which of several texts each row has there.
package struct RowColumn: Sendable {
  let texts: CellTexts
  /// The number of rows one after another that have the same text.
  let stride: Int
  /// The row that the first text is of. After the last one the first comes again.
  let first: Int

  package init(_ texts: CellTexts, stride: Int = 1, first: Int = 0) {
    self.texts = texts
    self.stride = stride
    self.first = first
  }

  /// The same text in every row.
  package init(_ text: String) {
    self.init(CellTexts(count: 1) { $1.append(text) })
  }

  /// The columns of axes whose positions rows go through, the last axis fastest.
  /// - Parameter texts: those of each axis' positions.
  package static func axes(_ texts: [CellTexts]) -> [RowColumn] {
    texts.indices.map { axis in
      RowColumn(texts[axis], stride: texts[(axis + 1)...].reduce(1) { $0 * $1.count })
    }
  }

  /// The bytes of the longest text.
  package var longest: Int { texts.longest }

  /// The text of a row, and how many rows have it from that one on.
  func place(of row: Int) -> (text: Int, rows: Int) {
    let (turn, rest) = (row - first).quotientAndRemainder(dividingBy: stride)
    return (turn % texts.count, stride - rest)
  }
}
