/// Curves as gnuplot draws them.
struct CurvesScript {
  let panels: [CurvePanel]
  let heading: [String]
  let style: PictureStyle
  private let layout: CurvesLayout

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
    layout = try CurvesLayout.make(panels, heading: heading, style)
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
    var first = 0
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
      sheet.add("plot " + parts(panel, frame.vertical, from: source, first).joined(separator: ", \\\n  "))
      first += panel.curves.count
    }
    if panels.count > 1 { sheet.add("unset multiplot") }
    return sheet.lines
  }

  /// What is drawn in a frame: bands below lines below marks.
  /// - Parameter first: the number of the first curve's data.
  private func parts(_ panel: CurvePanel, _ vertical: Scale, from source: String, _ first: Int) -> [String] {
    // Places below and above the frame, which bands are drawn to.
    let low = ScriptText.number(vertical.low)
    let high = ScriptText.number(vertical.high)
    func within(_ text: String) -> String { "(\(text)<\(low)?\(low):\(text)>\(high)?\(high):\(text))" }
    var parts: [String] = []
    if let level = panel.level {
      parts.append("\(ScriptText.number(level)) with lines linewidth 0.5 linecolor rgb '#808080' notitle")
    }
    for (index, curve) in panel.curves.enumerated() where hasData(curve, panel) && curve.errors != nil {
      parts.append(
        "\(source) index \(first + index) using 1:\(within("($2-$3)")):\(within("($2+$3)")) with filledcurves"
          + " fillcolor rgb '\(CurveStyle(curve.look).colour.code)' fillstyle transparent solid 0.3 noborder"
          + " notitle")
    }
    let isAlone = panel.curves.count == 1 && panels.count == 1
    for (index, curve) in panel.curves.enumerated() where hasData(curve, panel) {
      let look = CurveStyle(curve.look)
      let data = "\(source) index \(first + index)"
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
      if hasLoneBins(curve, panel) {
        parts.append(
          "\(data) using ($5==1?$4:NaN):2 every 2 with points pointtype 7 pointsize \(Self.loneSize)"
            + " linecolor rgb '\(look.colour.code)' notitle")
      }
    }
    // A frame in which nothing can be shown is drawn all the same.
    return parts.isEmpty || parts.count == 1 && panel.level != nil ? parts + ["NaN notitle"] : parts
  }

  /// Marks of curves that lie on each other stand beside each other.
  private func offset(_ curve: Curve, _ step: Int) -> Int {
    let place = curve.look * max(step / 5, 1) % max(step, 1)
    return place * (curve.edges == nil ? 1 : 2)
  }

  private func runs(_ curve: Curve, _ panel: CurvePanel) -> [[(place: Double, value: Double, error: Double?)]]
  {
    curve.runs(isLogarithmic: (layout.horizontal.isLogarithmic, panel.value.isLogarithmic))
  }

  /// Whether some bins have no neighbour that is drawn.
  private func hasLoneBins(_ curve: Curve, _ panel: CurvePanel) -> Bool {
    curve.edges != nil && runs(curve, panel).contains { $0.count == 2 }
  }

  private func hasData(_ curve: Curve, _ panel: CurvePanel) -> Bool { !runs(curve, panel).isEmpty }

  // MARK: Data

  /// The data, curve after curve, in pieces of some kilobytes. Sets are told apart by two empty lines; a gap is one.
  func pieces() -> AnyIterator<String> {
    let curves = panels.flatMap { panel in panel.curves.map { ($0, panel) } }
    var waiting = curves.indices.makeIterator()
    var rest: ArraySlice<String> = []
    return AnyIterator {
      while true {
        if let piece = rest.popFirst() { return piece }
        guard let index = waiting.next() else { return nil }
        rest = self.text(curves[index].0, curves[index].1, isFirst: index == 0)[...]
      }
    }
  }

  private func text(_ curve: Curve, _ panel: CurvePanel, isFirst: Bool) -> [String] {
    let hasLoneBins = hasLoneBins(curve, panel)
    let columns =
      "position value" + (curve.errors == nil ? (curve.edges == nil ? "" : " (no error)") : " error")
      + (curve.edges == nil ? "" : " centre\(hasLoneBins ? " alone" : ""); two rows a bin, from and to")
    var pieces = ["\(isFirst ? "" : "\n\n")# \(ScriptText.printable(curve.label)): \(columns)\n"]
    var text = ""
    var centre = 0
    let centres = curve.edges == nil ? [] : self.centres(curve, panel)
    for (number, run) in runs(curve, panel).enumerated() {
      if number > 0 { text += "\n" }
      for point in run {
        var numbers = [point.place, point.value]
        if let error = point.error {
          numbers.append(error)
        } else if curve.edges != nil {
          numbers.append(.nan)
        }
        if curve.edges != nil {
          numbers.append(centres[centre / 2])
          centre += 1
        }
        if hasLoneBins { numbers.append(run.count == 2 ? 1 : 0) }
        text += numbers.map(ScriptText.number).joined(separator: " ") + "\n"
        if text.utf8.count > 30_000 {
          pieces.append(text)
          text = ""
        }
      }
    }
    return text.isEmpty ? pieces : pieces + [text]
  }

  /// The centres of the bins that are drawn, in order.
  private func centres(_ curve: Curve, _ panel: CurvePanel) -> [Double] {
    curve.positions.indices.filter {
      curve.values[$0].isFinite && (!panel.value.isLogarithmic || curve.values[$0] > 0)
    }.map { curve.positions[$0] }
  }
}
