/// Curves as gnuplot draws them.
struct CurvesScript {
  let panels: [CurvePanel]
  let heading: [String]
  let style: PictureStyle
  private let layout: CurvesLayout
  /// The curves of each frame, and the numbers of their data.
  private let drawn: [[(curve: DrawnCurve, index: Int, zeros: Int)]]

  /// The size of a mark on a curve, of gnuplot's own.
  static let markSize = 0.5
  /// That of a bin without neighbours, whose line may be shorter than it is wide.
  private static let loneSize = 0.25
  /// About so many marks are on a curve.
  private static let marks = 12

  init(_ panels: [CurvePanel], heading: [String], _ style: PictureStyle) throws(FigureError) {
    self.panels = panels
    self.heading = heading
    self.style = style
    let layout = try CurvesLayout.make(panels, heading: heading, style)
    self.layout = layout
    let curves = panels.map { panel in
      panel.curves.map {
        DrawnCurve($0, isLogarithmic: (layout.horizontal.isLogarithmic, panel.value.isLogarithmic))
      }
    }
    // What is empty is no set of data. Zeros have theirs behind those of all lines.
    var (index, zeros) = (0, curves.joined().count { !$0.runs.isEmpty })
    drawn = curves.map { curves in
      curves.map { curve in
        defer {
          index += curve.runs.isEmpty ? 0 : 1
          zeros += curve.zeros.isEmpty ? 0 : 1
        }
        return (curve, index, zeros)
      }
    }
  }

  /// In points.
  var height: Double { layout.height }

  /// The lines that draw `source`, gnuplot's name for the data.
  func lines(from source: String) -> [String] {
    let letters = style.letters
    let line = letters.lineHeight
    var sheet = Sheet(width: style.width, height: layout.height, letters)
    sheet.add("set border 3")
    if panels.count > 1 { sheet.add("set multiplot") }
    for (index, panel) in panels.enumerated() {
      let frame = layout.frames[index]
      sheet.frame(frame.box, isFirst: index == 0)
      if index == 0 {
        sheet.centred(layout.heading, around: frame.box.centre, top: layout.height - Sheet.edge)
        layout.legend.put(
          on: &sheet, left: layout.legendPlace.left, top: layout.legendPlace.top,
          single: panel.curves.count == 1 ? panel.curves[0].look : nil)
      }
      let isLast = index == panels.count - 1
      sheet.axis("x", layout.horizontal, layout.ticks, of: frame.box, isLabelled: isLast)
      sheet.axis("y", frame.vertical, frame.ticks, of: frame.box)
      sheet.turned(
        frame.label, beside: frame.box,
        left: frame.box.left - Sheet.left(frame.ticks, letters) - Double(frame.label.count) * line)
      if isLast {
        sheet.centred(
          layout.label, around: frame.box.centre, top: frame.box.bottom - Sheet.below(letters))
      }
      sheet.add("plot " + parts(index, frame, from: source).joined(separator: ", \\\n  "))
    }
    if panels.count > 1 { sheet.add("unset multiplot") }
    return sheet.lines
  }

  /// What is drawn in a frame: bands below lines below marks.
  private func parts(_ number: Int, _ frame: CurvesLayout.Frame, from source: String) -> [String] {
    let panel = panels[number]
    // Places below and above the frame, which bands are drawn to.
    let low = ScriptText.number(frame.vertical.low)
    let high = ScriptText.number(frame.vertical.high)
    func within(_ text: String) -> String { "(\(text)<\(low)?\(low):\(text)>\(high)?\(high):\(text))" }
    var parts: [String] = []
    if let level = panel.level {
      parts.append("\(ScriptText.number(level)) with lines linewidth 0.5 linecolor rgb '#808080' notitle")
    }
    let shown = drawn[number].filter { !$0.curve.runs.isEmpty }
    for (drawn, index, _) in shown where drawn.curve.errors != nil {
      parts.append(
        "\(source) index \(index) using 1:\(within("($2-$3)")):\(within("($2+$3)")) with filledcurves"
          + " fillcolor rgb '\(CurveStyle(drawn.curve.look).colour.code)' fillstyle transparent solid 0.3 noborder"
          + " notitle")
    }
    let isAlone = panel.curves.count == 1 && panels.count == 1
    for (drawn, index, _) in shown {
      let curve = drawn.curve
      let look = CurveStyle(curve.look)
      let data = "\(source) index \(index)"
      parts.append(
        "\(data) using 1:2 with lines linewidth 1 linecolor rgb '\(look.colour.code)'"
          + " dashtype \(isAlone ? "solid" : look.dash) notitle")
      // Single points make no line; marks tell several curves apart.
      let places = curve.edges == nil ? "1:2" : "4:2"
      let isBare = curve.edges == nil && curve.positions.count < 40
      if !isAlone || isBare {
        let step = isBare ? 1 : max(curve.positions.count / Self.marks, 1)
        parts.append(
          "\(data) using \(places) every \(step * (curve.edges == nil ? 1 : 2))::\(offset(curve, step)) with points"
            + " pointtype \(look.mark) pointsize \(Self.markSize)"
            + " linecolor rgb '\(look.colour.code)' notitle")
      } else if curve.edges == nil {
        parts.append(
          "\(data) using 1:2 with points pointtype 7 pointsize 0.15 linecolor rgb '\(look.colour.code)' notitle"
        )
      }
      if drawn.hasLoneBins {
        parts.append(
          "\(data) using ($5==1?$4:NaN):2 every 2 with points pointtype 7 pointsize \(Self.loneSize)"
            + " linecolor rgb '\(look.colour.code)' notitle")
      }
    }
    let withZeros = drawn[number].filter { !$0.curve.zeros.isEmpty }
    for (place, (drawn, _, index)) in withZeros.enumerated() {
      parts.append(
        ZeroMarks.plot(
          "\(source) index \(index)", bins: drawn.curve.edges != nil,
          between: ZeroMarks.values(of: place, frame.vertical, height: frame.box.height),
          CurveStyle(drawn.curve.look).colour))
    }
    // A frame in which nothing can be shown is drawn all the same.
    return parts.isEmpty || parts.count == 1 && panel.level != nil ? parts + ["NaN notitle"] : parts
  }

  /// Marks of curves that lie on each other stand beside each other.
  private func offset(_ curve: Curve, _ step: Int) -> Int {
    let place = curve.look * max(step / 5, 1) % max(step, 1)
    return place * (curve.edges == nil ? 1 : 2)
  }

  // MARK: Data

  /// The data, curve after curve, in pieces of some kilobytes; behind them where zeros are. Sets are told apart by two empty
  /// lines; a gap is one.
  func pieces() -> AnyIterator<String> {
    let curves = drawn.flatMap(\.self)
    var waiting = curves.filter { !$0.curve.runs.isEmpty }.makeIterator()
    var zeros = curves.filter { !$0.curve.zeros.isEmpty }.makeIterator()
    var rest: ArraySlice<String> = []
    return AnyIterator {
      while true {
        if let piece = rest.popFirst() { return piece }
        guard let (curve, index, _) = waiting.next() else { return zeros.next().map { Self.zeros($0.curve) } }
        rest = Self.text(curve, isFirst: index == 0)[...]
      }
    }
  }

  private static func text(_ drawn: DrawnCurve, isFirst: Bool) -> [String] {
    let curve = drawn.curve
    let hasLoneBins = drawn.hasLoneBins
    let columns =
      "position value" + (curve.errors == nil ? (curve.edges == nil ? "" : " (no error)") : " error")
      + (curve.edges == nil
        ? "" : " centre\(hasLoneBins ? " alone" : ""); two rows a bin, from and to")
    var pieces = ["\(isFirst ? "" : "\n\n")# \(ScriptText.printable(curve.label)): \(columns)\n"]
    var text = ""
    for (number, run) in drawn.runs.enumerated() {
      if number > 0 { text += "\n" }
      for bin in run {
        for place in drawn.places(of: bin) {
          var numbers = [place, curve.values[bin]]
          if let errors = curve.errors {
            numbers.append(errors[bin])
          } else if curve.edges != nil {
            numbers.append(.nan)
          }
          if curve.edges != nil { numbers.append(curve.positions[bin]) }
          if hasLoneBins { numbers.append(run.count == 1 ? 1 : 0) }
          text += numbers.map(ScriptText.number).joined(separator: " ") + "\n"
        }
        if text.utf8.count > 30_000 {
          pieces.append(text)
          text = ""
        }
      }
    }
    return text.isEmpty ? pieces : pieces + [text]
  }

  /// The places of bins that the scale cannot show: from and to of each run, or each point.
  private static func zeros(_ drawn: DrawnCurve) -> String {
    let hasBins = drawn.curve.edges != nil
    let name = ScriptText.printable(drawn.curve.label)
    let rows = drawn.zeros.flatMap { run in
      hasBins
        ? [drawn.ends(of: run).map(ScriptText.number).joined(separator: " ")]
        : run.flatMap(drawn.places).map(ScriptText.number)
    }
    return "\n\n# \(name): 0 or less \(hasBins ? "from, to" : "at")\n" + rows.map { $0 + "\n" }.joined()
  }
}
