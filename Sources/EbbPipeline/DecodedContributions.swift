internal import EbbCodec
internal import EbbModel
internal import EbbStore

/// The contributions of a plan, decoded on several threads and given in the plan's order.
///
/// Compressed data are fetched one after another by the store's own thread; as many pages are decoded at a
/// time as there are decoders; results wait until their turn. No more than `lookahead` pages a decoder
/// are fetched and not yet given, which bounds the memory: twice the threads, whatever the plan's length.
struct DecodedContributions {
  typealias Outcome = Result<StoredPage?, ContributionError>
  typealias Group = ThrowingTaskGroup<(index: Int, decoder: Int, outcome: Outcome), any Error>

  private static let lookahead = 2

  private let store: any Store
  private let decoders: [PageDecoder]
  private let pages: [PageID]
  private var idle: [Int]
  private var fetched = 0
  private var given = 0
  private var waiting: [Int: Outcome] = [:]

  /// Begins to read the data of `pages`, which are given in that order.
  init(_ pages: [PageID], from store: any Store, byteLimit: Int, threads: Int) async throws {
    self.store = store
    decoders = (0..<max(1, threads)).map { _ in PageDecoder(byteLimit: byteLimit) }
    idle = Array(decoders.indices)
    self.pages = pages
    try await store.beginReadingData(of: pages)
  }

  /// The next contribution, or `nil` after the last.
  /// - Parameter group: the group whose child tasks decode; always the same.
  mutating func next(in group: inout Group) async throws -> Outcome? {
    guard given < pages.count else { return nil }
    while true {
      try Task.checkCancellation()
      try await refill(&group)
      if let outcome = waiting.removeValue(forKey: given) {
        given += 1
        return outcome
      }
      guard let (index, decoder, outcome) = try await group.next() else {
        preconditionFailure("a page is neither waiting nor being decoded")
      }
      waiting[index] = outcome
      idle.append(decoder)
    }
  }

  /// Gives every idle decoder a page.
  private mutating func refill(_ group: inout Group) async throws {
    while !idle.isEmpty, fetched < pages.count, fetched - given < Self.lookahead * decoders.count {
      let index = fetched
      fetched += 1
      let bytes: [UInt8]
      switch try await data(of: pages[index]) {
      case .success(let found): bytes = found
      case .failure(let error):
        waiting[index] = .failure(error)
        continue
      }
      let number = idle.removeLast()
      let decoder = decoders[number]
      group.addTask {
        do throws(PageDataError) {
          return (index, number, .success(try await decoder.page(bytes)))
        } catch {
          return (index, number, .failure(.data(error)))
        }
      }
    }
  }

  /// The compressed data of the next page, or why this one page has none to read. What else goes wrong with
  /// the store is thrown.
  private func data(of page: PageID) async throws(StoreError) -> Result<[UInt8], ContributionError> {
    do throws(StoreError) {
      guard let data = try await store.nextData(), data.id == page else {
        preconditionFailure("the store gives other pages than were asked for")
      }
      return .success(data.bytes)
    } catch {
      switch error {
      case .missingPage, .badValue: return .failure(.store(error))
      default: throw error
      }
    }
  }
}

/// Why a contribution cannot be read, though others can.
enum ContributionError: Error {
  case data(PageDataError)
  case store(StoreError)
}
