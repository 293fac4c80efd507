internal import EbbFiles
package import EbbModel

/// A workbook: a sheet a page, and a first one that says what they are. Excel, LibreOffice, Numbers.
///
/// Office Open XML (ECMA-376). A row is a bin: its edges and centre on each axis, its value and its error; numbers are written in
/// the digits that read back as the same double. A sheet has 1,048,576 rows at most; a page with more is refused.
package struct XLSXExporter: CompressingExporter {
  package let name = "xlsx"
  package let purpose = "a workbook, a sheet a page; Excel, LibreOffice"
  package let suffixes = ["xlsx"]
  package let writesStandardOutput = false

  package var compression = CompressionLevel()

  package init() {}

  package func export(
    _ outline: ExportOutline, to output: ExportTarget, options: ExportOptions,
    from next: PageSource
  ) async throws -> PagesEnd {
    var workbook = Workbook(
      try ZipArchive(output, options: options), of: outline, level: max(1, compression.level))
    let end = try await forEachPage(from: next) { exported in
      try workbook.add(TablePage(exported, of: outline))
    }
    try workbook.commit(after: end)
    return end
  }
}
