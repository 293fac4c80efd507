internal import EbbModel

/// A page as a table of its own: one row a bin, columns for the axes, the value and its error.
struct WideTable {
  /// A column of the table; all hold numbers.
  struct Column: Equatable {
    var title: String
    var unit: String
    var description: String
  }

  let page: ResultPage

  var columns: [Column] {
    guard !page.isPhaseSpace else {
      return PhaseSpace.columns.map {
        Column(
          title: columnTitle($0.name, unit: $0.unit), unit: $0.unit, description: $0.label)
      }
    }
    var columns: [Column] = []
    // A quantity may be called like an axis.
    var names = UniqueNames()
    for axis in page.axes {
      func add(_ suffix: String, _ what: String) {
        columns.append(
          Column(
            title: columnTitle(names.unique(axis.name + suffix), unit: axis.unit), unit: axis.unit,
            description: "\(axis.label), \(what)"))
      }
      if axis.edges != nil { add("_low", "lower bin edge") }
      add("", "bin centre")
      if axis.edges != nil { add("_high", "upper bin edge") }
    }
    let name = names.unique(identifier(page.quantity))
    let unit = page.unit.text
    let description = [page.quantity, page.unit.normalization, page.filter]
    columns.append(
      Column(
        title: columnTitle(name, unit: unit), unit: unit,
        description: description.compactMap { $0 }.joined(separator: ", ")))
    if page.errors != nil {
      columns.append(
        Column(
          title: columnTitle(names.unique(name + "_error"), unit: unit), unit: unit,
          description: "\(page.errorLabel) of \(page.quantity)"))
    }
    if page.binContributions != nil {
      columns.append(
        Column(
          title: names.unique(name + "_contributions"), unit: "1",
          description: "contributions to the bin"))
    }
    return columns
  }

  /// Writes the header and every row.
  func write(to write: (borrowing TextBlock) throws(ExportError) -> Void) throws(ExportError) {
    var block = TextBlock()
    for (index, column) in columns.enumerated() {
      if index > 0 { block.append(",") }
      block.append(cell: column.title)
    }
    block.append("\n")
    if page.isPhaseSpace {
      try writeParticles(&block, write)
    } else {
      try writeBins(&block, write)
    }
    try write(block)
  }

  private func writeBins(
    _ block: inout TextBlock, _ write: (borrowing TextBlock) throws(ExportError) -> Void
  ) throws(ExportError) {
    var starts = RowStarts(axes: page.axes.map(cells))
    for bin in page.values.indices {
      starts.appendNext(to: &block)
      block.append(cell: page.values[bin])
      if let errors = page.errors {
        block.append(",")
        block.append(cell: errors[bin])
      }
      if let counts = page.binContributions {
        block.append(",")
        block.append(counts[bin])
      }
      block.append("\n")
      if block.isFull {
        try write(block)
        block.clear()
      }
    }
  }

  private func cells(of axis: Axis) -> CellTexts {
    CellTexts(count: axis.centres.count) { position, block in
      if let edges = axis.edges {
        block.append(cell: edges[position])
        block.append(",")
      }
      block.append(cell: axis.centres[position])
      block.append(",")
      if let edges = axis.edges {
        block.append(cell: edges[position + 1])
        block.append(",")
      }
    }
  }

  private func writeParticles(
    _ block: inout TextBlock, _ write: (borrowing TextBlock) throws(ExportError) -> Void
  ) throws(ExportError) {
    let width = PhaseSpace.columns.count
    for (index, value) in page.values.enumerated() {
      block.append(cell: value)
      block.append(index % width == width - 1 ? "\n" : ",")
      if block.isFull {
        try write(block)
        block.clear()
      }
    }
  }
}
