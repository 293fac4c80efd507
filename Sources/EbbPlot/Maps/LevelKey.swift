internal import EbbModel

/// The key of a map's lines of equal value: a sample of each, its percentage and its value; side by side, in as many rows as
/// it takes.
struct LevelKey {
  private let entries: [String]
  private let letters: Lettering
  private let column: Double
  private let columns: Int

  /// The length of a sample, and the gap beside it, in em.
  private static let sample = 2.6
  private static let gap = 0.5

  /// - Parameters:
  ///   - power: the power of ten that the labels of values are to be multiplied by.
  ///   - width: the room that there is.
  init(_ lines: [Isolines], power: Int, in width: Double, _ letters: Lettering) {
    self.letters = letters
    entries = lines.map { line in
      let percent = Typeset.decimal(Int((line.percent * 1000).rounded()), exponent: -3)
      return "\(percent) % = \(Self.text(line.value / Power.ten(power)))"
    }
    let widest = entries.map(letters.width).max() ?? 0
    column = (Self.sample + Self.gap) * letters.size + widest + 1.2 * letters.size
    columns = max(min(Int((width + 1.2 * letters.size) / column), entries.count), 1)
  }

  /// Three digits, with a power of ten where they are very large or small.
  private static func text(_ value: Double) -> String {
    let parts = threeDigits(value).split(separator: "e")
    guard parts.count == 2, let exponent = Int(parts[1].drop { $0 == "+" }) else {
      return Typeset.minus(String(parts[0]))
    }
    return Typeset.minus(String(parts[0])) + "×" + Typeset.power(exponent)
  }

  var height: Double {
    entries.isEmpty ? 0 : Double((entries.count + columns - 1) / columns) * letters.lineHeight
  }

  /// Puts it with its upper edge at a place.
  func put(on sheet: inout Sheet, left: Double, top: Double) {
    for (index, entry) in entries.enumerated() {
      let start = left + Double(index % columns) * column
      let y = top - (Double(index / columns) + 0.5) * letters.lineHeight
      let end = start + Self.sample * letters.size
      for look in LevelStyle(index).looks { sheet.line(from: (start, y), to: (end, y), look) }
      sheet.text(entry, x: end + Self.gap * letters.size, y: y, .left)
    }
  }
}
