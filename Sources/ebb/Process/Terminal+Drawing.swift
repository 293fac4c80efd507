internal import EbbModel
internal import Foundation

extension Terminal {
  /// The number of lines that `LINES` says, else the terminal; `nil` where standard output is none.
  private static var lines: Int? {
    if let lines = ProcessInfo.processInfo.environment["LINES"].flatMap({ Int($0) }), lines > 0 {
      return lines
    }
    return screen?.lines
  }

  /// The terminal as drawings are made for it: its size, 80 × 24 where there is none; its colours and characters as
  /// `COLORTERM` and `TERM` tell.
  /// - Parameters:
  ///   - showsColour: whether colours are meant.
  ///   - most: the most lines of a drawing.
  static func drawingScreen(showsColour: Bool, most: Int = .max) -> DrawingScreen {
    let environment = ProcessInfo.processInfo.environment
    return DrawingScreen(
      columns: width ?? 80, lines: min(lines ?? 24, most),
      colours: showsColour
        ? colours(term: environment["TERM"], colorterm: environment["COLORTERM"]) : .none,
      // The font of the console has no Braille, and dumb terminals may have none; a pipe is neither.
      glyphs: environment["TERM"] == "linux" || isPresent && environment["TERM"] == "dumb"
        ? .blocks : .braille)
  }

  /// The colours of a terminal that has some.
  static func colours(term: String?, colorterm: String?) -> DrawingScreen.Colours {
    if ["truecolor", "24bit"].contains(colorterm?.lowercased()) { return .full }
    guard let term, !term.isEmpty, term != "dumb" else {
      // Colours were asked for, and nothing says that there are fewer.
      return .full
    }
    if term.contains("direct") || term.contains("truecolor") { return .full }
    return term.contains("256") ? .palette : .sixteen
  }
}
