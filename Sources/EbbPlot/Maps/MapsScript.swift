internal import EbbModel

/// Maps as gnuplot draws them.
struct MapsScript {
  let maps: [HeatMap]
  let value: PlotAxis
  let style: PictureStyle
  let colourMap: ColourMap
  private let layout: MapsLayout
  private let colours: Scale

  /// The colour of bins that a logarithmic scale cannot show.
  private static let zero = "#d9d9d9"

  init(
    _ maps: [HeatMap], value: PlotAxis, heading: [String], _ colourMap: ColourMap, _ style: PictureStyle
  ) throws(FigureError) {
    self.maps = maps
    self.value = value
    self.style = style
    self.colourMap = colourMap
    let categories = maps[0].categories
    colours =
      categories.isEmpty
      ? Scale(
        of: maps.lazy.flatMap(\.values), isLogarithmic: value.isLogarithmic, asked: value.range,
        hasZero: true)
      : Scale(low: -0.5, high: Double(categories.count) - 0.5, isLogarithmic: false)
    layout = try MapsLayout.make(
      maps, value: value, colours: colours, heading: heading, style)
  }

  /// In points.
  var height: Double { layout.height }

  func lines(from source: String) -> [String] {
    let letters = style.letters
    let line = letters.lineHeight
    let count = maps[0].categories.count
    let stops = (count == 0 ? colourMap.stops : (0..<max(count, 2)).map(ColourMap.category)).enumerated()
      .map { "\($0) '\($1.code)'" }
    var sheet = Sheet(width: style.width, height: layout.height, letters)
    sheet.add(
      "set palette \(count == 0 ? "" : "maxcolors \(max(count, 2)) ")defined (\(stops.joined(separator: ", ")))"
    )
    sheet.add("set border 15")
    sheet.add("set cbrange [\(ScriptText.number(colours.low)):\(ScriptText.number(colours.high))]")
    if colours.isLogarithmic { sheet.add("set logscale cb") }
    if maps.count > 1 { sheet.add("set multiplot") }
    for (index, map) in maps.enumerated() {
      let frame = layout.frames[index]
      sheet.frame(frame.box, isFirst: index == 0)
      if index == 0 {
        sheet.centred(layout.heading, around: layout.colours.centre, top: layout.height - Sheet.edge)
        addColours(to: &sheet)
        layout.key.put(on: &sheet, left: layout.colours.left, top: layout.keyTop)
      } else {
        sheet.add("unset colorbox")
      }
      sheet.centred(
        frame.title, around: frame.box.centre,
        top: frame.box.top + line / 2 + Double(frame.title.count) * line)
      sheet.axis(
        "x", frame.horizontal.scale, frame.horizontal.ticks, of: frame.box, isLabelled: frame.isLabelledAcross
      )
      sheet.axis(
        "y", frame.vertical.scale, frame.vertical.ticks, of: frame.box, isLabelled: frame.isLabelledUp)
      if frame.isLabelledUp {
        sheet.turned(
          frame.vertical.label, beside: frame.box,
          left: frame.box.left - Sheet.left(frame.vertical.ticks, letters)
            - Double(frame.vertical.label.count) * line)
      }
      if frame.isLabelledAcross {
        sheet.centred(
          frame.horizontal.label, around: frame.box.centre, top: frame.box.bottom - Sheet.below(letters))
      }
      if hasZeros {
        sheet.rectangle(frame.box, "fillcolor rgb '\(Self.zero)' fillstyle solid noborder", layer: "behind")
      }
      if let cuts = map.cuts {
        for line in [
          "from first \(ScriptText.number(cuts.across)),graph 0 to first \(ScriptText.number(cuts.across)),graph 1",
          "from graph 0,first \(ScriptText.number(cuts.up)) to graph 1,first \(ScriptText.number(cuts.up))",
        ] {
          // Light within dark: seen on every colour. Black itself is the colour of letters, which is light on dark pages.
          sheet.add("set arrow \(line) nohead front linewidth 0.5 linecolor rgb '#101010'")
          sheet.add("set arrow \(line) nohead front linewidth 0.5 linecolor rgb '#ffffff' dashtype (3,3)")
        }
      }
      sheet.add(plot(map, index, from: source))
    }
    if maps.count > 1 { sheet.add("unset multiplot") }
    return sheet.lines
  }

  /// Whether there are bins that the scale cannot show, which are gray.
  private var hasZeros: Bool {
    value.isLogarithmic && maps.contains { $0.values.contains { $0.isFinite && $0 <= 0 } }
  }

  private func plot(_ map: HeatMap, _ index: Int, from source: String) -> String {
    let isImage = map.isEven && !map.horizontal.isLogarithmic && !map.vertical.isLogarithmic
    // What the scale cannot show is left out: gnuplot would give it the lowest colour.
    let (value, place) = hasZeros ? ("($7>0?$7:NaN)", "($7>0?$1:NaN)") : ("7", "1")
    var parts = [
      isImage
        ? "\(source) index \(index) using 1:2:\(value) with image\(hasPixels(map) ? " pixels" : "") notitle"
        : "\(source) index \(index) using \(place):2:3:4:5:6:7 with boxxyerror fillstyle solid noborder"
          + " fillcolor palette notitle"
    ]
    if hasZeros, map.values.contains(where: { !$0.isFinite }) {
      parts.append(
        "\(source) index \(index) using (valid(7)?NaN:$1):2:3:4:5:6 with boxxyerror fillstyle solid noborder"
          + " fillcolor rgb '#ffffff' notitle")
    }
    for (number, lines) in map.lines.enumerated() where !lines.lines.isEmpty {
      let before = map.lines[..<number].count { !$0.lines.isEmpty }
      for look in LevelStyle(number).looks {
        parts.append("\(source) index \(maps.count + before) using 1:2 with lines notitle \(look)")
      }
    }
    return "plot " + parts.joined(separator: ", \\\n  ")
  }

  /// The scale of the colours, with ticks of our own: it is a frame like others.
  private func addColours(to sheet: inout Sheet) {
    let box = layout.colours
    let letters = style.letters
    let (width, height) = (
      ScriptText.rounded(box.width / style.width), ScriptText.rounded(box.height / layout.height)
    )
    sheet.add(
      "set colorbox horizontal user origin screen \(ScriptText.rounded(box.left / style.width)),"
        + "\(ScriptText.rounded(box.bottom / layout.height)) size screen \(width),\(height) border")
    if !maps[0].categories.isEmpty { return addCategories(to: &sheet) }
    let ticks =
      layout.colourTicks.labelled.map { "'' " + ScriptText.number($0.value) }
      + layout.colourTicks.minor.map { "'' " + ScriptText.number($0) + " 1" }
    sheet.add("set cbtics (\(ticks.joined(separator: ", ")))")
    for tick in layout.colourTicks.labelled {
      let place = box.left + colours.share(of: tick.value) * box.width
      let half = letters.width(tick.label) / 2
      guard place - half >= Sheet.edge / 2, place + half <= style.width - Sheet.edge / 2 else { continue }
      sheet.text(tick.label, x: place, y: box.bottom - Sheet.tick - 0.5 * letters.lineHeight - 2, .center)
    }
    sheet.centred(layout.colourLabel, around: box.centre, top: box.bottom - Sheet.below(letters))
  }

  /// The names of zones and materials below their colours, as many as there is room for.
  private func addCategories(to sheet: inout Sheet) {
    let box = layout.colours
    sheet.add("unset cbtics")
    var end = -Double.infinity
    for (index, category) in maps[0].categories.enumerated() {
      let label = Typeset.minus(plainNumber(category))
      let place = box.left + colours.share(of: Double(index)) * box.width
      let half = style.letters.width(label) / 2
      guard place - half > end, place + half <= style.width - Sheet.edge else { continue }
      end = place + half + 0.4 * style.letters.size
      sheet.text(
        label, x: place, y: box.bottom - Sheet.tick - 0.5 * style.letters.lineHeight - 2, .center)
    }
    sheet.centred(layout.colourLabel, around: box.centre, top: box.bottom - Sheet.below(style.letters))
  }

  /// Browsers smooth images within pictures; few enough bins are drawn as rectangles.
  private func hasPixels(_ map: HeatMap) -> Bool {
    style.format == .svg && !style.embedsImages && map.values.count <= 10_000
  }

  // MARK: Data

  /// The data, row after row of each map.
  func pieces() -> AnyIterator<String> {
    var places = maps.indices.flatMap { index in
      [(index, -1)] + (0..<maps[index].rows.count - 1).map { (index, $0) }
    }[...]
    var lines = maps.flatMap(\.lines).filter { !$0.lines.isEmpty }[...]
    return AnyIterator {
      if let (index, row) = places.popFirst() {
        return row < 0 ? self.head(of: index) : Self.data(self.maps[index], row)
      }
      return lines.popFirst().map(Self.data)
    }
  }

  /// Lines of one value, place after place.
  private static func data(_ level: Isolines) -> String {
    "\n\n# \(ScriptText.number(level.percent)) %, \(ScriptText.number(level.value)): x, y\n"
      + level.lines.map { line in
        line.map { "\(ScriptText.number($0.x)) \(ScriptText.number($0.y))\n" }.joined()
      }.joined(separator: "\n")
  }

  private func head(of index: Int) -> String {
    let label = ScriptText.printable(maps[index].label)
    return "\(index == 0 ? "" : "\n\n")# \(label) centre x, y; x from, to; y from, to; value\n"
  }

  private static func data(_ map: HeatMap, _ row: Int) -> String {
    var text = ""
    let across = map.horizontalScale
    // The lowest bin of a linear axis begins at 0, which a logarithmic one does not have.
    func start(_ place: Double, _ axis: PlotAxis, _ scale: Scale) -> Double {
      axis.isLogarithmic && place <= 0 ? scale.low : place
    }
    let (low, high) = (start(map.rows[row], map.vertical, map.verticalScale), map.rows[row + 1])
    for column in 0..<(map.columns.count - 1) {
      let (left, right) = (start(map.columns[column], map.horizontal, across), map.columns[column + 1])
      let value = map.values[row * (map.columns.count - 1) + column]
      let numbers = [(left + right) / 2, (low + high) / 2, left, right, low, high, value]
      text += numbers.map(ScriptText.number).joined(separator: " ") + "\n"
    }
    return text
  }
}
