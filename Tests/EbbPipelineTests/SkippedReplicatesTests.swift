import EbbAnalysis
import EbbModel
import Testing

@testable import EbbPipeline

@Suite("Contributions that skip bins")
struct SkippedReplicatesTests {
  private static let pages: [[Double]] = [[2, 5], [4, 9], [6, .nan]]

  private static func replicates(_ policy: NonFinitePolicy, _ rule: AggregationRule) throws -> Replicates? {
    var collector = ReplicateCollector(count: 3, ReplicateLimits(), policy: policy)
    collector.begin(nil, .lastAxisFastest, shape: [2])
    for (page, weight) in zip(pages, [1.0, 3, 2]) {
      let isFinite = page[1].isFinite
      collector.add(
        StoredPage(
          quantity: "DOSE", unit: "", metadata: Metadata(), axes: [], values: page, isFinite: isFinite),
        weight: weight, rule: rule)
    }
    return try collector.finish()
  }

  @Test("they are kept for errors where what is not finite is skipped, bin by bin, and not where it is not")
  func kept() throws {
    let kept = try #require(try Self.replicates(.skip, .mean))
    #expect(kept.binWeights == [6, 4])
    #expect(try Self.replicates(.propagate, .mean) == nil)
  }

  @Test("the error of a sum of bins by them is that of the bins that each tells", arguments: [false, true])
  func error(isSum: Bool) async throws {
    let kept = try #require(try Self.replicates(.skip, isSum ? .sum : .mean))
    let page = isSum ? [12.0, 14] : [26.0 / 6, 32.0 / 4]
    // Without the first: the second and third, or in bin 1 the second alone.
    let without = kept.values(of: page, without: 0)
    let expected = isSum ? [10.0 * 6 / 5, 9.0 * 4 / 3] : [24.0 / 5, 9]
    for (found, expected) in zip(without, expected) { #expect(abs(found - expected) < 1e-12) }
    let known = page[0] + page[1]
    let errors = try await Jackknife.errors(of: [known], page, kept, threads: 1) { [$0[0] + $0[1]] }
    let error = try #require(errors[0])
    #expect(error.isFinite && error > 0)
  }
}
