/// A figure as gnuplot draws it: a script, and the data that it reads.
///
/// Both are made for people to go on with. Texts of the store stand in single quotes, where gnuplot takes every
/// character as it is.
package struct GnuplotScript: Sendable, Equatable {
  /// The names of the files in one folder: that of the data, and that of the picture.
  package struct Names: Sendable, Equatable {
    package var data: String
    package var picture: String

    package init(data: String, picture: String) {
      self.data = data
      self.picture = picture
    }
  }

  /// The lines before the data, where these stand in the script.
  private let head: [String]
  private let rest: [String]
  private let content: Figure.Content

  /// - Parameter names: of the data's file and the picture's; `nil` where the data are to stand in the script
  ///   (`standingAlone`) and the picture goes to standard output.
  package init(_ figure: Figure, _ style: PictureStyle, names: Names?) {
    content = figure.content
    let height: Double
    switch figure.content {
    case .curves(let curves): height = 0.72 * style.width + 0.4 * Double(curves.count - 1)
    case .maps(let maps): height = MapLayout(maps, style).height
    }
    var lines = ["set encoding utf8", "set terminal " + Self.terminal(style, height: height)]
    if let names {
      lines.insert("# Made by ebb. Run it in its folder: gnuplot FILE", at: 0)
      lines.append("set output \(Self.quoted(names.picture))")
      lines.append("data = \(Self.quoted(names.data))")
    }
    head = lines
    lines = ["set tics out nomirror"]
    let source = names == nil ? Self.block : "data"
    switch figure.content {
    case .curves(let curves): lines += Self.lines(curves, from: source, figure, style)
    case .maps(let maps): lines += Self.lines(maps, from: source, figure, style)
    }
    rest = lines
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

  /// The data, some rows at a time.
  private func dataPieces() -> AnyIterator<String> {
    switch content {
    case .curves(let curves):
      var places = curves.indices.flatMap { index in
        [(index, 0..<0)] + Self.rows(of: curves[index]).map { (index, $0) }
      }[...]
      return AnyIterator {
        places.popFirst().map { index, rows in
          rows.isEmpty ? Self.head(of: curves[index], isFirst: index == 0) : Self.data(curves[index], rows)
        }
      }
    case .maps(let maps):
      var places = maps.indices.flatMap { index in
        [(index, -1)] + (0..<maps[index].rows.count - 1).map { (index, $0) }
      }[...]
      return AnyIterator {
        places.popFirst().map { index, row in
          row < 0 ? Self.head(of: maps[index], isFirst: index == 0) : Self.data(maps[index], row)
        }
      }
    }
  }

  private static func text(_ lines: [String]) -> String { lines.joined(separator: "\n") + "\n" }

  // MARK: The page

  private static func terminal(_ style: PictureStyle, height: Double) -> String {
    switch style.format {
    case .png:
      // Fonts and lines are sized for 72 dots an inch.
      let (dots, scale) = (300 / 2.54, 300.0 / 72)
      return "pngcairo enhanced size \(Int(style.width * dots)),\(Int(height * dots)) font 'Sans,7'"
        + " fontscale \(text(scale)) linewidth \(text(scale)) pointscale \(text(scale))"
    case .svg:
      let dots = 96 / 2.54
      return "svg enhanced size \(Int(style.width * dots)),\(Int(height * dots)) font 'Sans,9'"
        + " background '#ffffff'"
    case .pdf:
      return "pdfcairo enhanced size \(text(style.width))cm,\(text(height))cm font 'Sans,7'"
    }
  }

  private static func title(_ text: String, _ style: PictureStyle) -> [String] {
    style.showsTitle && !text.isEmpty ? ["set title \(quoted(text)) noenhanced offset 0,-0.5"] : []
  }

  // MARK: Curves

  private static func lines(
    _ curves: [Curve], from source: String, _ figure: Figure, _ style: PictureStyle
  ) -> [String] {
    var lines = title(figure.title, style)
    // A curve goes on after a gap; maps have a place for each bin.
    lines += ["set datafile missing 'NaN'", "set border 3"]
    lines.append("set xlabel \(quoted(curves[0].axis.label)) noenhanced")
    lines.append("set ylabel \(quoted(figure.value.label)) noenhanced")
    if curves[0].axis.isLogarithmic { lines.append("set logscale x\nset format x '10^{%L}'") }
    let least = curves.flatMap(\.values).filter { $0.isFinite && $0 > 0 }.min()
    let floor = figure.value.isLogarithmic ? least.map { decade(below: $0) } : nil
    if figure.value.isLogarithmic {
      lines.append("set logscale y\nset format y '10^{%L}'")
      // An error as large as its value reaches down to 0, which the scale never does.
      if let floor { lines.append("set yrange [\(number(floor)):*]") }
    } else if curves.allSatisfy({ $0.values.allSatisfy { !($0 < 0) } }) {
      lines.append("set yrange [0:*]")
    }
    lines.append(
      curves.count > 1
        ? "set key noenhanced above vertical maxcols 1 left Left reverse samplen 2" : "unset key")
    var parts: [String] = []
    for (index, curve) in curves.enumerated() where curve.errors != nil {
      parts.append(
        "\(source) index \(index) using 1:\(lower(floor)):($2+$3) with filledcurves fillcolor rgb '\(colour(index))'"
          + " fillstyle transparent solid 0.3 noborder notitle")
    }
    for (index, curve) in curves.enumerated() {
      parts.append(
        "\(source) index \(index) using 1:2 with \(floor == nil ? "lines" : "linespoints pointtype 7 pointsize 0.25") linewidth 1.2 linecolor rgb '\(colour(index))'"
          + " title \(quoted(curve.label))")
    }
    lines.append("plot " + parts.joined(separator: ", \\\n  "))
    return lines
  }

  /// The power of ten below a value.
  private static func decade(below value: Double) -> Double {
    var decade = 1.0
    while decade > value, decade > 1e-300 { decade /= 10 }
    while decade * 10 <= value { decade *= 10 }
    return decade > value ? value : decade
  }

  /// The lower end of the error band, which stays on the scale.
  private static func lower(_ floor: Double?) -> String {
    floor.map { "($2-$3>\(number($0))?$2-$3:\(number($0)))" } ?? "($2-$3)"
  }

  private static func colour(_ index: Int) -> String { Palette.lines[index % Palette.lines.count] }

  /// Sets of data are told apart by two empty lines.
  private static func head(of curve: Curve, isFirst: Bool) -> String {
    let head = curve.errors == nil ? "position value" : "position value error"
    return "\(isFirst ? "" : "\n\n")# \(comment(curve.label)): \(head)\n"
  }

  /// Ranges of a curve's points, each of some kilobytes of text.
  private static func rows(of curve: Curve) -> [Range<Int>] {
    stride(from: 0, to: curve.positions.count, by: 1000).map { $0..<min($0 + 1000, curve.positions.count) }
  }

  private static func data(_ curve: Curve, _ rows: Range<Int>) -> String {
    rows.map { index in
      let error = curve.errors.map { " " + number($0[index]) } ?? ""
      return "\(number(curve.positions[index])) \(number(curve.values[index]))\(error)\n"
    }.joined()
  }

  // MARK: Maps

  private static func lines(
    _ maps: [HeatMap], from source: String, _ figure: Figure, _ style: PictureStyle
  ) -> [String] {
    let stops = Palette.map.enumerated().map { index, colour in
      "\(index) '#" + [colour.red, colour.green, colour.blue].map(hexadecimal).joined() + "'"
    }
    var lines = ["set palette defined (\(stops.joined(separator: ", ")))", "unset key", "set border 15"]
    lines.append("set cblabel \(quoted(figure.value.unitLabel)) noenhanced")
    let finite = maps.flatMap(\.values).filter { $0.isFinite && !(figure.value.isLogarithmic && $0 <= 0) }
    if let low = finite.min(), let high = finite.max() {
      let least = figure.value.isLogarithmic ? max(low, high * 1e-6) : min(low, 0)
      if high > least {
        lines.append("set cbrange [\(number(least)):\(number(high))]")
        let ticks =
          figure.value.isLogarithmic ? MapLayout.factor(least, high, 3) : MapLayout.step(high - least, 3)
        lines.append("set cbtics \(number(ticks))")
      }
    }
    if figure.value.isLogarithmic { lines.append("set logscale cb\nset format cb '10^{%L}'") }
    let layout = MapLayout(maps, style)
    if maps.count > 1 { lines.append("set multiplot") }
    for (index, map) in maps.enumerated() {
      lines += layout.margins(index)
      let words = [index == 0 && style.showsTitle ? figure.title : "", map.label].filter { !$0.isEmpty }
      lines.append("set title \(quoted(words.joined(separator: ", "))) noenhanced offset 0,-0.5")
      lines.append("set xlabel \(quoted(map.horizontal.label)) noenhanced offset 0,0.4")
      lines.append("set ylabel \(quoted(map.vertical.label)) noenhanced")
      lines += scale("x", map.horizontal, map.columns, length: layout.boxes[index].width)
      lines += scale("y", map.vertical, map.rows, length: layout.boxes[index].height)
      let isImage = map.isEven && !map.horizontal.isLogarithmic && !map.vertical.isLogarithmic
      lines.append(
        isImage
          ? "plot \(source) index \(index) using 1:2:7 with image\(hasPixels(map, style) ? " pixels" : "") notitle"
          : "plot \(source) index \(index) using 1:2:3:4:5:6:7 with boxxyerror fillstyle solid noborder"
            + " fillcolor palette notitle")
    }
    if maps.count > 1 { lines.append("unset multiplot") }
    return lines
  }

  /// - Parameter length: of the axis, in cm.
  private static func scale(_ name: String, _ axis: PlotAxis, _ borders: [Double], length: Double) -> [String]
  {
    let range = "set \(name)range [\(ends(borders))]"
    if axis.isLogarithmic { return ["set logscale \(name)", "set format \(name) '10^{%L}'", range] }
    let width = abs(borders[borders.count - 1] - borders[0])
    let step = MapLayout.step(width, max(Int(length), 3))
    return ["unset logscale \(name)", "set format \(name) '%g'", "set \(name)tics \(number(step))", range]
  }

  /// Browsers smooth images within pictures; few enough bins are drawn as rectangles.
  private static func hasPixels(_ map: HeatMap, _ style: PictureStyle) -> Bool {
    style.format == .svg && map.values.count <= 10_000
  }

  private static func ends(_ borders: [Double]) -> String {
    "\(number(borders[0])):\(number(borders[borders.count - 1]))"
  }

  private static func head(of map: HeatMap, isFirst: Bool) -> String {
    "\(isFirst ? "" : "\n\n")# \(comment(map.label)) centre x, y; x from, to; y from, to; value\n"
  }

  private static func data(_ map: HeatMap, _ row: Int) -> String {
    var text = ""
    let (low, high) = (map.rows[row], map.rows[row + 1])
    for column in 0..<(map.columns.count - 1) {
      let (left, right) = (map.columns[column], map.columns[column + 1])
      let value = map.values[row * (map.columns.count - 1) + column]
      let numbers = [(left + right) / 2, (low + high) / 2, left, right, low, high, value]
      text += numbers.map(number).joined(separator: " ") + "\n"
    }
    return text
  }

  // MARK: Words

  /// A text that gnuplot takes as it is: nothing is special in single quotes but they themselves, which become
  /// apostrophes. (Doubled ones at a text's start are not always understood.)
  static func quoted(_ text: String) -> String {
    "'" + comment(text).replacing("'", with: "’") + "'"
  }

  /// On one line, without what is not printed.
  private static func comment(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.filter { $0.properties.generalCategory != .control }))
  }

  private static func number(_ value: Double) -> String { value.isFinite ? value.description : "NaN" }

  private static func text(_ value: Double) -> String { ((value * 1000).rounded() / 1000).description }

  private static func hexadecimal(_ byte: Int) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }
}
