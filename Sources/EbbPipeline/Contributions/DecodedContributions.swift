internal import EbbCodec
internal import EbbModel
internal import EbbStore
internal import EbbText

/// The contributions of a plan, decoded on several threads and given in the plan's order.
///
/// Data are fetched one after another by the store's own thread; each decoder takes two gzip members at a
/// time, which it inflates faster than one by one; results wait until their turn. What is fetched and not yet given
/// is bounded, in bytes and pages, whatever the plan's length. Beside that, memory holds what `PageDataReader` has
/// ready, and one page, which is let through whatever its size.
///
/// A page that is asked for several times, as the dose by which several ratios are weighted, is decoded once: it is kept
/// until it was given for the last time, as far as such pages fit (`maxKept`). From the first that did not fit on, no
/// more are kept, and they are read again.
struct DecodedContributions {
  typealias Group = ThrowingTaskGroup<
    (decoder: Int, outcomes: [(index: Int, outcome: ContributionOutcome)]), any Error
  >

  /// The most pages per decoder that are fetched and not yet given: a pair that is being decoded, and a pair that waits
  /// for its turn because a page before it takes longer.
  private static let lookahead = 4
  /// The most bytes per decoder of such pages, compressed, as text and as values: as much as a decoder holds of text
  /// (`wholeLimit`), and enough for `lookahead` pages of 128³ bins, so that only larger pages wait for memory.
  static let bytesADecoder = 64 << 20
  /// The most bytes of values that are kept for pages that are asked for again: as much as one decoder may hold.
  private static let maxKept = 64 << 20
  /// The most pages that are read before a decoder is idle: the next pair.
  private static let readAhead = 2
  /// The most compressed bytes of a page that is decoded in a pair: two larger ones would take too much memory.
  private static let largestOfPair = 1 << 23

  private let store: any Store
  private var reader: PageDataReader
  private let decoders: [PageDecoder]
  private let pages: [PageID]
  private let decoded: DecodedPages
  private var idle: [Int]
  /// Pages that are read and wait for a decoder.
  private var ahead: [(index: Int, data: PageData)] = []
  private var fetched = 0
  private var given = 0
  private var waiting: [Int: ContributionOutcome] = [:]
  private let maxBytes: Int
  /// The bytes of each page that is fetched and not yet given: an estimate, until it is decoded.
  private var bytes: [Int: Int] = [:]
  private var bytesInFlight = 0
  /// The compressed bytes of the page that was read last.
  private var lastBytes = 0
  private var repeats: RepeatedPages

  /// Begins to read the data of `pages`, which are given in that order.
  /// - Parameters:
  ///   - decoded: those that are decoded, which are not read again.
  ///   - bytesADecoder: the most bytes a decoder that are held, one page more if need be.
  ///   - maxKept: the most bytes of pages that are kept for the next time.
  init(
    _ pages: [PageID], from store: any Store, byteLimit: Int, threads: Int,
    decoded: DecodedPages = DecodedPages(), bytesADecoder: Int = Self.bytesADecoder,
    maxKept: Int = Self.maxKept
  ) async throws {
    self.store = store
    repeats = RepeatedPages(pages, maxBytes: maxKept)
    maxBytes = bytesADecoder * max(1, threads)
    decoders = (0..<max(1, threads)).map { _ in PageDecoder(byteLimit: byteLimit) }
    idle = Array(decoders.indices)
    self.pages = pages
    self.decoded = decoded
    reader = store.data(of: repeats.firsts(of: pages).filter { decoded[$0] == nil })
  }

  /// The next contribution, or `nil` after the last.
  /// - Parameter group: the group whose child tasks decode; always the same.
  mutating func next(in group: inout Group) async throws -> ContributionOutcome? {
    guard given < pages.count else { return nil }
    while true {
      try Task.checkCancellation()
      try await refill(&group)
      if let outcome = waiting.removeValue(forKey: given) {
        hold(0, for: given)
        given += 1
        return outcome
      }
      try await readAhead()
      guard let (decoder, outcomes) = try await group.next() else {
        preconditionFailure("a page is neither waiting nor being decoded")
      }
      for (index, outcome) in outcomes {
        waiting[index] = outcome
        hold(outcome.bytes, for: index)
        for again in repeats.arrived(pages[index], outcome) { waiting[again] = outcome }
      }
      idle.append(decoder)
    }
  }

  /// Gives every idle decoder pages.
  private mutating func refill(_ group: inout Group) async throws {
    while !idle.isEmpty, var first = try await take() {
      if first.data.form == .gzip, first.data.bytes.count > Self.largestOfPair {
        let number = idle.removeLast()
        let (decoder, store, index, page) = (decoders[number], store, first.index, first.data.id)
        let helped = hasFree
        // The decoder alone holds them then.
        await decoder.take(first.data.takeBytes())
        group.addTask {
          (number, [(index, await Self.decode(page, takenBy: decoder, helped: helped, from: store))])
        }
        continue
      }
      // Few pages are better spread over the decoders.
      let hasMany = pages.count - fetched + ahead.count >= decoders.count
      var second: (index: Int, data: PageData)?
      if hasMany, first.data.form == .gzip, let next = try await take() {
        if next.data.form == .gzip, next.data.bytes.count <= Self.largestOfPair {
          second = next
        } else {
          ahead.insert(next, at: 0)
        }
      }
      let number = idle.removeLast()
      let decoder = decoders[number]
      let helped = hasFree
      group.addTask { [first] in (number, await Self.decode(first, second, by: decoder, helped: helped)) }
    }
  }

  /// Whether there are more decoders than pages for them, so that a processor is free to help with a page.
  private var hasFree: Bool { !idle.isEmpty && ahead.isEmpty && fetched == pages.count }

  /// The next page that has data to decode; `nil` where none is left, or none may be read now.
  private mutating func take() async throws -> (index: Int, data: PageData)? {
    if !ahead.isEmpty { return ahead.removeFirst() }
    while mayFetch {
      if let page = try await fetch() { return page }
    }
    return nil
  }

  /// Reads on while decoders are at work, so that the next idle one has not to wait for the store: with pages of 2 MB
  /// two processors were busy for 91 % of the time without, and for 94 with it. Large ones are not read before their
  /// time: as many bytes more would be held.
  private mutating func readAhead() async throws {
    while ahead.count < Self.readAhead, mayFetch, lastBytes <= Self.largestOfPair {
      if let page = try await fetch() { ahead.append(page) }
    }
  }

  private var mayFetch: Bool {
    fetched < pages.count && fetched - given < Self.lookahead * decoders.count && bytesInFlight < maxBytes
  }

  /// Takes note of what a page takes now.
  private mutating func hold(_ count: Int, for index: Int) {
    bytesInFlight += count - (bytes.removeValue(forKey: index) ?? 0)
    if count > 0 { bytes[index] = count }
  }

  /// The next page's data; `nil` for one that has none to read, whose outcome is known with that.
  private mutating func fetch() async throws -> (index: Int, data: PageData)? {
    let index = fetched
    fetched += 1
    let page = pages[index]
    if let outcome = decoded[page] {
      waiting[index] = outcome
      return nil
    }
    switch repeats.ask(for: page, at: index) {
    case .kept(let outcome):
      waiting[index] = outcome
      return nil
    case .underWay: return nil
    case .again:
      let rest = pages[index...].filter { decoded[$0] == nil && !repeats.isKept($0) }
      reader = store.data(of: rest)
    case .read: break
    }
    switch try await data(of: page) {
    case .success(let data):
      hold(data.bytesInFlight, for: index)
      lastBytes = data.bytes.count
      return (index, data)
    case .failure(let error):
      waiting[index] = .failure(error)
      for again in repeats.arrived(page, .failure(error)) { waiting[again] = .failure(error) }
      return nil
    }
  }

  private static func decode(
    _ first: (index: Int, data: PageData), _ second: (index: Int, data: PageData)?, by decoder: PageDecoder,
    helped: Bool
  ) async -> [(index: Int, outcome: ContributionOutcome)] {
    guard let second else {
      let page: Result<StoredPage?, PageDataError>
      do throws(PageDataError) {
        page = .success(try await decoder.page(first.data, helped: helped))
      } catch {
        page = .failure(error)
      }
      return [(first.index, page.mapError { .data($0) })]
    }
    let pages = await decoder.pages(first.data.bytes, second.data.bytes)
    return [
      (first.index, pages.first.mapError { .data($0) }), (second.index, pages.second.mapError { .data($0) }),
    ]
  }

  /// A large page whose data the decoder has taken over: where it needs them once more, they are read again.
  private static func decode(
    _ page: PageID, takenBy decoder: PageDecoder, helped: Bool, from store: any Store
  ) async -> ContributionOutcome {
    do throws(PageDataError) {
      if case .page(let found) = try await decoder.takenPage(helped: helped) { return .success(found) }
      guard let again = await store.data(of: [page], upTo: 1).first else {
        preconditionFailure("the store gives no page that was asked for")
      }
      switch again {
      case .success(let data): return .success(try await decoder.page(data))
      case .failure(let error): return .failure(.store(error))
      }
    } catch {
      return .failure(.data(error))
    }
  }

  /// The data of the next page, or why this one page has none to read. What else goes wrong with
  /// the store is thrown.
  private mutating func data(of page: PageID) async throws(StoreError) -> Result<PageData, ContributionError>
  {
    do throws(StoreError) {
      guard let data = try await reader.next(), data.id == page else {
        preconditionFailure("the store gives other pages than were asked for")
      }
      return .success(data)
    } catch {
      switch error {
      case .missingPage, .badValue, .fileNotReadable, .fileChanged: return .failure(.store(error))
      default: throw error
      }
    }
  }
}

extension PageData {
  /// The bytes, which it holds no more.
  fileprivate mutating func takeBytes() -> [UInt8] {
    var bytes: [UInt8] = []
    swap(&bytes, &self.bytes)
    return bytes
  }

  /// About the bytes that the page takes until it is decoded: the data, and once more its text, of which values of
  /// no more bytes come but where it is mostly zeros.
  fileprivate var bytesInFlight: Int {
    bytes.count + (form == .text ? bytes.count : PageDecoder.textBytes(of: bytes))
  }
}

extension PageDecoder {
  fileprivate func page(_ data: PageData, helped: Bool = false) throws(PageDataError) -> StoredPage? {
    switch data.form {
    case .gzip: try page(data.bytes, helped: helped)
    case .text: try page(text: data.bytes)
    case .partOfGzip(let part): try page(part, of: data.bytes)
    }
  }
}
