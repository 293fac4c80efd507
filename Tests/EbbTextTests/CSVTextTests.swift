import Testing

@testable import EbbText

@Suite("CSV cells")
struct CSVTextTests {
  @Test(
    "a cell is quoted where it must be",
    arguments: [
      ("", ""), ("dose", "dose"), ("two words", "two words"), ("a'b", "a'b"), ("żółw", "żółw"),
      ("a,b", "\"a,b\""), ("\"", "\"\"\"\""), ("a\nb", "\"a\nb\""), ("a\rb", "\"a\rb\""),
      ("a\r\nb", "\"a\r\nb\""),
    ])
  func quoting(text: String, cell: String) {
    #expect(written(text) == cell)
  }

  @Test(
    "a cell that a spreadsheet would run is shown instead",
    arguments: ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", "=\u{301}1", "\r\n=1"])
  func formulas(text: String) {
    #expect(written(text) == "\"'\(text)\"")
  }

  @Test(
    "a separator that a combining mark follows is a separator still",
    arguments: [",\u{301}", "\"\u{301}", "a\"\u{20dd},\u{301}b", "x\n\u{301}", "\u{301}\"\u{301}"])
  func combiningMarks(text: String) throws {
    #expect(try #require(parsed(written(text) + ",next")) == [text, "next"])
  }

  private func written(_ text: String) -> String {
    var block = TextBlock()
    block.append(cell: text)
    return String(decoding: block.bytes, as: UTF8.self)
  }

  /// The cells of a record by RFC 4180, byte by byte; `nil` where it breaks the rules.
  private func parsed(_ record: String) -> [String]? {
    var cells: [[UInt8]] = [[]]
    var rest = Array(record.utf8)[...]
    var isQuoted = false
    while let byte = rest.popFirst() {
      switch (byte, isQuoted) {
      case (UInt8(ascii: "\""), true):
        if rest.first == UInt8(ascii: "\"") {
          cells[cells.count - 1].append(rest.removeFirst())
        } else {
          isQuoted = false
          guard rest.isEmpty || rest.first == UInt8(ascii: ",") else { return nil }
        }
      case (UInt8(ascii: "\""), false):
        guard cells[cells.count - 1].isEmpty else { return nil }
        isQuoted = true
      case (UInt8(ascii: ","), false): cells.append([])
      case (UInt8(ascii: "\n"), false), (UInt8(ascii: "\r"), false): return nil
      default: cells[cells.count - 1].append(byte)
      }
    }
    return isQuoted ? nil : cells.map { String(decoding: $0, as: UTF8.self) }
  }
}
