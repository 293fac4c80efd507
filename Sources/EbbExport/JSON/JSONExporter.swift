package import EbbModel

/// One JSON object with every page, for pipes: `jq`, Python, plotting tools.
///
/// Values are flat in the order of `shape`, the last axis fastest. What is not finite is `null`. Pages are
/// written as they come; no more than one is held.
package struct JSONExporter: Exporter {
  package let name = "json"
  package let suffixes = ["json"]
  package let writesStandardOutput = true
  package let writesFolders = false

  /// How many numbers are composed at once.
  private static let batch = 1 << 10

  package init() {}

  package func export(
    _ outline: ExportOutline, to output: ExportTarget, options: ExportOptions,
    from next: PageSource
  ) async throws {
    var file = try TextFile(output, options: options)
    var document = JSONDocument(outline)
    try file.write(document.opening)
    while let exported = try await next() {
      try file.write(document.transition(to: exported))
      try writeBins(of: exported.page, to: &file)
    }
    try file.write(document.closing)
    try file.commit()
  }

  /// The arrays of a page, a block at a time, and the page's end.
  private func writeBins(of page: ResultPage, to file: inout TextFile) throws(ExportError) {
    try write("values", page.values, to: &file)
    if let errors = page.errors { try write("errors", errors, to: &file) }
    if let counts = page.binContributions {
      try write("bin_contributions", counts.map(Double.init), to: &file)
    }
    try file.write([UInt8(ascii: "}")])
  }

  private func write(
    _ key: String, _ values: [Double], to file: inout TextFile
  ) throws(ExportError) {
    var block = TextBlock()
    block.append(", \"\(key)\": [")
    var start = 0
    while start < values.count {
      if start > 0 { block.append(", ") }
      let end = min(start + Self.batch, values.count)
      block.append(json: values.span.extracting(start..<end))
      start = end
      if block.isFull {
        try file.write(block)
        block.clear()
      }
    }
    block.append("]")
    try file.write(block)
  }
}
