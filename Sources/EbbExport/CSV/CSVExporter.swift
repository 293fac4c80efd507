internal import EbbFiles
package import EbbModel

/// Tables: RFC 4180, UTF-8, lines ended by LF.
///
/// One page to a file is a table of its own (`WideTable`), several are one long table (`LongTable`); a folder
/// gets a table for each page and a `datapackage.json`. With `isWide`, pages that have the same axes stand side by
/// side: all of a file, and in a folder those of each simulation, which are held until the last has come.
package struct CSVExporter: Exporter {
  package let name = "csv"
  package let purpose = "tables; pandas, polars, DuckDB, spreadsheets"
  package let optionNames = ["comment", "delimiter", "excel", "wide"]
  package let suffixes = ["csv", "tsv"]
  package let writesStandardOutput = true
  package let folder: ExportFolder? = ExportFolder(
    lastFile: DataPackage.fileName, key: nil, files: { DataPackage.files(in: $0) })
  package let readsInputs = true

  private var form = TableForm()

  package init() {}

  package func with(
    _ options: FormatOptions, writing path: String
  ) throws(FormatOptionError) -> CSVExporter {
    var exporter = self
    exporter.form = try TableForm(options, writing: path)
    return exporter
  }

  package func export(
    _ outline: ExportOutline, to output: ExportTarget, options: ExportOptions,
    from next: PageSource
  ) async throws -> PagesEnd {
    if case .folder(let path) = output {
      var folder = try TableFolder(outline, at: path, form, options)
      let end = try await forEachPage(from: next) { try folder.add($0) }
      try folder.commit(after: end)
      return end
    }
    var file = try TextFile(output, options: options)
    try file.write(form.mark)
    if form.comments { try file.write(TableComments.export(outline)) }
    let end =
      outline.pageCount == 1 || form.isWide
      ? try await writeWideTable(outline, to: &file, from: next)
      : try await writeLongTable(outline, to: &file, hasHits: options.tellsHits, from: next)
    try file.commit()
    return end
  }

  private func writeWideTable(
    _ outline: ExportOutline, to file: inout TextFile, from next: PageSource
  ) async throws -> PagesEnd {
    var members: [TablePage] = []
    let end = try await forEachPage(from: next) { exported in
      let member = TablePage(exported, of: outline)
      if let first = members.first, !member.hasBins(of: first) {
        let isOfSeveral = outline.simulations.count > 1
        throw ExportError.differingAxes(
          first.bins(namingSimulation: isOfSeveral), member.bins(namingSimulation: isOfSeveral))
      }
      members.append(member)
    }
    guard !members.isEmpty else { return end }
    if form.comments {
      for member in members { try file.write(TableComments.page(member)) }
    }
    let table = WideTable(members, delimiter: form.delimiter, decimal: form.decimal, threads: file.threads)
    try table.write { (block) throws(FileError) in try file.write(block) }
    return end
  }

  /// The header comes first, since it does not depend on the pages; comments of each stand before its rows.
  private func writeLongTable(
    _ outline: ExportOutline, to file: inout TextFile, hasHits: Bool, from next: PageSource
  ) async throws -> PagesEnd {
    let hasTasks = outline.simulations.contains { $0.estimators.contains { $0.task != nil } }
    let table = LongTable(
      hasTasks: hasTasks, delimiter: form.delimiter, decimal: form.decimal, hasHits: hasHits,
      threads: file.threads)
    try file.write(table.header)
    return try await forEachPage(from: next) { exported in
      let member = TablePage(exported, of: outline)
      if form.comments { try file.write(TableComments.page(member)) }
      try table.write(member.page, of: member.estimator, in: member.simulation) {
        (block) throws(FileError) in try file.write(block)
      }
    }
  }
}
