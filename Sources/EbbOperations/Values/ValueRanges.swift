package import EbbModel
package import EbbPipeline
package import EbbText

/// Tells the least and the largest value of every page, and their mean.
package struct ValueRanges: Sendable {
  /// Of the finite bins of a page.
  package struct Range: Sendable, Equatable {
    package var least: Double
    package var largest: Double
    /// The plain mean over the bins.
    package var mean: Double
  }

  private let request: PageRequest
  private let catalog: Catalog

  package init(_ request: PageRequest, of catalog: Catalog) {
    self.request = request
    self.catalog = catalog
  }

  /// The ranges of the pages of a simulation that the request selects, aggregated as an export would; of phase space, and
  /// where no bin is finite, none. No more is held than a page.
  package func run(
    _ simulation: Simulation
  ) async throws(Failure) -> (ranges: [PageKey: Range], notices: [Notice]) {
    var ranges: [PageKey: Range] = [:]
    do throws(Failure) {
      let notices = try await catalog.forEachPage(of: [simulation], request) { loaded in
        guard !loaded.page.isPhaseSpace, let range = Range(loaded.page.values) else { return }
        ranges[loaded.key] = range
      }
      return (ranges, notices)
    } catch {
      // What else there is of it is to be told all the same.
      guard error.kind == .notFound, request.estimators.isEmpty, request.pages.isEmpty else { throw error }
      return ([:], [Notice(.warning, error.message)])
    }
  }
}

extension ValueRanges.Range {
  /// - Returns: `nil` where no value is finite.
  init?(_ values: [Double]) {
    var (least, largest, mean, count) = (Double.infinity, -Double.infinity, 0.0, 0.0)
    for value in values where value.isFinite {
      least = min(least, value)
      largest = max(largest, value)
      count += 1
      // So that no sum is beyond the range of a double.
      mean += (value - mean) / count
    }
    guard count > 0 else { return nil }
    self.init(least: least, largest: largest, mean: mean)
  }
}
