/// The size of a terminal.
package struct Screen: Sendable, Equatable {
  package var columns: Int
  package var lines: Int

  package init(columns: Int, lines: Int) {
    self.columns = columns
    self.lines = lines
  }

  /// Whether it holds all of a text and the line that a shell writes below. Bytes are counted, so that a character of
  /// several may be taken for more than it is.
  package func holds(_ text: some Sequence<UInt8>) -> Bool {
    var (line, column) = (1, 0)
    for byte in text {
      if byte == UInt8(ascii: "\n") {
        (line, column) = (line + 1, 0)
      } else if column == columns {
        (line, column) = (line + 1, 1)
      } else {
        column += 1
      }
      if line > lines { return false }
    }
    return true
  }
}
