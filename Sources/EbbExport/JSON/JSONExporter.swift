internal import EbbFiles
package import EbbModel

/// One JSON object with every page, for pipes: `jq`, Python, plotting tools.
///
/// Values are flat in the order of `shape`, the last axis fastest. What is not finite is `null`. Pages are
/// written as they come; no more than one is held.
package struct JSONExporter: Exporter {
  package let name = "json"
  package let purpose = "one object of everything; jq, Python, plotting tools"
  package let suffixes = ["json"]
  package let writesStandardOutput = true
  package let readsInputs = true

  package init() {}

  package func export(
    _ outline: ExportOutline, to output: ExportTarget, options: ExportOptions,
    from next: PageSource
  ) async throws -> PagesEnd {
    var file = try TextFile(output, options: options)
    var document = JSONDocument(outline)
    try file.write(document.opening)
    let end = try await forEachPage(from: next) { exported in
      try file.write(document.transition(to: exported))
      try writeBins(of: exported.page, to: &file)
    }
    try file.write(document.closing(after: end))
    try file.commit()
    return end
  }

  /// The arrays of a page, a block at a time, and the page's end.
  private func writeBins(of page: ResultPage, to file: inout TextFile) throws(FileError) {
    try file.write(key: "values", json: page.values)
    if let errors = page.errors { try file.write(key: "errors", json: errors) }
    if let counts = page.binContributions {
      try file.write(key: "bin_contributions", json: counts.map(Double.init))
    }
    if let hits = page.hits { try file.write(key: "hits", json: hits.map(Double.init)) }
    try file.write([UInt8(ascii: "}")])
  }
}
