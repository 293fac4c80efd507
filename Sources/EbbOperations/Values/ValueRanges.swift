package import EbbModel
package import EbbPipeline
package import EbbText

/// Tells the least and the largest value of every page, where the largest is, and the mean.
package struct ValueRanges: Sendable {
  /// Of the finite bins of a page.
  package struct Range: Sendable, Equatable {
    package var least: Double
    package var largest: Double
    /// The plain mean over the bins.
    package var mean: Double
    /// The error of the largest value itself: that it was chosen among others is no part of it. `nil` where there is none.
    package var largestError: Double?
    /// The bin of the largest value, the first of several: "z = 15.35 cm"; empty of a single value.
    package var largestPlace: String
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
        guard !loaded.page.isPhaseSpace, let range = Range(loaded.page) else { return }
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
  init?(_ page: ResultPage) {
    var (least, mean, count) = (Double.infinity, 0.0, 0.0)
    var largest: Int?
    for (bin, value) in page.values.enumerated() where value.isFinite {
      least = min(least, value)
      if largest.map({ value > page.values[$0] }) ?? true { largest = bin }
      count += 1
      // So that no sum is beyond the range of a double.
      mean += (value - mean) / count
    }
    guard let largest else { return nil }
    self.init(
      least: least, largest: page.values[largest], mean: mean,
      largestError: page.errors?[largest], largestPlace: page.place(of: largest))
  }
}
