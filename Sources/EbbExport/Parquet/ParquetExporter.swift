internal import EbbFiles
package import EbbModel
internal import EbbText

/// One table of all bins: DuckDB, polars, pandas, Spark.
///
/// A row is a bin of a page, with the page's names, the bin's place by the names of its axes and its value and error; of phase
/// space, a particle. Row groups of many pages are written as they fill, so that no more than one is held; what repeats, such
/// as names and positions, stands in dictionaries. A folder of jobs has one for each, `simulation=JOB/part-0.parquet`: readers of
/// data sets take the job from its name, so that it is no column.
package struct ParquetExporter: CompressingExporter {
  package let name = "parquet"
  package let purpose = "a table of all bins; DuckDB, polars, pandas, Spark"
  package let suffixes = ["parquet"]
  package let writesStandardOutput = false
  package let folder: ExportFolder? = .holding([Self.partName], key: "simulation")

  static let partName = "part-0.parquet"

  /// The rows of a row group. DuckDB reads groups in parallel and wants 122,880 at least (its own size); 1 million would hold
  /// hundreds of megabytes.
  private static let groupRows = 1 << 18

  package var compression = CompressionLevel()

  package init() {}

  package func export(
    _ outline: ExportOutline, to output: ExportTarget, options: ExportOptions,
    from next: PageSource
  ) async throws -> PagesEnd {
    var table = ParquetTable(
      try ParquetFile(output, options: options, compression),
      groupRows: Self.groupRows, namesSimulations: !isPart(output))
    let end = try await forEachPage(from: next) { exported in
      var member = TablePage(exported, of: outline)
      if !options.tellsHits { member.page.hits = nil }
      try table.append(member)
    }
    try table.commit(creator: outline.creator, facts: Self.facts(of: outline, after: end))
    return end
  }

  /// Whether the folder's name says which simulation it is.
  private func isPart(_ output: ExportTarget) -> Bool {
    if case .folder = output { true } else { false }
  }

  /// What is known of the whole: as in the other formats, an object of JSON under "ebb".
  private static func facts(of outline: ExportOutline, after end: PagesEnd) -> [(name: String, text: String)]
  {
    var outline = outline
    outline.warnings += end.warnings
    guard let provenance = outline.provenance else { return [] }
    var block = TextBlock()
    block.append(json: provenance, of: outline)
    return [("ebb", String(decoding: block.bytes, as: UTF8.self))]
  }
}
