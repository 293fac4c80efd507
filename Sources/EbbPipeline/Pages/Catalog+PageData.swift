package import EbbModel
package import EbbStore
package import EbbText

extension Catalog {
  /// Gives the data of pages one after another, as the store has them; one is held.
  package func forEachData(
    of pages: [PageRow], _ body: (PageRow, PageData) async throws(Failure) -> Void
  ) async throws(Failure) {
    var reader = store.data(of: pages.map(\.id))
    for page in pages {
      try Failure.checkCancellation()
      let data: PageData?
      do throws(StoreError) {
        data = try await reader.next()
      } catch {
        throw Failure(error)
      }
      guard let data else { return }
      try await body(page, data)
    }
  }
}
