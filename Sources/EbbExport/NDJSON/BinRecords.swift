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

  /// - Parameter threads: how many records are composed at a time.
  func write(
    threads: Int, to write: (borrowing TextBlock) throws(FileError) -> Void
  ) throws(FileError) {
    if page.isPhaseSpace {
      let names = PhaseSpace.columns.map(\.name)
      // A row for each number, between what stands before and after it in a record.
      let keys = CellTexts(count: names.count) { column, block in
        block.append((column == 0 ? start : "") + ",\"\(names[column])\":")
      }
      let ends = CellTexts(count: names.count) { $1.append($0 == names.count - 1 ? "}\n" : "") }
      try writeRows(page.values.count, threads: threads, to: write) { numbers in
        [RowColumn(keys), column(page.values, numbers), RowColumn(ends)]
      }
    } else {
      let starts = [RowColumn(start)] + RowColumn.axes(axes)
      let (value, error, hits, end) = (
        RowColumn(",\"value\":"), RowColumn(",\"error\":"), RowColumn(",\"hits\":"), RowColumn("}\n")
      )
      let nothing = RowColumn("null")
      try writeRows(page.values.count, threads: threads, to: write) { bins in
        var columns = starts + [value, column(page.values, bins), error]
        columns.append(page.errors.map { column($0, bins) } ?? nothing)
        if hasHits {
          columns.append(hits)
          columns.append(page.hits.map { RowColumn(CellTexts(counts: $0[bins]), of: bins) } ?? nothing)
        }
        return columns + [end]
      }
    }
  }

  private func column(_ numbers: [Double], _ bins: Range<Int>) -> RowColumn {
    RowColumn(CellTexts(json: numbers.span.extracting(bins)), of: bins)
  }
}
