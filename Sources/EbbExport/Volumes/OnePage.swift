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
}
