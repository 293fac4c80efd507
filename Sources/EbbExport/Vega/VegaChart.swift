internal import EbbFiles
internal import EbbModel
internal import EbbText
internal import Glibc

/// The parts of a specification: what stands before its data, the data, and how they are drawn.
struct VegaChart {
  private let page: ResultPage
  private let estimator: ResultEstimator
  private let simulation: ResultSimulation
  private let axes: [Dimension]
  private let value: String
  private let error: String

  /// An axis with the names of its fields in the data.
  private struct Dimension {
    var axis: Axis
    var centre: String
    var low: String
    var high: String
  }

  /// - Throws: for a page of another number of axes than one or two.
  init(
    _ page: ResultPage, of estimator: ResultEstimator, in simulation: ResultSimulation
  ) throws(ExportError) {
    if page.isPhaseSpace { throw .unsuitable(format: "vega", reason: "phase space has no bins") }
    guard 1...2 ~= page.axes.count else {
      throw .unsuitable(
        format: "vega", reason: page.axes.isEmpty ? "a single value" : "\(page.axes.count) axes")
    }
    self.page = page
    self.estimator = estimator
    self.simulation = simulation
    var names = UniqueNames()
    value = names.unique("value")
    error = names.unique("error")
    axes = page.axes.map { axis in
      Dimension(
        axis: axis, centre: names.unique(axis.name), low: names.unique(axis.name + "_low"),
        high: names.unique(axis.name + "_high"))
    }
  }

  func opening(creator: String) -> [UInt8] {
    var text = TextBlock()
    text.append("{\"$schema\": \"https://vega.github.io/schema/vega-lite/v5.json\"")
    text.append(",\n\"title\": {\"text\": ")
    text.append(json: "\(estimator.title) / \(page.label)")
    text.append(key: "subtitle", json: simulation.title)
    text.append("},\n\"usermeta\": {\"ebb\": ")
    text.append(json: creator)
    text.append(key: "simulation", json: simulation.name)
    text.append(key: "estimator", json: estimator.name)
    text.append(key: "page_number", json: Int64(page.number))
    text.append(key: "unit", json: page.unit.text)
    text.append(key: "normalization", json: page.unit.normalization)
    text.append(key: "aggregation", json: page.rule.rawValue)
    text.append(key: "contributions", json: Int64(page.contributions))
    text.append(key: "primaries", json: page.primaries)
    text.append(key: "operations", json: page.operations)
    if page.errors != nil { text.append(key: "error", json: page.errorLabel) }
    text.append("},\n\"width\": \(size.width), \"height\": \(size.height),\n\"data\": {\"values\": [\n")
    return text.bytes
  }

  /// A record a bin.
  func writeData(
    to write: (borrowing TextBlock) throws(FileError) -> Void
  ) throws(FileError) {
    let axes = RowColumn.axes(axes.map(cells))
    try writeRows(page.values.count, threads: 1, to: write) { bins in
      func column(_ numbers: [Double]) -> RowColumn {
        RowColumn(CellTexts(json: numbers.span.extracting(bins)), of: bins)
      }
      let starts = CellTexts(count: bins.count) { $1.append(bins.lowerBound + $0 > 0 ? ",\n{" : "{") }
      var columns = [RowColumn(starts, of: bins)] + axes
      columns += [RowColumn("\"\(value)\": "), column(page.values)]
      if let errors = page.errors { columns += [RowColumn(", \"\(error)\": "), column(errors)] }
      return columns + [RowColumn("}")]
    }
  }

  private func cells(of dimension: Dimension) -> CellTexts {
    let isMap = axes.count == 2
    return CellTexts(count: dimension.axis.centres.count) { position, block in
      // A map's cells are drawn from edge to edge, a line from centre to centre.
      if isMap, let edges = dimension.axis.edges {
        block.append("\"\(dimension.low)\": ")
        block.append(json: edges[position])
        block.append(", \"\(dimension.high)\": ")
        block.append(json: edges[position + 1])
      } else {
        block.append("\"\(dimension.centre)\": ")
        block.append(json: dimension.axis.centres[position])
      }
      block.append(", ")
    }
  }

  /// In pixels. Lengths of one unit have one scale, where that makes neither a strip nor a tower.
  private var size: (width: Int, height: Int) {
    guard axes.count == 2 else { return (640, 400) }
    let isTurned = Axis.isTurned(axes[0].axis, axes[1].axis)
    let (across, up) = isTurned ? (axes[1].axis, axes[0].axis) : (axes[0].axis, axes[1].axis)
    func length(_ axis: Axis) -> Double? {
      guard axis.scale != .logarithmic, let edges = axis.edges, let first = edges.first, let last = edges.last
      else { return nil }
      return abs(last - first)
    }
    guard across.unit == up.unit, across.unit != "1", let width = length(across), let height = length(up),
      width > 0, 0.1...10 ~= height / width
    else { return (640, 400) }
    let ratio = height / width
    // As high as wide at most.
    return ratio <= 1
      ? (640, max(Int((640 * ratio).rounded()), 1)) : (max(Int((640 / ratio).rounded()), 1), 640)
  }

  var closing: [UInt8] {
    var text = TextBlock()
    text.append("\n]},\n")
    if axes.count == 1 { appendLine(to: &text) } else { appendMap(to: &text) }
    text.append("}\n")
    return text.bytes
  }

  private func appendLine(to text: inout TextBlock) {
    text.append("\"encoding\": {\"x\": ")
    append(field: axes[0].centre, of: axes[0].axis, type: "quantitative", to: &text)
    text.append("},\n\"layer\": [\n")
    if page.errors != nil {
      text.append(
        "{\"mark\": {\"type\": \"errorband\", \"color\": \"\(Self.colour)\", \"opacity\": 0.3}, \"encoding\": {\"y\": "
      )
      appendValue(to: &text)
      text.append(", \"yError\": {\"field\": \"\(error)\"}}},\n")
    }
    // Halfway between the centres of even bins are their borders.
    let steps = axes[0].axis.hasEvenBins ? ", \"interpolate\": \"step\"" : ""
    text.append(
      "{\"mark\": {\"type\": \"line\", \"color\": \"\(Self.colour)\"\(steps), \"tooltip\": true}, \"encoding\": {\"y\": "
    )
    appendValue(to: &text)
    text.append("}}\n]")
  }

  private func appendMap(to text: inout TextBlock) {
    text.append("\"mark\": {\"type\": \"rect\", \"tooltip\": true},\n\"encoding\": {")
    let isTurned = Axis.isTurned(axes[0].axis, axes[1].axis)
    for (channel, dimension) in zip(["x", "y"], isTurned ? axes.reversed() : axes) {
      text.append("\"\(channel)\": ")
      if dimension.axis.edges != nil {
        append(field: dimension.low, of: dimension.axis, type: "quantitative", to: &text)
        text.append(", \"\(channel)2\": {\"field\": \"\(dimension.high)\"}")
      } else {
        append(field: dimension.centre, of: dimension.axis, type: "ordinal", to: &text)
      }
      text.append(",\n")
    }
    text.append("\"color\": ")
    appendColour(to: &text)
    text.append("}")
  }

  private func append(
    field: String, of axis: Axis, type: String, to text: inout TextBlock
  ) {
    text.append("{\"field\": \"\(field)\", \"type\": \"\(type)\"")
    text.append(key: "title", json: Typeset.label(Self.name(of: axis), unit: axis.unit))
    // A scale that began at zero would hide what is far from it; that of a map ends where its cells do.
    if type == "quantitative" {
      let isLogarithmic = axis.scale == .logarithmic
      text.append(
        ", \"scale\": {\(isLogarithmic ? "\"type\": \"log\"" : "\"zero\": false"), \"nice\": false}")
      if isLogarithmic, axis.hasDecades {
        text.append(", \"axis\": {\"labelExpr\": ")
        text.append(json: Self.powerOfTen)
        text.append("}")
      }
    }
    text.append("}")
  }

  /// Positions go by their names, as in pictures: x, y, z; others by their labels.
  private static func name(of axis: Axis) -> String {
    let name = axis.isDifferential ? axis.label : axis.name
    guard let qualifier = axis.qualifier, !name.contains(qualifier) else { return name }
    return name + ", " + qualifier
  }

  /// The first colour of curves in pictures: Okabe and Ito's blue.
  private static let colour = "#0072b2"

  /// A tick's label of a logarithmic axis: "10⁻³", and nothing between powers of ten.
  private static let powerOfTen = """
    abs(log(datum.value) / LN10 - round(log(datum.value) / LN10)) > 1e-6 ? '' : '10' \
    + (log(datum.value) < -1e-6 ? '⁻' : '') \
    + (abs(round(log(datum.value) / LN10)) < 10 ? '' : \
    substring('⁰¹²³⁴⁵⁶⁷⁸⁹', floor(abs(round(log(datum.value) / LN10)) / 10) % 10, \
    floor(abs(round(log(datum.value) / LN10)) / 10) % 10 + 1)) \
    + substring('⁰¹²³⁴⁵⁶⁷⁸⁹', abs(round(log(datum.value) / LN10)) % 10, \
    abs(round(log(datum.value) / LN10)) % 10 + 1)
    """

  /// The power of ten that the labels of values are to be multiplied by, as pictures have it: of large and of small ones.
  private var power: Int {
    let largest = page.values.lazy.filter(\.isFinite).map(\.magnitude).max() ?? 0
    guard largest > 0 else { return 0 }
    let decade = Int(log10(largest).rounded(.down))
    // Beyond these there is no such factor.
    return (decade >= 4 || decade < -2) && abs(decade) <= 300 ? decade : 0
  }

  private var title: String {
    var name = page.meaning.longName
    name = name.prefix(1).uppercased() + name.dropFirst()
    let isPerPrimary =
      page.isPerPrimary && page.unit.normalization?.contains("of ") != true
    return Typeset.label(
      page.unit.named(name, isPerPrimary: isPerPrimary), unit: page.unit.text, power: power)
  }

  /// Numbers without the power of ten; d3 writes a true minus.
  private var labels: String? { power == 0 ? nil : "format(datum.value / 1e\(power), '~g')" }

  private func appendValue(to text: inout TextBlock) {
    text.append("{\"field\": \"\(value)\", \"type\": \"quantitative\"")
    text.append(key: "title", json: title)
    if let labels {
      text.append(", \"axis\": {\"labelExpr\": ")
      text.append(json: labels)
      text.append("}")
    }
    text.append("}")
  }

  private func appendColour(to text: inout TextBlock) {
    // Zones and materials are names, between which there is nothing.
    let isName = page.meaning.overBins == .label
    text.append("{\"field\": \"\(value)\", \"type\": \"\(isName ? "nominal" : "quantitative")\"")
    text.append(key: "title", json: isName ? page.meaning.longName : title)
    if !isName {
      text.append(", \"scale\": {\"scheme\": \"viridis\"}, \"legend\": {\"gradientLength\": 200")
      if let labels {
        text.append(", \"labelExpr\": ")
        text.append(json: labels)
      }
      text.append("}")
    }
    text.append("}")
  }
}

extension Axis {
  /// Whether its bins are known to be of one width.
  fileprivate var hasEvenBins: Bool {
    guard let edges, let first = edges.first, let last = edges.last, edges.count > 1 else { return false }
    let width = (last - first) / Double(edges.count - 1)
    return edges.indices.allSatisfy { abs(edges[$0] - first - Double($0) * width) <= 1e-6 * abs(width) }
  }

  /// Whether two powers of ten lie on it, which are enough as labels.
  fileprivate var hasDecades: Bool {
    let places = edges ?? centres
    guard let low = places.first(where: { $0 > 0 }), let high = places.last, high > low else { return false }
    return log10(high).rounded(.down) - log10(low).rounded(.up) >= 1
  }
}
