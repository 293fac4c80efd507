internal import EbbModel

/// Dots within a frame, several to a character: lines, and bands between lines.
struct TerminalDots {
  private struct Cell {
    var line: UInt8 = 0
    var band: UInt8 = 0
    var ink: TerminalInk?
    var bandInk: TerminalInk?
  }

  let glyphs: DrawingScreen.Glyphs
  let columns: Int
  let rows: Int
  private var cells: [Cell]

  /// Dots of a character, across and up.
  private var across: Int { glyphs == .braille ? 2 : 1 }
  private var up: Int { glyphs == .braille ? 4 : 2 }
  var width: Int { columns * across }
  var height: Int { rows * up }

  init(columns: Int, rows: Int, _ glyphs: DrawingScreen.Glyphs) {
    self.glyphs = glyphs
    self.columns = columns
    self.rows = rows
    cells = Array(repeating: Cell(), count: columns * rows)
  }

  /// The bit of a dot within its character: Braille's are numbered down its columns, the lowest row last.
  private func bit(_ x: Int, _ y: Int) -> UInt8 {
    guard glyphs == .braille else { return 1 << (y % 2) }
    let row = y % 4
    return row == 3 ? (x % 2 == 0 ? 0x40 : 0x80) : 1 << (row + (x % 2 == 0 ? 0 : 3))
  }

  /// - Parameter y: from the top.
  mutating func line(x: Int, y: Int, _ ink: TerminalInk?) {
    guard 0..<width ~= x, 0..<height ~= y else { return }
    let cell = y / up * columns + x / across
    cells[cell].line |= bit(x, y)
    cells[cell].ink = ink
  }

  /// A dot of a band, of which every other is seen.
  mutating func band(x: Int, y: Int, _ ink: TerminalInk?) {
    guard 0..<width ~= x, 0..<height ~= y else { return }
    let cell = y / up * columns + x / across
    if glyphs == .blocks || (x + y) % 2 == 0 { cells[cell].band |= bit(x, y) }
    cells[cell].bandInk = ink
  }

  /// A straight line between two places in dots, from the left lower corner; what lies outside is left out.
  mutating func segment(_ from: (x: Double, y: Double), _ to: (x: Double, y: Double), _ ink: TerminalInk?) {
    // Liang and Barsky, ACM Trans. Graph. 3, 1984, 1.
    let (dx, dy) = (to.x - from.x, to.y - from.y)
    var (start, end) = (0.0, 1.0)
    for (p, q) in [
      (-dx, from.x), (dx, Double(width) - from.x), (-dy, from.y), (dy, Double(height) - from.y),
    ] {
      if p == 0 {
        if q < 0 { return }
      } else if p < 0 {
        start = max(start, q / p)
      } else {
        end = min(end, q / p)
      }
    }
    guard start <= end, dx.isFinite && dy.isFinite else { return }
    let steps = Int((max(abs(dx), abs(dy)) * (end - start)).rounded(.up)) + 1
    for step in 0...steps {
      let part = start + (end - start) * Double(step) / Double(steps)
      let x = min(Int(from.x + part * dx), width - 1)
      let y = min(Int(from.y + part * dy), height - 1)
      line(x: x, y: height - 1 - y, ink)
    }
  }

  /// A band between two places, each from one height to another.
  mutating func band(
    _ from: (x: Double, low: Double, high: Double), _ to: (x: Double, low: Double, high: Double),
    _ ink: TerminalInk?
  ) {
    func clamped(_ value: Double, _ most: Int) -> Int { Int(min(max(value, 0), Double(most - 1))) }
    guard to.x >= 0, from.x < Double(width), to.x >= from.x else { return }
    for x in clamped(from.x, width)...clamped(to.x, width) {
      let part = to.x > from.x ? min(max((Double(x) - from.x) / (to.x - from.x), 0), 1) : 0
      let low = from.low + part * (to.low - from.low)
      let high = from.high + part * (to.high - from.high)
      guard high >= 0, low < Double(height), low <= high else { continue }
      for y in clamped(low, height)...clamped(high, height) { band(x: x, y: height - 1 - y, ink) }
    }
  }

  /// Puts the characters onto a sheet.
  func draw(on sheet: inout TerminalSheet, left: Int, top: Int) {
    for row in 0..<rows {
      for column in 0..<columns {
        let cell = cells[row * columns + column]
        guard cell.line | cell.band != 0 else { continue }
        let ink = cell.line != 0 ? cell.ink : cell.bandInk
        let glyph: Character
        switch glyphs {
        case .braille:
          glyph = Character(Unicode.Scalar(0x2800 + UInt32(cell.line | cell.band)) ?? " ")
        case .blocks:
          glyph = cell.line == 0 ? "░" : cell.line == 3 ? "█" : cell.line == 1 ? "▀" : "▄"
        }
        sheet.set(glyph, ink, x: left + column, y: top + row)
      }
    }
  }
}
