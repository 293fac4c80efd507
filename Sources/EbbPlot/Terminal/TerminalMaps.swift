internal import EbbModel

/// Maps with characters: two places a character with colours, one of ten densities without; lengths are true where the
/// axes have one unit, a character being about twice as high as wide.
struct TerminalMaps {
  let maps: [HeatMap]
  let value: PlotAxis
  let colourMap: ColourMap
  let screen: DrawingScreen

  private static let densities = Array(" .:-=+*#%@")
  private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
  private static let leastRows = 4
  /// The blank and the two columns of colours beside a map, and a blank.
  private static let bar = 4

  private var colours: Scale {
    Scale(
      of: maps.lazy.flatMap(\.values), isLogarithmic: value.isLogarithmic, asked: value.range, hasZero: true)
  }

  private var hasColour: Bool { screen.colours != .none }
  private var categories: [Double] { maps[0].categories }

  /// Draws the maps one below another; a lone one is not higher than `lines`.
  func draw(on sheet: inout TerminalSheet, lines: Int) {
    let scale = colours
    for map in maps {
      if !map.label.isEmpty { sheet.put(map.label, x: 0, y: sheet.grow(by: 1)) }
      draw(map, scale, on: &sheet, lines: lines - (map.label.isEmpty ? 0 : 1))
    }
    for line in keyLines(width: sheet.width) {
      let y = sheet.grow(by: 1)
      for entry in line {
        if hasColour {
          sheet.set("█", TerminalInk.category(entry.index), x: entry.x, y: y)
        } else {
          sheet.set(Self.letters[entry.index % Self.letters.count], x: entry.x, y: y)
        }
        sheet.put(entry.text, x: entry.x + 2, y: y)
      }
    }
  }

  private func draw(_ map: HeatMap, _ scale: Scale, on sheet: inout TerminalSheet, lines: Int) {
    let (across, up) = (map.horizontalScale, map.verticalScale)
    let key = categories.isEmpty ? 1 : keyLines(width: sheet.width).count + 1
    let most = max(lines - TerminalAxes.below - key - 1, Self.leastRows)
    // Ticks of the colours decide how wide a map can be, and its height which ticks there are.
    var rows = most
    var columns = sheet.width
    var (upTicks, barTicks) = (TerminalAxes.up(up, rows: rows), TerminalAxes.up(scale, rows: rows))
    var margin = 0
    for _ in 0..<2 {
      upTicks = TerminalAxes.up(up, rows: rows)
      barTicks = TerminalAxes.up(scale, rows: rows)
      margin = min(TerminalAxes.margin(upTicks), sheet.width / 3)
      let beside =
        categories.isEmpty
        ? Self.bar + min(barTicks.labelled.map(\.label.columns).max() ?? 0, sheet.width / 4) : 0
      let room = max(sheet.width - margin - beside, 4)
      (columns, rows) = size(map, room: room, most: most)
    }
    let names = [map.vertical.label(power: upTicks.power), value.label(power: barTicks.power)]
    let isOneLine = names[0].columns + names[1].columns + 3 <= sheet.width
    let head = sheet.grow(by: isOneLine || !categories.isEmpty ? 1 : 2)
    sheet.put(names[0], x: 0, y: head)
    if categories.isEmpty {
      let name = names[1].printable.cut(to: sheet.width)
      let end = margin + columns + Self.bar + (barTicks.labelled.map(\.label.columns).max() ?? 0)
      sheet.put(
        name, x: max(min(end, sheet.width) - name.columns, isOneLine ? names[0].columns + 3 : 0),
        y: isOneLine ? head : head + 1)
    }
    let top = sheet.grow(by: rows + TerminalAxes.below)
    let axes = TerminalAxes(
      left: margin, top: top, columns: columns, rows: rows, horizontal: across, vertical: up)
    axes.drawUp(upTicks, on: &sheet)
    let ticks = TerminalAxes.across(across, columns: columns)
    axes.drawAcross(ticks, label: map.horizontal.label(power: ticks.power), on: &sheet)
    draw(map, scale, axes, on: &sheet)
    if categories.isEmpty { drawBar(scale, barTicks, axes, on: &sheet) }
  }

  /// The columns and rows of a map: true lengths where that makes neither a strip nor a tower.
  private func size(_ map: HeatMap, room: Int, most: Int) -> (columns: Int, rows: Int) {
    guard let ratio = map.trueRatio, ratio > 0 else { return (room, most) }
    let rows = (ratio * Double(room) / 2).rounded()
    if rows <= Double(most) { return (room, max(Int(rows), min(Self.leastRows, most))) }
    return (Int(min(max((2 * Double(most) / ratio).rounded(), 8), Double(max(room, 8)))), most)
  }

  private func draw(_ map: HeatMap, _ scale: Scale, _ axes: TerminalAxes, on sheet: inout TerminalSheet) {
    let fine = hasColour ? 2 * axes.rows : axes.rows
    let across = Self.bins(of: map.columns, axes.horizontal, places: axes.columns)
    let up = Self.bins(of: map.rows, axes.vertical, places: fine)
    let width = map.columns.count - 1
    func found(_ column: Int, _ row: Int) -> Double? {
      guard let columns = across[column], let rows = up[row] else { return nil }
      // The largest of what lies there; of names, which have none, that in the middle.
      if !categories.isEmpty {
        return map.values[(rows.lowerBound + rows.count / 2) * width + columns.lowerBound + columns.count / 2]
      }
      var largest = -Double.infinity
      for row in rows {
        for column in columns where map.values[row * width + column].isFinite {
          largest = max(largest, map.values[row * width + column])
        }
      }
      return largest.isFinite ? largest : nil
    }
    for row in 0..<axes.rows {
      for column in 0..<axes.columns {
        let (x, y) = (axes.left + column, axes.top + row)
        if hasColour {
          let upper = found(column, fine - 1 - 2 * row).flatMap { ink($0, scale) }
          let lower = found(column, fine - 2 - 2 * row).flatMap { ink($0, scale) }
          if let upper {
            sheet.set("▀", upper, back: lower, x: x, y: y)
          } else if let lower {
            sheet.set("▄", lower, x: x, y: y)
          }
        } else if let value = found(column, fine - 1 - row) {
          sheet.set(density(value, scale), x: x, y: y)
        }
      }
    }
    for line in map.lines.flatMap(\.lines) {
      for (from, to) in zip(line, line.dropFirst()) {
        let middle = ((from.x + to.x) / 2, (from.y + to.y) / 2)
        guard let x = axes.column(of: middle.0), let y = axes.line(of: middle.1) else { continue }
        sheet.set("•", TerminalInk(Colour(0xffffff), basic: 15), back: sheet.back(x: x, y: y), x: x, y: y)
      }
    }
  }

  /// The bins that each place shows: those whose middles lie there, or the one in which the place's middle lies.
  private static func bins(of borders: [Double], _ scale: Scale, places: Int) -> [Range<Int>?] {
    let shares = borders.map { scale.share(of: $0) }
    var own = [Range<Int>?](repeating: nil, count: places)
    for bin in 0..<borders.count - 1 {
      let middle = (max(shares[bin], 0) + min(shares[bin + 1], 1)) / 2
      guard shares[bin + 1] > 0, shares[bin] < 1, middle.isFinite else { continue }
      let place = min(max(Int(middle * Double(places)), 0), places - 1)
      own[place] = min(own[place]?.lowerBound ?? bin, bin)..<bin + 1
    }
    var bin = 0
    for place in 0..<places where own[place] == nil {
      let middle = (Double(place) + 0.5) / Double(places)
      while bin < borders.count - 2, shares[bin + 1] <= middle { bin += 1 }
      if shares[bin] <= middle, middle < shares[bin + 1] { own[place] = bin..<bin + 1 }
    }
    return own
  }

  /// `nil` for the terminal's own background, where a value cannot be shown.
  private func ink(_ value: Double, _ scale: Scale) -> TerminalInk? {
    if !categories.isEmpty { return .category(Int(value)) }
    if scale.isLogarithmic, value <= 0 { return nil }
    return TerminalInk(colourMap, at: scale.share(of: value))
  }

  private func density(_ value: Double, _ scale: Scale) -> Character {
    if !categories.isEmpty { return Self.letters[Int(value) % Self.letters.count] }
    if scale.isLogarithmic, value <= 0 { return " " }
    let place = Int(scale.share(of: value) * Double(Self.densities.count))
    return Self.densities[min(max(place, 0), Self.densities.count - 1)]
  }

  private func drawBar(_ scale: Scale, _ ticks: Ticks, _ axes: TerminalAxes, on sheet: inout TerminalSheet) {
    let left = axes.left + axes.columns + 1
    for row in 0..<axes.rows {
      func share(_ part: Double) -> Double { 1 - (Double(row) + part) / Double(axes.rows) }
      for column in left..<left + 2 {
        if hasColour {
          sheet.set(
            "▀", TerminalInk(colourMap, at: share(0.25)), back: TerminalInk(colourMap, at: share(0.75)),
            x: column, y: axes.top + row)
        } else {
          let place = Int(share(0.5) * Double(Self.densities.count))
          sheet.set(
            Self.densities[min(max(place, 0), Self.densities.count - 1)], x: column, y: axes.top + row)
        }
      }
    }
    for tick in ticks.labelled {
      let share = scale.share(of: tick.value)
      guard share >= -1e-9, share <= 1 + 1e-9 else { continue }
      let row = min(max(Int((1 - share) * Double(axes.rows)), 0), axes.rows - 1)
      sheet.put(tick.label, x: left + 3, y: axes.top + row)
    }
  }

  /// The names of zones and materials with their colours or letters, as many on a line as there is room for.
  private func keyLines(width: Int) -> [[(index: Int, text: String, x: Int)]] {
    var lines: [[(index: Int, text: String, x: Int)]] = []
    var x = 0
    for (index, category) in categories.enumerated() {
      let text = Typeset.minus(plainNumber(category)).cut(to: width - 3)
      if lines.isEmpty || x + text.columns + 2 > width {
        lines.append([])
        x = 0
      }
      lines[lines.count - 1].append((index, text, x))
      x += text.columns + 4
    }
    return lines
  }
}
