package import EbbModel

/// Turns the compressed data of a page into a `StoredPage`, and that of an estimator into `Metadata`.
///
/// An actor for each worker: it keeps what pages need in turn, the state of the inflater and a buffer for
/// the text, so that nothing is allocated for a page but its arrays.
package actor PageDecoder {
  private var inflater = Inflater()
  private var text = TextBuffer()
  private let byteLimit: Int

  /// - Parameter byteLimit: the most bytes that a page's text may have.
  package init(byteLimit: Int) { self.byteLimit = byteLimit }

  /// Inflates and decodes a page.
  /// - Returns: `nil` for a page without data: nothing stored, or the text `null`.
  package func page(_ compressed: [UInt8]) throws(PageDataError) -> StoredPage? {
    guard !compressed.isEmpty else { return nil }
    try inflate(compressed)
    do {
      return try PageText.decode(text)
    } catch {
      throw .decode(error)
    }
  }

  /// Inflates and decodes an estimator's metadata. None where nothing is stored.
  package func metadata(_ compressed: [UInt8]?) throws(PageDataError) -> Metadata {
    guard let compressed, !compressed.isEmpty else { return Metadata() }
    try inflate(compressed)
    do {
      return try PageText.decodeMetadata(text)
    } catch {
      throw .decode(error)
    }
  }

  private func inflate(_ compressed: [UInt8]) throws(PageDataError) {
    do {
      try inflater.inflate(compressed, into: &text, limit: byteLimit)
    } catch {
      throw .inflate(error)
    }
  }
}

/// Why compressed page data gave no page.
package enum PageDataError: Error, Equatable, Sendable {
  case inflate(InflateError)
  case decode(DecodeError)
}
