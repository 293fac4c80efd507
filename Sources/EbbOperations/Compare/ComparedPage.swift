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

  /// Takes the page's figures; its replicates are not kept.
  package init(_ loaded: LoadedPage, threads: Int) async throws(Failure) {
    do throws(CancellationError) {
      figures = try await ComparedFigures(loaded.page, loaded.replicates, threads: threads)
    } catch {
      throw Failure(any: error)
    }
    var loaded = loaded
    loaded.replicates = nil
    self.loaded = loaded
  }
}

extension Catalog {
  /// The pages of `simulations` that `request` selects, for a comparison. All are held at once.
  package func comparedPages(
    of simulations: [Simulation], _ request: ExportRequest
  ) async throws(Failure) -> (pages: [ComparedPage], notices: [Notice]) {
    var pages: [ComparedPage] = []
    let notices = try await forEachPage(of: simulations, request, keepsReplicates: true) {
      loaded throws(Failure) in
      pages.append(try await ComparedPage(loaded, threads: request.threads))
    }
    return (pages, notices)
  }
}
