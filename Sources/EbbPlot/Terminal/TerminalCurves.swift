internal import EbbModel

/// Curves with characters: lines of dots, bands of errors as every other dot, marks where there are several.
struct TerminalCurves {
  let panels: [CurvePanel]
  let screen: DrawingScreen

  /// The marks of curves that are told apart without colours.
  private static let marks = Array("●■▲◆▼○□△◇▽")
  private static let leastRows = 4

  static func mark(_ look: Int) -> Character { marks[look % marks.count] }

  /// The lines of the frames, the first with its key above; at most as many as there is room for, if that is not too little.
  func draw(on sheet: inout TerminalSheet, lines: Int) {
    let horizontal = panels[0].horizontal
    let axis = panels[0].curves[0].axis
    let key = keyLines()
    // Above each frame the name of its values, below it the axis; below the last one labels and a name.
    let fixed = key.count + panels.count * 2 + 2
    let room = max(lines - fixed, Self.leastRows * panels.count)
    let first = panels.count == 1 ? room : max(room * 2 / 3, Self.leastRows)
    for line in key {
      let y = sheet.grow(by: 1)
      var x = 0
      for entry in line {
        if let look = entry.look {
          sheet.set(Self.mark(look), TerminalInk.curve(look), x: x, y: y)
        } else if !entry.text.isEmpty {
          sheet.set(screen.glyphs == .braille ? "⡪" : "░", x: x, y: y)
        }
        sheet.put(entry.text, x: x + 2, y: y)
        x += entry.text.columns + 4
      }
    }
    let heights = panels.indices.map { index in
      index == 0 ? first : max((room - first) / max(panels.count - 1, 1), Self.leastRows)
    }
    let verticals = panels.map { $0.vertical(over: horizontal) }
    let ups = panels.indices.map { TerminalAxes.up(verticals[$0], rows: heights[$0]) }
    // Labels take no more than a third.
    let margin = min(ups.map(TerminalAxes.margin).max() ?? 2, sheet.width / 3)
    for (index, panel) in panels.enumerated() {
      let isLast = index == panels.count - 1
      let head = sheet.grow(by: 1 + heights[index] + (isLast ? TerminalAxes.below : 1))
      let axes = TerminalAxes(
        left: margin, top: head + 1, columns: sheet.width - margin - 1, rows: heights[index],
        horizontal: horizontal, vertical: verticals[index])
      sheet.put(panel.value.label(power: ups[index].power), x: min(margin - 1, 2), y: head)
      axes.drawUp(ups[index], on: &sheet)
      let ticks = TerminalAxes.across(horizontal, columns: axes.columns)
      axes.drawAcross(ticks, label: isLast ? axis.label(power: ticks.power) : nil, on: &sheet)
      draw(panel, axes, on: &sheet)
    }
  }

  private func draw(_ panel: CurvePanel, _ axes: TerminalAxes, on sheet: inout TerminalSheet) {
    if let level = panel.level, let y = axes.line(of: level) {
      for column in 0..<axes.columns { sheet.set("┈", x: axes.left + column, y: y) }
    }
    var dots = TerminalDots(columns: axes.columns, rows: axes.rows, screen.glyphs)
    func place(_ value: Double) -> Double {
      // A share of −∞ is far outside.
      min(max(axes.horizontal.share(of: value), -10), 10) * Double(dots.width)
    }
    func height(_ value: Double) -> Double {
      min(max(axes.vertical.share(of: value), -100), 100) * Double(dots.height)
    }
    let isLogarithmic = (axes.horizontal.isLogarithmic, panel.value.isLogarithmic)
    var marks: [(x: Int, y: Int, look: Int)] = []
    let runs = panel.curves.map { curve -> [[DrawnCurve.Point]] in
      let drawn = DrawnCurve(curve, isLogarithmic: isLogarithmic)
      return drawn.runs.map(drawn.points)
    }
    for (curve, runs) in zip(panel.curves, runs) where curve.errors != nil {
      let ink = TerminalInk.curve(curve.look)
      for run in runs {
        let ends = run.map { point in
          let error = point.error.map { $0.isFinite ? $0 : 0 } ?? 0
          return (
            x: place(point.place), low: height(point.value - error), high: height(point.value + error)
          )
        }
        if ends.count == 1 { dots.band(ends[0], ends[0], ink) }
        for (from, to) in zip(ends, ends.dropFirst()) { dots.band(from, to, ink) }
      }
    }
    for (index, (curve, runs)) in zip(panel.curves, runs).enumerated() {
      let ink = TerminalInk.curve(curve.look)
      // Marks of curves that lie on each other stand beside each other.
      let step = max(axes.columns / 8, 4)
      var next = index * step / max(panel.curves.count, 1)
      for run in runs {
        let points = run.map { (x: place($0.place), y: height($0.value)) }
        if points.count == 1 { dots.segment(points[0], points[0], ink) }
        for (from, to) in zip(points, points.dropFirst()) { dots.segment(from, to, ink) }
        guard panel.curves.count > 1 else { continue }
        for point in points where point.x.isFinite && point.y.isFinite {
          let (x, y) = (Int(point.x) * axes.columns / dots.width, Int(point.y) * axes.rows / dots.height)
          guard x >= next, 0..<axes.columns ~= x, 0..<axes.rows ~= y else { continue }
          marks.append((axes.left + x, axes.top + axes.rows - 1 - y, curve.look))
          next = x + step
        }
      }
    }
    dots.draw(on: &sheet, left: axes.left, top: axes.top)
    for mark in marks { sheet.set(Self.mark(mark.look), TerminalInk.curve(mark.look), x: mark.x, y: mark.y) }
  }

  // MARK: Key

  private struct Entry {
    /// `nil` for the bands.
    var look: Int?
    var text: String
  }

  /// The names of several curves, and of their bands, as many on a line as there is room for.
  private func keyLines() -> [[Entry]] {
    let panel = panels[0]
    var entries: [Entry] = []
    if panel.curves.count > 1 {
      entries = panel.curves.map { Entry(look: $0.look, text: $0.label) }
    }
    if let band = panel.band { entries.append(Entry(look: nil, text: band)) }
    var lines: [[Entry]] = []
    var taken = 0
    for var entry in entries {
      entry.text = entry.text.printable.cut(to: screen.columns - 3)
      let columns = entry.text.columns + 4
      if lines.isEmpty || taken + columns - 2 > screen.columns {
        lines.append([])
        taken = 0
      }
      lines[lines.count - 1].append(entry)
      taken += columns
    }
    // No more than a third of the screen.
    let most = max(screen.lines / 3, 1)
    guard lines.count > most else { return lines }
    let left = entries.count - lines[..<(most - 1)].reduce(0) { $0 + $1.count }
    return lines[..<(most - 1)] + [
      [Entry(look: nil, text: ""), Entry(look: nil, text: "… and \(left) more")]
    ]
  }
}
