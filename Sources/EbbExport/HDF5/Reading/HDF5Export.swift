internal import EbbFiles
package import EbbModel

/// An HDF5 file that an export has written: what pages are in it, and each read when it is asked for.
package struct HDF5Export: Sendable {
  /// A page's place and what tells it from others.
  package struct Page: Sendable {
    /// The index of its simulation in `simulations`.
    package var simulation: Int
    package var estimator: ResultEstimator
    /// `nil` where the page is not as an export writes it.
    package var name: PageName?
    /// The groups that lead to it.
    let path: [String]
  }

  package let path: String
  package private(set) var simulations: [ResultSimulation]
  package private(set) var pages: [Page]
  private let place: ReaderProcess.Place
  private let reader: ReaderProcess

  /// Finds the pages in a file.
  package init(opening path: String, with reader: ReaderProcess) async throws(PartialError) {
    self.path = path
    self.reader = reader
    place = try ReaderProcess.Place(path)
    let found = try await reader.ask(.listExports, place) { answer throws(AnswerError) in
      try FileListing(exports: &answer)
    }
    simulations = found.simulations
    pages = found.exports
  }

  /// Reads a page.
  /// - Parameter next: the page that will be read next, where it is known.
  package func page(_ page: Page, then next: Page? = nil) async throws(PartialError) -> ResultPage {
    guard page.name != nil else { throw .badPage(path: path, page: page.path.joined(separator: "/")) }
    return try await reader.ask(.readExport, place(of: page), then: next.map(place)) {
      answer throws(AnswerError) in try answer.page()
    }
  }

  private func place(of page: Page) -> ReaderProcess.Place {
    var place = place
    place.groups = page.path
    return place
  }
}
