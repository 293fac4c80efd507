package import EbbModel

/// Turns the compressed data of a page into a `StoredPage`, and that of an estimator into `Metadata`.
///
/// An actor for each worker: it keeps what pages need in turn, the state of the inflater and a buffer for
/// the text, so that nothing is allocated for a page but its arrays.
package actor PageDecoder {
  private var inflater = Inflater()
  private var text = TextBuffer()
  private var secondText = TextBuffer()
  /// Data that were given over to it.
  private var taken: [UInt8] = []
  private let byteLimit: Int
  private let wholeLimit: Int
  private let window: Int

  /// - Parameters:
  ///   - byteLimit: the most bytes that a page's text may have.
  ///   - wholeLimit: a text of more bytes is decoded while it is inflated, and not held whole, so that a decoder's
  ///     buffer stays below this size.
  ///   - window: the bytes of such a text that are held at a time.
  package init(byteLimit: Int, wholeLimit: Int = 64 << 20, window: Int = 1 << 20) {
    self.byteLimit = byteLimit
    self.wholeLimit = wholeLimit
    self.window = window
  }

  /// The least compressed bytes of a page that a second thread helps with.
  package static let smallestHelped = 1 << 20

  private static func isWorthHelp(_ compressed: [UInt8]) -> Bool { compressed.count >= smallestHelped }

  /// Inflates and decodes a page.
  /// - Parameter helped: whether a second thread may inflate too, for which a processor is free.
  /// - Returns: `nil` for a page without data: nothing stored, or the text `null`.
  package func page(_ compressed: [UInt8], helped: Bool = false) throws(PageDataError) -> StoredPage? {
    guard !compressed.isEmpty else { return nil }
    if helped, Self.isWorthHelp(compressed), let page = helpedPage(compressed) { return page }
    if compressed.count >= 4, Inflater.declaredCount(of: compressed) > wholeLimit,
      let page = try streamedPage(compressed)
    {
      return page
    }
    do throws(PageDataError) {
      try inflate(compressed)
    } catch .inflate(.tooLarge(declared: let count, limit: let limit)) where limit < byteLimit {
      // Too long to be held, whatever is allowed: the trailer's claim is its length modulo 4 GiB.
      if let page = try streamedPage(compressed) { return page }
      throw .inflate(.tooLarge(declared: count, limit: limit))
    }
    return try decodedText()
  }

  /// What became of data that were given over.
  package enum TakenPage: Sendable {
    /// As `page(_:)` gives it.
    case page(StoredPage?)
    /// The page has a text that must be held whole, and data that are gone: they are needed once more, for `page(_:)`.
    case needsData
  }

  /// Takes data over, which `takenPage()` decodes. Nobody else should hold them: then their memory is given back while they
  /// are inflated, so that of a large page data and values are not in memory together.
  package func take(_ compressed: consuming [UInt8]) { taken = compressed }

  /// Inflates and decodes the page whose data were given over.
  /// - Parameter helped: as that of `page(_:helped:)`.
  package func takenPage(helped: Bool = false) throws(PageDataError) -> TakenPage {
    var compressed: [UInt8] = []
    swap(&compressed, &taken)
    guard compressed.count >= 4, Inflater.declaredCount(of: compressed) > wholeLimit else {
      return .page(try page(compressed, helped: helped))
    }
    if helped, Self.isWorthHelp(compressed) {
      return helpedPage(compressed, releases: true).map { .page($0) } ?? .needsData
    }
    guard let page = try streamedPage(compressed, releases: true) else { return .needsData }
    return .page(page)
  }

  /// Decodes a page whose text is at hand.
  package func page(text bytes: [UInt8]) throws(PageDataError) -> StoredPage? {
    try checkLimit(bytes.count)
    text.copy(bytes)
    return try decodedText()
  }

  /// Inflates a text and decodes the page that is a part of it.
  package func page(_ part: Range<Int>, of compressed: [UInt8]) throws(PageDataError) -> StoredPage? {
    try checkLimit(part.count)
    try inflate(compressed)
    guard part.upperBound <= text.count else { throw .inflate(.endsEarly(inflated: text.count)) }
    text.keep(part)
    return try decodedText()
  }

  /// Inflates a text of which a part is a page's, and gives that part as it stands there.
  package func text(_ part: Range<Int>, of compressed: [UInt8]) throws(PageDataError) -> [UInt8] {
    try checkLimit(part.count)
    try inflate(compressed)
    guard part.upperBound <= text.count else { throw .inflate(.endsEarly(inflated: text.count)) }
    text.keep(part)
    var bytes: [UInt8] = []
    unsafe text.read { unsafe bytes = Array($0) }
    return bytes
  }

  /// The bytes of text in compressed data, as their trailer claims them; 0 where the claim cannot be true.
  package static func textBytes(of compressed: [UInt8]) -> Int {
    Inflater.plausibleCount(of: compressed) ?? 0
  }

  private func checkLimit(_ bytes: Int) throws(PageDataError) {
    guard bytes <= byteLimit else { throw .inflate(.tooLarge(declared: bytes, limit: byteLimit)) }
  }

  private func decodedText() throws(PageDataError) -> StoredPage? {
    do {
      return try PageText.decode(text)
    } catch {
      throw .decode(error)
    }
  }

  /// Inflates and decodes two pages, which takes less time than one after the other: their gzip members are inflated
  /// in step.
  package func pages(
    _ first: [UInt8], _ second: [UInt8]
  ) -> (first: Result<StoredPage?, PageDataError>, second: Result<StoredPage?, PageDataError>) {
    let inflated = PairInflater.inflate(
      (first, second), into: &text, &secondText, limit: min(byteLimit, wholeLimit))
    let secondPage = inflated.second ? decode(secondText) : nil
    let firstPage = inflated.first ? decode(text) : nil
    return (
      firstPage ?? Result { () throws(PageDataError) in try page(first) },
      secondPage ?? Result { () throws(PageDataError) in try page(second) }
    )
  }

  private func decode(_ text: borrowing TextBuffer) -> Result<StoredPage?, PageDataError> {
    Result { () throws(DecodeError) in try PageText.decode(text) }.mapError { .decode($0) }
  }

  /// A page decoded while it is inflated; `nil` where only the whole text can tell.
  /// - Parameter releases: whether the data, which nobody else holds, go meanwhile.
  private func streamedPage(
    _ compressed: consuming [UInt8], releases: Bool = false, help: InflateHelp? = nil
  ) throws(PageDataError) -> StoredPage? {
    do throws(InflateError) {
      let stream = try TextStream(
        compressed, limit: byteLimit, window: window, releases: releases, help: help)
      let page: StoredPage?
      do throws(DecodeError) {
        page = try PageText.decode(stream)
      } catch {
        page = nil
      }
      // Damage to the gzip data is the error that is thrown, not what it did to the JSON.
      try stream.finish()
      return page
    } catch {
      throw .inflate(error)
    }
  }

  /// A page decoded while two threads inflate it; `nil` where only the way without help can tell.
  private func helpedPage(_ compressed: consuming [UInt8], releases: Bool = false) -> StoredPage? {
    try? streamedPage(compressed, releases: releases, help: .shares(of: compressed.count))
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

  /// Inflates the text of an input or of log files; "null" where nothing is stored.
  package func text(_ compressed: [UInt8]?) throws(PageDataError) -> String {
    guard let compressed, !compressed.isEmpty else { return "null" }
    try inflate(compressed)
    guard let text = text.string else { throw .decode(DecodeError(.badString, at: nil)) }
    return text
  }

  private func inflate(_ compressed: [UInt8]) throws(PageDataError) {
    do {
      try inflater.inflate(compressed, into: &text, limit: byteLimit)
    } catch {
      throw .inflate(error)
    }
  }
}

/// The reason why compressed page data gave no page.
package enum PageDataError: Error, Equatable, Sendable {
  case inflate(InflateError)
  case decode(DecodeError)
}
