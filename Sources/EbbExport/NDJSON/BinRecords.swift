internal import EbbFiles
internal import EbbModel
internal import EbbText

/// A page's records: one a bin, or one a particle.
struct BinRecords {
  private let page: ResultPage
  /// The beginning of all records of the page: the brace and whose they are.
  private let start: String
  private let axes: [CellTexts]

  init(_ page: ResultPage, of estimator: ResultEstimator, in simulation: ResultSimulation) {
    self.page = page
    var block = TextBlock()
    block.append("{\"schema\":\(SchemaVersion.current),\"simulation\":")
    block.append(json: simulation.name)
    block.append(",\"estimator\":")
    block.append(json: estimator.name)
    if let task = estimator.task { block.append(",\"task\":\(task)") }
    block.append(",\"page\":\(page.number),\"quantity\":")
    block.append(json: page.quantity)
    if let filter = page.filter {
      block.append(",\"filter\":")
      block.append(json: filter)
    }
    if !page.isPhaseSpace {
      block.append(",\"unit\":")
      block.append(json: page.unit.text)
      if let qualifier = page.unit.qualifier {
        block.append(",\"normalization\":")
        block.append(json: qualifier)
      }
    }
    start = String(decoding: block.bytes, as: UTF8.self)
    // An axis may be called like another member; a member that came twice would be lost.
    var names = UniqueNames()
    for name in Self.members { _ = names.unique(name) }
    axes = page.axes.map { axis in
      let name = names.unique(axis.name)
      return CellTexts(count: axis.centres.count) { position, block in
        block.append(",\"\(name)\":")
        block.append(json: axis.centres[position])
      }
    }
  }

  private static let members = [
    "schema", "simulation", "estimator", "task", "page", "quantity", "filter", "unit", "normalization",
    "value", "error", "hits",
  ]

  func write(to write: (borrowing TextBlock) throws(FileError) -> Void) throws(FileError) {
    var block = TextBlock()
    if page.isPhaseSpace {
      try writeParticles(&block, write)
    } else {
      try writeBins(&block, write)
    }
    try write(block)
  }

  private func writeBins(
    _ block: inout TextBlock, _ write: (borrowing TextBlock) throws(FileError) -> Void
  ) throws(FileError) {
    var starts = RowStarts(start, axes: axes)
    for bin in page.values.indices {
      starts.appendNext(to: &block)
      block.append(",\"value\":")
      block.append(json: page.values[bin])
      if let errors = page.errors {
        block.append(",\"error\":")
        block.append(json: errors[bin])
      }
      if let hits = page.hits { block.append(",\"hits\":\(hits[bin])") }
      block.append("}\n")
      if block.isFull {
        try write(block)
        block.clear()
      }
    }
  }

  private func writeParticles(
    _ block: inout TextBlock, _ write: (borrowing TextBlock) throws(FileError) -> Void
  ) throws(FileError) {
    let keys = PhaseSpace.columns.map { ",\"\($0.name)\":" }
    for (index, value) in page.values.enumerated() {
      let column = index % keys.count
      if column == 0 { block.append(start) }
      block.append(keys[column])
      block.append(json: value)
      if column == keys.count - 1 { block.append("}\n") }
      if block.isFull {
        try write(block)
        block.clear()
      }
    }
  }
}
