internal import EbbModel

/// Characters in lines, each with its colours; none reaches beyond the sheet.
struct TerminalSheet {
  struct Cell {
    /// `nil` where a wide character to the left takes the place.
    var glyph: Character? = " "
    var front: TerminalInk?
    var back: TerminalInk?
  }

  let width: Int
  private var lines: [[Cell]] = []

  init(width: Int) { self.width = width }

  var count: Int { lines.count }

  /// Adds lines of blanks at the foot.
  /// - Returns: the number of the first.
  @discardableResult
  mutating func grow(by count: Int) -> Int {
    lines += Array(repeating: Array(repeating: Cell(), count: width), count: count)
    return lines.count - count
  }

  mutating func set(_ glyph: Character, _ front: TerminalInk? = nil, back: TerminalInk? = nil, x: Int, y: Int)
  {
    guard lines.indices.contains(y), 0..<width ~= x else { return }
    lines[y][x] = Cell(glyph: glyph, front: front, back: back)
  }

  /// The background of a place.
  func back(x: Int, y: Int) -> TerminalInk? {
    lines.indices.contains(y) && 0..<width ~= x ? lines[y][x].back ?? lines[y][x].front : nil
  }

  /// Writes a text, cut where the sheet or its room ends.
  mutating func put(_ text: String, _ front: TerminalInk? = nil, x: Int, y: Int, room: Int? = nil) {
    let text = text.printable.cut(to: max(min(room ?? width, width - x), 0))
    guard lines.indices.contains(y), x >= 0 else { return }
    var at = x
    for character in text {
      let columns = character.columns
      // What takes no place of its own goes with what is before it; alone it is left out.
      guard columns > 0, at + columns <= width else { continue }
      lines[y][at] = Cell(glyph: character, front: front)
      for other in 1..<max(columns, 1) where columns > 1 { lines[y][at + other] = Cell(glyph: nil) }
      at += columns
    }
  }

  /// A text around a place, moved where it would reach beyond the sheet.
  mutating func centre(_ text: String, around x: Int, y: Int, from low: Int = 0) {
    let start = min(max(x - text.columns / 2, low), max(width - text.columns, low))
    put(text, x: start, y: y)
  }

  /// The lines as a terminal takes them, without blanks at their ends; colours end with the line.
  func text(_ colours: DrawingScreen.Colours) -> [String] {
    lines.map { cells in
      let end = cells.lastIndex { $0.glyph != " " || $0.back != nil } ?? -1
      var text = ""
      var now = ""
      for cell in cells[..<(end + 1)] {
        guard let glyph = cell.glyph else { continue }
        let codes = [
          cell.front.map { $0.code(colours, isBack: false) },
          cell.back.map { $0.code(colours, isBack: true) },
        ].compactMap(\.self).filter { !$0.isEmpty }
        let wanted = codes.joined(separator: ";")
        if wanted != now {
          // Both are set anew: one may be gone.
          text += wanted.isEmpty ? "\u{1b}[0m" : now.isEmpty ? "\u{1b}[\(wanted)m" : "\u{1b}[0;\(wanted)m"
          now = wanted
        }
        text.append(glyph)
      }
      return now.isEmpty ? text : text + "\u{1b}[0m"
    }
  }
}
