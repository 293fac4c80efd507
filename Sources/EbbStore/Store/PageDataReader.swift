package import EbbModel

/// The data of pages in order, fetched some at a time: the way to the store's thread and back costs more than
/// a small page does.
package struct PageDataReader: Sendable {
  /// The bytes that are fetched before they are asked for, and one page more: of pages of 40 kB, 2.4 GB/s came from
  /// SQLite, and 1.3 when they were fetched one by one.
  private static let bytesAtATime = 1 << 18

  private let store: any Store
  private var ready: ArraySlice<Result<PageData, StoreError>> = []

  /// Begins to read. Ends what was being read from `store` before.
  package init(_ pages: [PageID], from store: any Store) async throws(StoreError) {
    self.store = store
    try await store.beginReadingData(of: pages)
  }

  /// The next page's data, or `nil` after the last. A page that is missing or cannot be read is an error, after
  /// which the next page can be asked for.
  package mutating func next() async throws(StoreError) -> PageData? {
    if ready.isEmpty { ready = await store.nextData(upTo: Self.bytesAtATime)[...] }
    return try ready.popFirst()?.get()
  }
}

extension Store {
  /// One page at a time, for stores without a thread of their own.
  package func nextData(upTo bytes: Int) async -> [Result<PageData, StoreError>] {
    do throws(StoreError) {
      return try await nextData().map { [.success($0)] } ?? []
    } catch {
      return [.failure(error)]
    }
  }
}

/// The data that `next` gives, until they are `bytes` or more, or to an error or the end.
func collect(
  upTo bytes: Int, _ next: () throws(StoreError) -> PageData?
) -> [Result<PageData, StoreError>] {
  var pages: [Result<PageData, StoreError>] = []
  var left = bytes
  do throws(StoreError) {
    while left > 0, let data = try next() {
      left -= max(data.bytes.count, 1)
      pages.append(.success(data))
    }
  } catch {
    pages.append(.failure(error))
  }
  return pages
}
