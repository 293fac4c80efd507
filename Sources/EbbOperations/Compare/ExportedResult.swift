internal import EbbModel
package import EbbPipeline
package import EbbText

/// A side of a comparison that `ebb export` has written as HDF5 or JSON. Each page is read when it is
/// asked for.
package struct ExportedResult: Sendable {
  /// The path, for messages.
  private let place: String
  private let pages: ExportedPages
  private let keepsGoing: Bool

  /// - Parameter names: what of it is paired with pages of other names, in place of what `request` selects.
  /// - Returns: `nil` where `path` is no file that an export has written.
  /// - Throws: where it is, but cannot be read, holds several simulations, or none of the pages.
  package init?(
    _ path: String, _ request: PageRequest, names: [PagePair.Side], _ reading: HDF5Reading
  ) async throws(Failure) {
    guard ExportedPages.isExport(path) else { return nil }
    place = Failure.quoted(path)
    keepsGoing = request.keepGoing
    guard request.reductions.isEmpty, request.primaries == nil else {
      throw Failure(
        .usage, "\(place) is an export, whose bins are taken as they are.",
        advice: "Leave --range, --rebin, --sum, --at and --primaries out, or export again with them.")
    }
    var request = request
    if !names.isEmpty { (request.estimators, request.pages) = (names.map(\.estimator), []) }
    guard var pages = try await ExportedPages(opening: path, with: reading) else { return nil }
    pages.select(request)
    guard pages.simulations.count == 1 else {
      throw Failure(
        .usage, "\(place) holds \(pages.simulations.count) simulations, and one is compared with one.",
        advice: "Export them one by one.")
    }
    guard !pages.entries.isEmpty else {
      throw Failure(.notFound, "\(place) has none of these pages.", advice: "Choose others with -e and -p.")
    }
    self.pages = pages
  }

  /// The pages, as they are known before they are read.
  var entries: [PagePairing.Entry] {
    // One whose name cannot be read has no number that any other has.
    pages.entries.enumerated().map { index, page in
      PagePairing.Entry(
        estimator: page.estimator.title, number: page.name?.number ?? -1 - index,
        quantity: page.name?.quantity, filter: page.name?.filter)
    }
  }

  /// The reader of those pages, in this order.
  func reader(of order: [Int]) -> ExportedPageReader {
    ExportedPageReader(pages, order: order, keepsGoing: keepsGoing)
  }

  /// Refuses a page whose errors are not those that a comparison is by.
  func check(_ page: LoadedPage) throws(Failure) {
    guard page.page.errors != nil, page.page.errorKind != .stderr else { return }
    let kind = page.page.errorKind == .stddev ? "standard deviations" : "confidence intervals"
    throw Failure(
      .usage, "\(place) has \(kind), and comparisons are by standard errors.",
      advice: "Export it again without --error.")
  }
}
