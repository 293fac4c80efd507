/// The script of a picture in the making: texts and frames at places in points.
///
/// All texts stand where they were measured to have room: gnuplot would put titles, keys and the labels of ticks by
/// guesses of their widths.
struct Sheet {
  enum Alignment: String { case left, center, right }

  let width: Double
  let height: Double
  let letters: Lettering
  private(set) var lines: [String] = []

  init(width: Double, height: Double, _ letters: Lettering) {
    self.width = width
    self.height = height
    self.letters = letters
  }

  mutating func add(_ line: String) { lines.append(line) }

  private func x(_ place: Double) -> String { "screen " + ScriptText.rounded(place / width) }
  private func y(_ place: Double) -> String { "screen " + ScriptText.rounded(place / height) }

  /// A text whose middle line is at `y`; upwards if it is turned, with its middle line at `x`.
  mutating func text(
    _ text: String, x: Double, y: Double, _ alignment: Alignment, isTurned: Bool = false
  ) {
    add(
      "set label \(ScriptText.quoted(text)) at \(self.x(x)),\(self.y(y)) \(alignment)"
        + (isTurned ? " rotate by 90" : ""))
  }

  /// Lines one below another, the uppermost just below `top`.
  mutating func text(_ lines: [String], x: Double, top: Double, _ alignment: Alignment) {
    for (index, line) in lines.enumerated() {
      text(line, x: x, y: top - (Double(index) + 0.5) * letters.lineHeight, alignment)
    }
  }

  /// Lines around `x`, but as far to a side as it takes for them to be on the sheet.
  mutating func centred(_ lines: [String], around x: Double, top: Double) {
    let half = (lines.map(letters.width).max() ?? 0) / 2 + Self.edge
    text(lines, x: max(min(x, width - half), half), top: top, .center)
  }

  /// Turned lines at the left of a frame, around its middle, the first line outermost; in the room that
  /// `reach(beside:)` says.
  mutating func turned(_ lines: [String], beside box: Box, left: Double) {
    let (low, high) = (box.bottom - Self.tick, box.top + letters.lineHeight / 2)
    let half = (lines.map(letters.width).max() ?? 0) / 2
    let middle = max(min(box.middle, high - half), low + half)
    for (index, line) in lines.enumerated() {
      text(
        line, x: left + (Double(index) + 0.5) * letters.lineHeight, y: middle, .center, isTurned: true)
    }
  }

  /// The length of turned lines beside a frame: there are texts above it, and below its ticks.
  static func reach(beside height: Double, _ letters: Lettering) -> Double {
    height + tick + letters.lineHeight / 2
  }

  /// The least room between a text and the edge of the sheet.
  static let edge = 2.0

  /// A straight line.
  mutating func line(from: (x: Double, y: Double), to: (x: Double, y: Double), _ look: String) {
    add("set arrow from \(x(from.x)),\(y(from.y)) to \(x(to.x)),\(y(to.y)) nohead front \(look)")
  }

  mutating func mark(x: Double, y: Double, _ look: String) {
    add("set label '' at \(self.x(x)),\(self.y(y)) point \(look) front")
  }

  mutating func rectangle(_ box: Box, _ look: String, layer: String = "front") {
    add(
      "set object rectangle from \(x(box.left)),\(y(box.bottom)) to \(x(box.right)),\(y(box.top)) \(layer) \(look)"
    )
  }

  /// Starts a frame: what is drawn next is in it, and texts that were put before are not put again.
  mutating func frame(_ box: Box, isFirst: Bool) {
    if !isFirst { lines += ["unset label", "unset arrow", "unset object"] }
    for (name, place, length) in [
      ("l", box.left, width), ("r", box.right, width), ("b", box.bottom, height), ("t", box.top, height),
    ] {
      add("set \(name)margin at screen \(ScriptText.rounded(place / length))")
    }
  }

  /// The ticks below a frame, or at its left.
  mutating func axis(_ name: String, _ scale: Scale, _ ticks: Ticks, of box: Box, isLabelled: Bool = true) {
    add("\(scale.isLogarithmic ? "set" : "unset") logscale \(name)")
    add("set \(name)range [\(ScriptText.number(scale.low)):\(ScriptText.number(scale.high))]")
    let places =
      ticks.labelled.map { "'' " + ScriptText.number($0.value) }
      + ticks.minor.map { "'' " + ScriptText.number($0) + " 1" }
    add("set \(name)tics (\(places.joined(separator: ", ")))")
    guard isLabelled else { return }
    for tick in ticks.labelled {
      let share = scale.share(of: tick.value)
      if name == "x" {
        let place = box.left + share * box.width
        let half = letters.width(tick.label) / 2
        // What would be cut has its tick alone.
        guard place - half >= Self.edge / 2, place + half <= width - Self.edge / 2 else { continue }
        add(
          "set label \(ScriptText.quoted(tick.label)) at first \(ScriptText.number(tick.value)),"
            + "\(y(box.bottom - Self.tick - 0.5 * letters.lineHeight - 2)) center")
      } else {
        add(
          "set label \(ScriptText.quoted(tick.label)) at \(x(box.left - Self.tick - 1.5)),"
            + "first \(ScriptText.number(tick.value)) right")
      }
    }
  }

  /// The length of a tick.
  static let tick = 3.0

  /// The room that ticks and their labels take below a frame.
  static func below(_ letters: Lettering) -> Double { tick + letters.lineHeight + 2 }

  /// The room that they take at the left of one.
  static func left(_ ticks: Ticks, _ letters: Lettering) -> Double { tick + ticks.width(letters) + 4.5 }
}
