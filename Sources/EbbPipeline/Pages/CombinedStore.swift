package import EbbModel
package import EbbStore
package import EbbText

/// A source whose pages are combined already, such as what `ebb export` has written: it makes its own plan, and gives
/// pages as they are. What operations ask of a catalog is answered from either kind through the same door.
package protocol CombinedStore: Store {
  /// The plan of its pages that a request selects, a page a group with one contribution that stands for it.
  /// - Throws: where nothing fits, or what is asked for takes contributions apart.
  func plan(of stored: [JobRows], _ request: PageRequest) throws(Failure) -> ExportPlan

  /// Reads a page of such a plan.
  /// - Parameter next: the page that will be read next, where it is known.
  func page(_ page: PageID, then next: PageID?) async throws(Failure) -> LoadedPage
}

extension Catalog {
  /// The source, where its pages are combined already.
  package var combined: (any CombinedStore)? { store as? any CombinedStore }

  /// Refuses what has to look at contributions, where the source has none.
  /// - Parameter what: the beginning of the sentence: "an audit looks at".
  package func requireContributions(_ what: String) throws(Failure) {
    guard combined != nil else { return }
    throw Failure(
      .usage, "\(what) each task's contribution, and \(Failure.list(files.map(Failure.quoted))) holds none.",
      advice: "Ask it of the store, or of the files of results, that this was exported from.")
  }
}
