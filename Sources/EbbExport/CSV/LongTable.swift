internal import EbbFiles
internal import EbbModel
internal import EbbText

/// Several pages in one table: one row a bin, the same columns whatever the pages are.
///
/// Axes are columns by position, `axis1` to `axis5`, empty beyond the page's own; `axes` names them with
/// their units. The columns do not depend on the pages, so tables of several exports can be joined, and
/// rows can be written before later pages are known. Where an axis has edges, the last columns tell them.
struct LongTable {
  /// No converter writes more: three positions and two differential axes.
  private static let axisCount = 5

  /// Whether contributions stand on their own, with the task that each is of.
  let hasTasks: Bool
  let delimiter: Unicode.Scalar
  /// What stands before the fraction of a number.
  var decimal: Unicode.Scalar = "."
  /// Whether there is a column of hits.
  var hasHits = false
  /// How many rows are composed at a time.
  var threads = 1

  var header: [UInt8] {
    var columns = ["simulation", "estimator"]
    if hasTasks { columns.append("task") }
    columns += ["page", "quantity", "filter", "unit", "axes"]
    columns += (1...Self.axisCount).map { "axis\($0)" } + ["value", "error"]
    if hasHits { columns.append("hits") }
    columns += (1...Self.axisCount).flatMap { ["axis\($0)_low", "axis\($0)_high"] }
    var block = TextBlock()
    for (index, column) in columns.enumerated() {
      if index > 0 { block.append(delimiter) }
      block.append(cell: column, delimiter: delimiter)
    }
    block.append("\n")
    return block.bytes
  }

  /// Writes a page's rows.
  func write(
    _ page: ResultPage, of estimator: ResultEstimator, in simulation: ResultSimulation,
    to write: (borrowing TextBlock) throws(FileError) -> Void
  ) throws(FileError) {
    if page.isPhaseSpace {
      try writeParticles(page, estimator, simulation, write)
    } else {
      try writeBins(page, estimator, simulation, write)
    }
  }

  private func writeBins(
    _ page: ResultPage, _ estimator: ResultEstimator, _ simulation: ResultSimulation,
    _ write: (borrowing TextBlock) throws(FileError) -> Void
  ) throws(FileError) {
    let axes = page.axes.map { columnTitle($0.name, unit: $0.describedUnit) }.joined(separator: "; ")
    let start = rowStart(
      page, estimator, simulation, quantity: page.quantity, unit: page.unit.described, axes: axes)
    // Cells that pages with fewer axes leave empty stand after the last.
    let separator = String(delimiter)
    let empty = String(repeating: separator, count: Self.axisCount - page.axes.count)
    let cells = page.axes.enumerated().map { number, axis in
      let end = number == page.axes.count - 1 ? separator + empty : separator
      return CellTexts(count: axis.centres.count) { position, block in
        block.append(cell: axis.centres[position], decimal: decimal)
        block.append(end)
      }
    }
    let starts = [RowColumn(cells.isEmpty ? start + empty : start)] + RowColumn.axes(cells)
    let noEdges = String(repeating: separator + separator, count: Self.axisCount - page.axes.count)
    let ends = RowColumn.axes(edgeCells(page.axes)) + [RowColumn(noEdges + "\n")]
    let between = RowColumn(separator)
    try writeRows(page.values.count, threads: threads, to: write) { bins in
      func column(_ numbers: [Double]) -> RowColumn {
        RowColumn(CellTexts(cells: numbers.span.extracting(bins), decimal: decimal), of: bins)
      }
      var columns = starts + [column(page.values), between]
      if let errors = page.errors { columns.append(column(errors)) }
      if hasHits { columns.append(between) }
      if hasHits, let hits = page.hits { columns.append(RowColumn(CellTexts(counts: hits[bins]), of: bins)) }
      return columns + ends
    }
  }

  /// The cells of each bin's edges, each after a delimiter.
  private func edgeCells(_ axes: [Axis]) -> [CellTexts] {
    axes.map { axis in
      CellTexts(count: axis.centres.count) { position, block in
        for end in 0...1 {
          block.append(delimiter)
          if let edges = axis.edges { block.append(cell: edges[position + end], decimal: decimal) }
        }
      }
    }
  }

  /// A particle takes a row for each of its numbers, the column's name after the quantity's.
  private func writeParticles(
    _ page: ResultPage, _ estimator: ResultEstimator, _ simulation: ResultSimulation,
    _ write: (borrowing TextBlock) throws(FileError) -> Void
  ) throws(FileError) {
    let starts = PhaseSpace.columns.map { column in
      rowStart(
        page, estimator, simulation, quantity: "\(page.quantity) \(column.name)",
        unit: column.unit, axes: "particle")
    }
    let emptyAxes = String(repeating: String(delimiter), count: Self.axisCount)
    let end = String(repeating: String(delimiter), count: hasHits ? 2 : 1) + emptyAxes + emptyAxes + "\n"
    let start = RowColumn(CellTexts(count: starts.count) { column, block in block.append(starts[column]) })
    let (axes, ends) = (RowColumn(emptyAxes), RowColumn(end))
    try writeRows(page.values.count, threads: threads, to: write) { numbers in
      let particles = CellTexts(count: numbers.count) { number, block in
        block.append((numbers.lowerBound + number) / starts.count)
      }
      let values = CellTexts(cells: page.values.span.extracting(numbers), decimal: decimal)
      return [start, RowColumn(particles, of: numbers), axes, RowColumn(values, of: numbers), ends]
    }
  }

  /// The cells that all rows of a page share.
  private func rowStart(
    _ page: ResultPage, _ estimator: ResultEstimator, _ simulation: ResultSimulation,
    quantity: String, unit: String, axes: String
  ) -> String {
    var block = TextBlock()
    let task = estimator.task.map(String.init) ?? ""
    let cells = [simulation.name, estimator.name] + (hasTasks ? [task] : [])
    for text in cells + [String(page.number), quantity, page.filter ?? "", unit, axes] {
      block.append(cell: text, delimiter: delimiter)
      block.append(delimiter)
    }
    return String(decoding: block.bytes, as: UTF8.self)
  }
}
