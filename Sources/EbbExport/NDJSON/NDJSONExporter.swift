internal import EbbFiles
package import EbbModel

/// One JSON record a line, a bin each: for `jq`, DuckDB, polars and Vega-Lite.
///
/// A record has the bin's place by the names of the page's axes, its `value` and its `error`; of phase space, a
/// particle's numbers. All records have the same keys, those of all pages; what a page does not have, and what is not
/// finite, is `null`. Records are written as pages come; no more than one is held.
package struct NDJSONExporter: Exporter {
  package let name = "ndjson"
  package let purpose = "a record a bin, line by line; jq, DuckDB, polars"
  package let suffixes = ["ndjson", "jsonl"]
  package let writesStandardOutput = true
  package let needsAxes = true

  package init() {}

  package func export(
    _ outline: ExportOutline, to output: ExportTarget, options: ExportOptions,
    from next: PageSource
  ) async throws -> PagesEnd {
    let keys = RecordKeys(outline, hasHits: options.tellsHits)
    var file = try TextFile(output, options: options)
    let end = try await forEachPage(from: next) { exported in
      let simulation = outline.simulations[exported.simulation]
      let records = BinRecords(
        exported.page, of: simulation.estimators[exported.estimator], in: simulation, keys)
      try records.write(threads: options.threads) { (block) throws(FileError) in try file.write(block) }
    }
    try file.commit()
    return end
  }
}
