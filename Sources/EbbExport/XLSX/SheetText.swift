internal import EbbModel
internal import EbbText

/// The cells of a worksheet, row after row (ECMA-376 part 1, 18.3.1, SpreadsheetML).
struct SheetText {
  private(set) var block = TextBlock()
  private var row = 0
  private var column = 0
  /// The letters of the columns so far.
  private var letters: [String] = []

  /// The opening of a sheet whose first rows stay in sight, with columns as wide as numbers.
  /// - Parameter widths: of each column, in characters.
  init(widths: [Int], frozenRows: Int) {
    block.append("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n")
    block.append("<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">")
    if frozenRows > 0 {
      block.append(
        "<sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"\(frozenRows)\" topLeftCell=\"A")
      block.append(
        "\(frozenRows + 1)\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>")
    }
    block.append("<cols>")
    for (index, width) in widths.enumerated() {
      block.append("<col min=\"\(index + 1)\" max=\"\(index + 1)\" width=\"\(width)\" customWidth=\"1\"/>")
    }
    block.append("</cols><sheetData>")
  }

  mutating func beginRow() {
    row += 1
    column = 0
    block.append("<row r=\"")
    block.append(row)
    block.append("\">")
  }

  mutating func endRow() { block.append("</row>") }

  mutating func end() { block.append("</sheetData></worksheet>") }

  mutating func clear() { block.clear() }

  mutating func skipCell() { column += 1 }

  /// A number in the shortest digits that read back as it. What is none is an error to spreadsheets, and infinities are texts,
  /// since cells cannot hold them; an absent one is an empty cell.
  mutating func append(_ number: Double?) {
    guard let number else { return skipCell() }
    guard number.isFinite else {
      if !number.isNaN { return append(number < 0 ? "-INF" : "INF") }
      begin()
      return block.append(" t=\"e\"><v>#N/A</v></c>")
    }
    begin()
    block.append("><v>")
    block.append(finite: number)
    block.append("</v></c>")
  }

  /// A text, in bold where it is a heading. Cells hold 32,767 characters.
  mutating func append(_ text: String, isHeading: Bool = false) {
    begin()
    block.append(isHeading ? " s=\"1\"" : "")
    block.append(" t=\"inlineStr\"><is><t xml:space=\"preserve\">")
    block.append(String(text.printableLines.prefix(32_767)).html)
    block.append("</t></is></c>")
  }

  private mutating func begin() {
    while letters.count <= column { letters.append(Self.letters(of: letters.count)) }
    block.append("<c r=\"")
    block.append(letters[column])
    block.append(row)
    block.append("\"")
    column += 1
  }

  /// A, …, Z, AA, ….
  private static func letters(of column: Int) -> String {
    let last = String(UnicodeScalar(UInt8(ascii: "A") + UInt8(column % 26)))
    return column < 26 ? last : letters(of: column / 26 - 1) + last
  }
}
