internal import EbbFiles
internal import EbbModel
internal import EbbText

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
    text.append("},\n\"width\": 640, \"height\": 400,\n\"data\": {\"values\": [\n")
    return text.bytes
  }

  /// A record a bin.
  func writeData(
    to write: (borrowing TextBlock) throws(FileError) -> Void
  ) throws(FileError) {
    var block = TextBlock()
    var starts = RowStarts("{", axes: axes.map(cells))
    for bin in page.values.indices {
      if bin > 0 { block.append(",\n") }
      starts.appendNext(to: &block)
      block.append("\"\(value)\": ")
      block.append(json: page.values[bin])
      if let errors = page.errors {
        block.append(", \"\(error)\": ")
        block.append(json: errors[bin])
      }
      block.append("}")
      if block.isFull {
        try write(block)
        block.clear()
      }
    }
    try write(block)
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
      text.append("{\"mark\": {\"type\": \"errorband\"}, \"encoding\": {\"y\": ")
      appendValue(to: &text)
      text.append(", \"yError\": {\"field\": \"\(error)\"}}},\n")
    }
    text.append("{\"mark\": {\"type\": \"line\", \"tooltip\": true}, \"encoding\": {\"y\": ")
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
    appendValue(to: &text)
    text.append("}")
  }

  private func append(
    field: String, of axis: Axis, type: String, to text: inout TextBlock
  ) {
    text.append("{\"field\": \"\(field)\", \"type\": \"\(type)\"")
    text.append(key: "title", json: columnTitle(axis.label, unit: axis.unit))
    // A scale that began at zero would hide what is far from it; that of a map ends where its cells do.
    if type == "quantitative" {
      let scale = axis.scale == .logarithmic ? "\"type\": \"log\"" : "\"zero\": false"
      text.append(", \"scale\": {\(scale), \"nice\": false}")
    }
    text.append("}")
  }

  private func appendValue(to text: inout TextBlock) {
    text.append("{\"field\": \"\(value)\", \"type\": \"quantitative\"")
    text.append(key: "title", json: columnTitle(page.quantity, unit: page.unit.text))
    text.append("}")
  }
}
