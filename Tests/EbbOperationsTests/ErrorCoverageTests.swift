import EbbModel
import Testing

@testable import EbbAggregate
@testable import EbbOperations
@testable import EbbSamples

/// Whether the errors that are reported are those of repeated experiments: the sample's truth is known.
@Suite("Coverage of the errors, experiment by experiment")
struct ErrorCoverageTests {
  /// Their variances scatter by √(2/3), so that the mean over these and 20 bins is known to 0.8 %.
  private static let experiments = 500
  /// Bins that the smallest contribution hits less often are too far from a normal distribution.
  private static let minHits = 0.2

  private static let cases: [(page: Int, estimator: String, primaries: [Int])] = [
    (0, "z_profile", [1000, 1000, 1000, 1000]), (0, "z_profile", [1000, 1000, 1000, 10]),
    (1, "yz_profile", [1000, 1000, 1000, 1000]), (1, "yz_profile", [1000, 1000, 1000, 10]),
  ]

  @Test(
    "the reported standard error has the right mean, to 3 %, for equal and for very unequal primaries",
    arguments: cases)
  func mean(page: Int, estimator: String, primaries: [Int]) throws {
    let truth = try #require(SampleStore().truth(of: estimator, page: page))
    let all = truth.hitsPerPrimary.indices.filter {
      truth.hitsPerPrimary[$0] * 10 >= Self.minHits && truth.hitsPerPrimary[$0] * 1000 >= 20
    }
    let bins = stride(from: 0, to: all.count, by: all.count / 20).map { all[$0] }
    let part = truth.part(bins)
    let expected = part.expectation(primaries: primaries.reduce(0, +))
    var moments = [(error: Double, variance: Double, deviation: Double, inside: Double)](
      repeating: (0, 0, 0, 0), count: bins.count)
    for experiment in 0..<Self.experiments {
      let combined = try Self.combine(part, primaries: primaries, experiment: experiment)
      for bin in bins.indices {
        let error = combined.errors![bin]
        let deviation = combined.values[bin] - expected[bin]
        moments[bin].error += error
        moments[bin].variance += error * error
        moments[bin].deviation += deviation * deviation
        if abs(deviation) <= error { moments[bin].inside += 1 }
      }
    }
    // Over all bins, each in units of its true error.
    var (errors, variances, deviations, inside) = (0.0, 0.0, 0.0, 0.0)
    let variance = part.variance(primaries: primaries.reduce(0, +))
    for bin in bins.indices {
      let experiments = Double(Self.experiments)
      errors += moments[bin].error / experiments / variance[bin].squareRoot()
      variances += moments[bin].variance / experiments / variance[bin]
      deviations += moments[bin].deviation / experiments / variance[bin]
      inside += moments[bin].inside / experiments
    }
    let count = Double(bins.count)
    // Of 4 normal values the mean of s is c₄ = √(2/3)·Γ(2)/Γ(3/2) = 0.9213 of σ, that of s² is σ².
    let c4 = (2.0 / 3).squareRoot() / (Double.pi.squareRoot() / 2)
    #expect(bins.count >= 20)
    #expect(abs(variances / count - 1) < 0.03)
    #expect(abs(errors / count / c4 - 1) < 0.03)
    #expect(abs(deviations / count - 1) < 0.03)
    // Student's t of 3 degrees of freedom.
    #expect(abs(inside / count - 0.609) < 0.03)
  }

  private static func combine(
    _ truth: Truth, primaries: [Int], experiment: Int
  ) throws -> AggregatedValues {
    var aggregator = PageAggregator(policy: .propagate)
    var random = RandomSource(seed: 42, stream: [experiment])
    let rule = truth.kind == .count ? "1" : "2"
    for (index, primaries) in primaries.enumerated() {
      let page = StoredPage(
        quantity: "DOSE", unit: "MeV/g", metadata: Metadata([.init(name: "page_normalized", value: rule)]),
        axes: [StoredAxis(name: "Position (Z)", unit: "cm", centres: truth.values.indices.map(Double.init))],
        values: truth.sample(primaries: primaries, random: &random), isFinite: true)
      try aggregator.add(page, id: PageID(Int64(index)), weight: Double(primaries))
    }
    return aggregator.finish(errors: .stderr)
  }
}

extension Truth {
  /// Some of its bins.
  fileprivate func part(_ bins: [Int]) -> Truth {
    var part = self
    part.shape = [bins.count]
    part.values = bins.map { values[$0] }
    part.hitsPerPrimary = bins.map { hitsPerPrimary[$0] }
    return part
  }
}
