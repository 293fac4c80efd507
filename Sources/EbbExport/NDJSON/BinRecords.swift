internal import EbbFiles
internal import EbbModel
internal import EbbText

/// A page's records: one a bin, or one a particle.
struct BinRecords {
  private let page: ResultPage
  /// The beginning of all records of the page: the brace and whose they are.
  private let start: String
  private let axes: [CellTexts]
  private let hasHits: Bool

  /// - Parameter keys: what every record has, whatever its page.
  init(
    _ page: ResultPage, of estimator: ResultEstimator, in simulation: ResultSimulation, _ keys: RecordKeys
  ) {
    self.page = page
    var block = TextBlock()
    block.append("{\"schema\":\(SchemaVersion.current),\"simulation\":")
    block.append(json: simulation.name)
    block.append(",\"estimator\":")
    block.append(json: estimator.name)
    if keys.hasTasks {
      block.append(",\"task\":")
      block.append(estimator.task.map(String.init) ?? "null")
    }
    block.append(",\"page\":\(page.number),\"quantity\":")
    block.append(json: page.quantity)
    let texts = [
      ("filter", page.filter), ("unit", page.isPhaseSpace ? nil : page.unit.text),
      ("normalization", page.isPhaseSpace ? nil : page.unit.qualifier),
    ]
    for (key, text) in texts {
      block.append(",\"\(key)\":")
      if let text { block.append(json: text) } else { block.append("null") }
    }
    let names = page.isPhaseSpace ? PhaseSpace.columns.map(\.name) : keys.names(ofAxes: page.axes.map(\.name))
    for name in keys.places where !names.contains(name) { block.append(",\"\(name)\":null") }
    if page.isPhaseSpace {
      block.append(",\"value\":null,\"error\":null" + (keys.hasHits ? ",\"hits\":null" : ""))
    }
    start = String(decoding: block.bytes, as: UTF8.self)
    hasHits = keys.hasHits || page.hits != nil
    axes = zip(page.axes, names).map { axis, name in
      CellTexts(count: axis.centres.count) { position, block in
        block.append(",\"\(name)\":")
        block.append(json: axis.centres[position])
      }
    }
  }

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
      block.append(",\"error\":")
      if let errors = page.errors { block.append(json: errors[bin]) } else { block.append("null") }
      if hasHits { block.append(",\"hits\":" + (page.hits.map { String($0[bin]) } ?? "null")) }
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
