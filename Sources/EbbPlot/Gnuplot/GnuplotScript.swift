/// A figure as gnuplot draws it: a script, and the data that it reads.
///
/// Both are made for people to go on with. Texts of the store stand in single quotes, where gnuplot takes every
/// character as it is, for a terminal that sees no markup in them.
package struct GnuplotScript: Sendable {
  /// The names of the files in one folder: that of the data, and that of the picture.
  package struct Names: Sendable, Equatable {
    package var data: String
    package var picture: String

    package init(data: String, picture: String) {
      self.data = data
      self.picture = picture
    }
  }

  private enum Content: Sendable {
    case curves(CurvesScript)
    case maps(MapsScript)
  }

  package let format: PictureFormat
  /// The lines before the data, where these stand in the script.
  private let head: [String]
  private let rest: [String]
  private let content: Content

  /// - Parameter names: of the data's file and the picture's; `nil` where the data are to stand in the script
  ///   (`standingAlone`) and the picture goes to standard output.
  package init(_ figure: Figure, _ style: PictureStyle, names: Names?) throws(FigureError) {
    format = style.format
    let heading = figure.heading(style)
    switch figure.content {
    case .curves(let panels): content = .curves(try CurvesScript(panels, heading: heading, style))
    case .maps(let maps):
      content = .maps(
        try MapsScript(maps, value: figure.value, heading: heading, figure.colours, style))
    }
    let source = names == nil ? Self.block : "data"
    let drawing: (height: Double, lines: [String])
    switch content {
    case .curves(let script): drawing = (script.height, script.lines(from: source))
    case .maps(let script): drawing = (script.height, script.lines(from: source))
    }
    let terminal = PictureTerminal(style, height: drawing.height)
    var lines = ["set encoding utf8", "set terminal " + terminal.text]
    if let names {
      lines.insert("# Made by ebb. Run it in its folder: gnuplot FILE", at: 0)
      lines.append("set output \(ScriptText.file(names.picture))")
      lines.append("data = \(ScriptText.file(names.data))")
    }
    head = lines
    rest =
      [
        "set tics out nomirror", "set tics scale \(terminal.tickScale)",
        "unset key",
      ]
      + ["set clip two", "set border linewidth 0.5"] + drawing.lines
  }

  /// gnuplot's name for data that stand in a script.
  private static let block = "$data"

  package var script: String { Self.text(head + rest) }

  package var data: String { dataPieces().joined() }

  /// The script with the data in it, piece by piece: what is made of them is not held whole.
  package func standingAlone() -> AnyIterator<String> {
    var isOpen = false
    var isClosed = false
    let pieces = dataPieces()
    return AnyIterator {
      if !isOpen {
        isOpen = true
        return Self.text(head + ["\(Self.block) << EndOfData"])
      }
      if let piece = pieces.next() { return piece }
      if isClosed { return nil }
      isClosed = true
      return Self.text(["EndOfData"] + rest)
    }
  }

  private func dataPieces() -> AnyIterator<String> {
    switch content {
    case .curves(let script): script.pieces()
    case .maps(let script): script.pieces()
    }
  }

  private static func text(_ lines: [String]) -> String { lines.joined(separator: "\n") + "\n" }
}
