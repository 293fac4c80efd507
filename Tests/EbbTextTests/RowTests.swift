import EbbTestSupport
import Testing

@testable import EbbText

@Suite("rows of text")
struct RowTests {
  /// A text of up to 100 bytes, mostly short, some empty.
  private static func text(_ random: inout SeededGenerator) -> String {
    let length = Int.random(in: 0...9, using: &random) < 8 ? 20 : 100
    return String(
      (0..<Int.random(in: 0...length, using: &random)).map { _ in
        "abcdefghijklmnopqrstuvwxyz,; 0123456789.".randomElement(using: &random) ?? "a"
      })
  }

  @Test("a row is the texts of its columns, one after another", arguments: 0..<60)
  func columns(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let rows = Int.random(in: 0...40, using: &random)
    let first = Int.random(in: 0...1_000, using: &random)
    var columns: [RowColumn] = []
    var slow: [(_ row: Int) -> String] = []
    for _ in 0..<Int.random(in: 0...9, using: &random) {
      let texts = (0..<Int.random(in: 1...7, using: &random)).map { _ in Self.text(&random) }
      let stride = Int.random(in: 1...5, using: &random)
      let start = Int.random(in: 0...first, using: &random)
      columns.append(
        RowColumn(CellTexts(count: texts.count) { $1.append(texts[$0]) }, stride: stride, first: start))
      slow.append { row in texts[(row - start) / stride % texts.count] }
    }
    let range = first..<first + rows
    var block = TextBlock()
    block.append("before ")
    block.append(rows: range, of: columns)
    block.append(" after")
    let expected = range.map { row in slow.map { $0(row) }.joined() }.joined()
    #expect(String(decoding: block.bytes, as: UTF8.self) == "before " + expected + " after")
  }

  @Test("columns of axes go through their positions, the last fastest")
  func axes() {
    let counts = [2, 1, 3, 2]
    let texts = counts.map { count in CellTexts(count: count) { $1.append($0) } }
    var block = TextBlock()
    block.append(rows: 0..<12, of: RowColumn.axes(texts) + [RowColumn(" ")])
    let all = (0..<2).flatMap { a in (0..<3).flatMap { c in (0..<2).map { d in "\(a)0\(c)\(d) " } } }
    #expect(String(decoding: block.bytes, as: UTF8.self) == all.joined())
  }

  @Test("numbers are written as one by one, with what stands for those that are not finite")
  func numbers() {
    var random = SeededGenerator(seed: 3)
    let values =
      (0..<2_000).map { _ in Double(bitPattern: random.next()) }
      + [
        0, -0.0, 1, .nan, .infinity, -.infinity, 0.1, 123_456, .leastNonzeroMagnitude, -.leastNormalMagnitude,
      ]
    for decimal in [".", ","] as [Unicode.Scalar] {
      var slow = TextBlock()
      for value in values {
        slow.append(cell: value, decimal: decimal)
        slow.append("\n")
      }
      var rows = TextBlock()
      let cells = RowColumn(CellTexts(cells: values.span, decimal: decimal))
      rows.append(rows: 0..<values.count, of: [cells, RowColumn("\n")])
      #expect(rows.bytes == slow.bytes)
    }
    var slow = TextBlock()
    for value in values { slow.append(json: value) }
    var rows = TextBlock()
    rows.append(rows: 0..<values.count, of: [RowColumn(CellTexts(json: values.span))])
    #expect(rows.bytes == slow.bytes)
  }

  @Test("counts are written in decimal")
  func counts() {
    var block = TextBlock()
    let counts: [UInt32] = [7, 0, 4_294_967_295, 12]
    block.append(rows: 5..<8, of: [RowColumn(CellTexts(counts: counts[1...]), first: 5), RowColumn(";")])
    #expect(String(decoding: block.bytes, as: UTF8.self) == "0;4294967295;12;")
  }
}
