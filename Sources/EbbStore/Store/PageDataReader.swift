internal import EbbModel

/// The data of pages in order, fetched some at a time: the way to the store's thread and back costs more than
/// a small page does.
package struct PageDataReader: Sendable {
  /// The bytes that are fetched before they are asked for, and one page more: of pages of 40 kB, 2.4 GB/s came from
  /// SQLite, and 1.3 when they were fetched one by one.
  private static let bytesAtATime = 1 << 18

  private let store: any Store
  private var wanted: ArraySlice<PageID>
  private var ready: ArraySlice<Result<PageData, StoreError>> = []

  init(_ pages: [PageID], from store: any Store) {
    self.store = store
    wanted = pages[...]
  }

  /// The next page's data, or `nil` after the last. A page that is missing or cannot be read is an error, after
  /// which the next page can be asked for.
  package mutating func next() async throws(StoreError) -> PageData? {
    if ready.isEmpty, !wanted.isEmpty {
      ready = await store.data(of: wanted, upTo: Self.bytesAtATime)[...]
      wanted = wanted.dropFirst(ready.count)
    }
    let next = ready.popFirst()
    // What a slice has left stays in memory as long as the slice does.
    if ready.isEmpty { ready = [] }
    return try next?.get()
  }
}

/// The data that `next` gives of the pages that are left, until they are `bytes` or more, or to an error or the end.
func takePages(
  _ pages: ArraySlice<PageID>, upTo bytes: Int,
  _ next: (_ left: ArraySlice<PageID>) throws(StoreError) -> PageData
) -> [Result<PageData, StoreError>] {
  var taken: [Result<PageData, StoreError>] = []
  var left = pages
  var bytesLeft = bytes
  do throws(StoreError) {
    while bytesLeft > 0, !left.isEmpty {
      let data = try next(left)
      left.removeFirst()
      bytesLeft -= max(data.bytes.count, 1)
      taken.append(.success(data))
    }
  } catch {
    taken.append(.failure(error))
  }
  return taken
}
