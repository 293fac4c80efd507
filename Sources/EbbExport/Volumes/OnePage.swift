internal import EbbModel

extension Exporter {
  /// Takes the page of a format that holds one.
  /// - Returns: what `next` gives at its end.
  /// - Throws: where there is another, and what `body` throws.
  func takeOnePage(
    from next: PageSource, _ body: (ExportedPage) throws -> Void
  ) async throws -> PagesEnd {
    var isTaken = false
    return try await forEachPage(from: next) { exported in
      if isTaken { throw ExportError.unsuitable(format: name, reason: "there are several") }
      isTaken = true
      try body(exported)
    }
  }

  /// Writes the page of a format that holds one into a file.
  /// - Parameter body: writes it.
  /// - Returns: what `next` gives at its end.
  /// - Throws: as `takeOnePage`; then no file has appeared.
  func writeOnePage(
    from next: PageSource, to output: ExportTarget, _ options: ExportOptions,
    _ body: (ExportedPage, inout TextFile) throws -> Void
  ) async throws -> PagesEnd {
    var file = try TextFile(output, options: options)
    let end = try await takeOnePage(from: next) { try body($0, &file) }
    try file.commit()
    return end
  }
}
