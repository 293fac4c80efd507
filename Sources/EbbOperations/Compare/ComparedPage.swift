internal import EbbAnalysis
package import EbbModel
package import EbbPipeline
package import EbbText

/// A page of one side of a comparison.
package struct ComparedPage: Sendable {
  let loaded: LoadedPage
  let figures: ComparedFigures

  /// The key by which two pages are matched.
  var key: PageKey { loaded.key }

  /// The most bytes of contributions that are kept of a side, for its pages to be dealt anew: 64 MiB.
  static let mostBytes = 1 << 26

  /// Takes the page's figures.
  /// - Parameter keepsReplicates: whether its contributions stay, or are no more needed.
  package init(_ loaded: LoadedPage, keepsReplicates: Bool = false, threads: Int) async throws(Failure) {
    do throws(CancellationError) {
      figures = try await ComparedFigures(loaded.page, loaded.replicates, threads: threads)
    } catch {
      throw Failure(any: error)
    }
    var loaded = loaded
    if !keepsReplicates { loaded.replicates = nil }
    self.loaded = loaded
  }
}

extension Catalog {
  /// The pages of `simulations` that `request` selects, for a comparison. All are held at once, with the contributions
  /// of as many as `ComparedPage.mostBytes` allow.
  package func comparedPages(
    of simulations: [Simulation], _ request: ExportRequest
  ) async throws(Failure) -> (pages: [ComparedPage], notices: [Notice]) {
    var pages: [ComparedPage] = []
    var bytes = 0
    let notices = try await forEachPage(of: simulations, request, keepsReplicates: true) {
      loaded throws(Failure) in
      let size = (loaded.replicates?.count ?? 0) * loaded.page.values.count * MemoryLayout<Double>.stride
      let keeps = bytes + size <= ComparedPage.mostBytes
      if keeps { bytes += size }
      pages.append(try await ComparedPage(loaded, keepsReplicates: keeps, threads: request.threads))
    }
    return (pages, notices)
  }
}
