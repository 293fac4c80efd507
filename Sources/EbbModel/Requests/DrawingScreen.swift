/// The terminal that drawings with characters are made for.
package struct DrawingScreen: Sendable, Equatable {
  /// The colours that a terminal has.
  package enum Colours: Sendable, Equatable {
    case none
    /// The eight of ECMA-48 and their bright ones.
    case sixteen
    /// The 256 of xterm.
    case palette
    /// 24 bits.
    case full
  }

  /// The characters that curves are made of.
  package enum Glyphs: Sendable, Equatable {
    /// 2 × 4 dots a character.
    case braille
    /// Halves of a character: of fonts that have no Braille, such as the console's of Linux.
    case blocks
  }

  /// Fewer than 20 columns or 8 lines are taken as these; more than any terminal has as 10,000 and 1,000.
  package let columns: Int
  package let lines: Int
  package var colours: Colours
  package var glyphs: Glyphs

  package init(
    columns: Int = 80, lines: Int = 24, colours: Colours = .none, glyphs: Glyphs = .braille
  ) {
    self.columns = min(max(columns, 20), 10_000)
    self.lines = min(max(lines, 8), 1000)
    self.colours = colours
    self.glyphs = glyphs
  }
}
