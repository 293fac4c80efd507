internal import EbbFiles
package import EbbModel

/// A file of partial results, as `ebb export --partial` writes them: what pages are in it, and each read when
/// it is asked for.
package struct PartialFile: Sendable {
  /// A page's place and what tells it from others.
  package struct Page: Sendable, Equatable {
    /// The index of its simulation in `simulations`, and of its estimator in there.
    package var simulation: Int
    package var estimator: Int
    package var number: Int
    package var sources: ContributionList
    /// The groups that lead to it.
    let path: [String]
  }

  package let path: String
  package private(set) var simulations: [ResultSimulation]
  package private(set) var pages: [Page]
  /// The paths of groups that are pages, but no partial results as Ebb writes them.
  package private(set) var badPages: [String]
  private let place: ReaderProcess.Place
  private let reader: ReaderProcess

  /// Finds the pages in a file.
  package init(opening path: String, with reader: ReaderProcess) async throws(PartialError) {
    self.path = path
    self.reader = reader
    place = try ReaderProcess.Place(path)
    let found = try await reader.ask(.listParts, place) { answer throws(AnswerError) in
      try FileListing(parts: &answer)
    }
    simulations = found.simulations
    pages = found.parts
    badPages = found.badParts
    guard !pages.isEmpty else { throw .notPartial(path: path) }
  }

  /// Keeps what `other` says of tasks and inputs in place of the same: parts of one job all list its tasks, and a thousand
  /// lists of a thousand are not held.
  package mutating func share(with other: PartialFile) {
    for index in simulations.indices where other.simulations.indices.contains(index) {
      let theirs = other.simulations[index]
      if simulations[index].tasks == theirs.tasks { simulations[index].tasks = theirs.tasks }
      if simulations[index].origin == theirs.origin { simulations[index].origin = theirs.origin }
    }
  }

  /// Reads a page with its state.
  /// - Parameter next: the page that will be read next by the same reader, where it is known.
  package func page(
    _ page: Page, then next: (file: PartialFile, page: Page)? = nil
  ) async throws(PartialError) -> ResultPage {
    try await reader.ask(.readPart, place(of: page), then: next.map { $0.file.place(of: $0.page) }) {
      answer throws(AnswerError) in
      let page = try answer.page()
      guard page.state != nil else { throw .nonsense }
      return page
    }
  }

  private func place(of page: Page) -> ReaderProcess.Place {
    var place = place
    place.groups = page.path
    return place
  }
}
