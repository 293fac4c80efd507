internal import EbbModel

/// Several pages in one table: one row a bin, the same columns whatever the pages are.
///
/// Axes are columns by position, `axis1` to `axis5`, empty beyond the page's own; `axes` names them with
/// their units. The columns do not depend on the pages, so tables of several exports can be joined, and
/// rows can be written before later pages are known.
struct LongTable {
  /// No converter writes more: three positions and two differential axes.
  private static let axisCount = 5

  /// Whether contributions stand on their own, with the task that each is of.
  let hasTasks: Bool

  var header: [UInt8] {
    var columns = ["simulation", "estimator"]
    if hasTasks { columns.append("task") }
    columns += ["page", "quantity", "filter", "unit", "axes"]
    columns += (1...Self.axisCount).map { "axis\($0)" } + ["value", "error"]
    return Array((columns.joined(separator: ",") + "\n").utf8)
  }

  /// Writes a page's rows.
  func write(
    _ page: ResultPage, of estimator: ResultEstimator, in simulation: ResultSimulation,
    to write: ([UInt8]) throws(ExportError) -> Void
  ) throws(ExportError) {
    if page.isPhaseSpace {
      try writeParticles(page, estimator, simulation, write)
    } else {
      try writeBins(page, estimator, simulation, write)
    }
  }

  private func writeBins(
    _ page: ResultPage, _ estimator: ResultEstimator, _ simulation: ResultSimulation,
    _ write: ([UInt8]) throws(ExportError) -> Void
  ) throws(ExportError) {
    let axes = page.axes.map { columnTitle($0.name, unit: $0.unit) }.joined(separator: "; ")
    let start = rowStart(
      page, estimator, simulation, quantity: page.quantity, unit: page.unit.text, axes: axes)
    var block = TextBlock()
    var walk = BinWalk(shape: page.shape)
    for bin in page.values.indices {
      block.append(start)
      for number in 0..<Self.axisCount {
        if number < page.axes.count {
          block.append(cell: page.axes[number].centres[walk.index[number]])
        }
        block.append(",")
      }
      block.append(cell: page.values[bin])
      block.append(",")
      if let errors = page.errors { block.append(cell: errors[bin]) }
      block.append("\n")
      walk.advance()
      if block.isFull {
        try write(block.bytes)
        block.clear()
      }
    }
    try write(block.bytes)
  }

  /// A particle takes a row for each of its numbers, the column's name behind the quantity's.
  private func writeParticles(
    _ page: ResultPage, _ estimator: ResultEstimator, _ simulation: ResultSimulation,
    _ write: ([UInt8]) throws(ExportError) -> Void
  ) throws(ExportError) {
    let starts = PhaseSpace.columns.map { column in
      rowStart(
        page, estimator, simulation, quantity: "\(page.quantity) \(column.name)",
        unit: column.unit, axes: "particle")
    }
    let emptyAxes = String(repeating: ",", count: Self.axisCount - 1)
    var block = TextBlock()
    for (index, value) in page.values.enumerated() {
      let (particle, column) = index.quotientAndRemainder(dividingBy: starts.count)
      block.append(starts[column])
      block.append(particle)
      block.append(emptyAxes)
      block.append(",")
      block.append(cell: value)
      block.append(",\n")
      if block.isFull {
        try write(block.bytes)
        block.clear()
      }
    }
    try write(block.bytes)
  }

  /// The cells that all rows of a page share.
  private func rowStart(
    _ page: ResultPage, _ estimator: ResultEstimator, _ simulation: ResultSimulation,
    quantity: String, unit: String, axes: String
  ) -> String {
    var block = TextBlock()
    block.append(cell: simulation.name)
    block.append(",")
    block.append(cell: estimator.name)
    block.append(",")
    if hasTasks { block.append((estimator.task.map(String.init) ?? "") + ",") }
    block.append(page.number)
    for text in [quantity, page.filter ?? "", unit, axes] {
      block.append(",")
      block.append(cell: text)
    }
    block.append(",")
    return String(decoding: block.bytes, as: UTF8.self)
  }
}
