package import EbbModel

/// A figure drawn with characters, as large as a terminal.
package struct TerminalPlot: Sendable {
  private let screen: DrawingScreen

  package init(_ screen: DrawingScreen) { self.screen = screen }

  /// The lines of a drawing, none wider than the terminal. Of curves and of one map they fit its height, if that is not
  /// next to nothing; slices of a volume stand one below another, each of that height.
  package func lines(of figure: Figure) -> [String] {
    var sheet = TerminalSheet(width: screen.columns)
    for text in [figure.title, figure.note].filter({ !$0.isEmpty }) {
      sheet.put(text, x: 0, y: sheet.grow(by: 1))
    }
    // The last line is the shell's.
    let room = screen.lines - 1 - sheet.count
    switch figure.content {
    case .curves(let panels):
      TerminalCurves(panels: panels, screen: screen).draw(on: &sheet, lines: room)
    case .maps(let maps):
      TerminalMaps(maps: maps, value: figure.value, colourMap: figure.colours, screen: screen)
        .draw(on: &sheet, lines: room)
    }
    return sheet.text(screen.colours)
  }
}
