package import EbbText

/// Reads pages of an export one after another, and holds none.
package struct ExportedPageReader: Sendable {
  private let pages: ExportedPages
  private let order: [Int]
  private let keepsGoing: Bool
  private var position = 0
  private var count = 0
  private var notices: [Notice] = []

  /// - Parameters:
  ///   - order: which of the entries are read, in this order; all where it is `nil`.
  ///   - keepsGoing: whether damaged pages are left out.
  package init(_ pages: ExportedPages, order: [Int]? = nil, keepsGoing: Bool) {
    self.pages = pages
    self.order = order ?? Array(pages.entries.indices)
    self.keepsGoing = keepsGoing
  }

  /// Reads the next page.
  /// - Returns: its place in the order, and the page; `nil` after the last.
  package mutating func next() async throws(Failure) -> (place: Int, page: LoadedPage)? {
    while position < order.count {
      try Failure.checkCancellation()
      let current = position
      position += 1
      do throws(Failure) {
        let page = try await pages.page(
          at: order[current], then: position < order.count ? order[position] : nil)
        count += 1
        return (current, page)
      } catch {
        guard keepsGoing, error.kind == .brokenData else { throw error }
        notices.append(Notice(.leftOut, "left out: " + error.message))
      }
    }
    return nil
  }

  /// The notices of what was left out, for when all pages have come.
  /// - Throws: where none could be read.
  package func closing() throws(Failure) -> [Notice] {
    guard count == 0, let first = notices.first else { return notices }
    throw Failure(
      .brokenData, "\(Failure.quoted(pages.path)): no page can be read. The first is \(first.text)",
      advice: "Export it again, or take another copy.")
  }
}
