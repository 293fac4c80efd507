import EbbModel
import EbbTestSupport
import Glibc
import Testing

@testable import EbbAggregate

/// Degrees of freedom, and intervals by Student's t.
@Suite("Confidence intervals") struct ConfidenceTests {
  @Test(
    "widths are those of tables of Student's t",
    arguments: [
      (0.95, 1, 12.706204736432095), (0.95, 2, 4.302652729911275), (0.95, 10, 2.2281388519649385),
      (0.95, 1000, 1.9623390808264078), (0.682689492137086, 1, 1.8373372014715845),
      (0.5, 3, 0.7648923284043453),
      (0.682689492137086, 100, 1.0050250624472907), (0.95, 2.5, 3.574665),
    ] as [(Double, Double, Double)])
  func widths(confidence: Double, freedom: Double, expected: Double) {
    let found = StudentT.halfWidth(confidence, degreesOfFreedom: freedom)
    #expect(abs(found / expected - 1) < (freedom == 2.5 ? 1e-3 : 1e-8), "\(found)")
  }

  private static func page(_ values: [Double]) -> StoredPage {
    StoredPage(
      quantity: "DOSE", unit: "MeV/g", metadata: Metadata(),
      axes: [StoredAxis(name: "Z", unit: "cm", centres: values.indices.map(Double.init))], values: values,
      isFinite: values.allSatisfy(\.isFinite))
  }

  private static func aggregate(
    _ contributions: [(values: [Double], weight: Double)], _ policy: NonFinitePolicy = .propagate
  ) throws -> PageAggregator {
    var aggregator = PageAggregator(policy: policy)
    for (index, part) in contributions.enumerated() {
      try aggregator.add(page(part.values), id: PageID(Int64(index)), weight: part.weight)
    }
    return aggregator
  }

  @Test("an interval is the standard error times Student's t of one less than the contributions")
  func factors() throws {
    let parts = [([1.0, 5], 10.0), ([2, 5.5], 10), ([4, 4], 10)]
    let aggregator = try Self.aggregate(parts)
    let plain = aggregator.finish(errors: .stderr)
    #expect(plain.degreesOfFreedom == 2)
    for (kind, factor) in [(ErrorKind.ci68, 1.3212785), (.ci95, 4.3026527)] {
      let wide = aggregator.finish(errors: kind)
      #expect(wide.values == plain.values && wide.degreesOfFreedom == 2)
      for (a, b) in zip(try #require(wide.errors), try #require(plain.errors)) {
        #expect(abs(a / b / factor - 1) < 1e-6)
      }
    }
    #expect(aggregator.finish(errors: .none).degreesOfFreedom == nil)
    #expect(try Self.aggregate([([1, 2], 10)]).finish(errors: .ci95).errors == nil)
  }

  @Test("a bin that has skipped contributions has as many degrees of freedom less")
  func skipped() throws {
    let aggregator = try Self.aggregate(
      [([1, 1], 1), ([2, .nan], 1), ([4, 2], 1), ([6, .nan], 1)], .skip)
    let plain = try #require(aggregator.finish(errors: .stderr).errors)
    let wide = try #require(aggregator.finish(errors: .ci95).errors)
    #expect(abs(wide[0] / plain[0] - 3.182446305) < 1e-8)
    #expect(abs(wide[1] / plain[1] - 12.7062047) < 1e-6)
  }

  @Test("very unequal contributions have the freedom of their histories, merged or not")
  func unequal() throws {
    let weights = [1000.0, 1000, 1000, 10, 10, 10, 10]
    let parts = weights.enumerated().map { ([Double($0 % 3), 1], $1) }
    let whole = try Self.aggregate(parts)
    let freedom = try #require(whole.finish(errors: .stderr).degreesOfFreedom)
    #expect((2.05...2.15).contains(freedom))
    var merged = try Self.aggregate(Array(parts[..<2]))
    try merged.merge(try Self.aggregate(Array(parts[2...])))
    #expect(abs(try #require(merged.finish(errors: .stderr).degreesOfFreedom) - freedom) < 1e-12)
    // One small one tells nothing beside a large one.
    #expect(
      try Self.aggregate([([1], 1e5), ([2], 1)]).finish(errors: .stderr).degreesOfFreedom == 1)
    // Twice as many histories are not very unequal.
    #expect(try Self.aggregate([([1], 1), ([2], 2), ([3], 1)]).finish(errors: .stderr).degreesOfFreedom == 2)
  }

  @Test("the truth lies within as often as they say", arguments: [2, 3, 5, 10], [ErrorKind.ci68, .ci95])
  func coverage(count: Int, kind: ErrorKind) throws {
    var random = SeededGenerator(seed: UInt64(count))
    func normal() -> Double {
      let (u, v) = (Double(random.next() >> 11) * 0x1p-53, Double(random.next() >> 11) * 0x1p-53)
      return (-2 * log(1 - u)).squareRoot() * cos(2 * .pi * v)
    }
    // Each bin is an experiment.
    let experiments = 4000
    let parts = (0..<count).map { task in
      let weight = Double(1 + task % 3)
      return ((0..<experiments).map { _ in 7 + normal() / weight.squareRoot() }, weight)
    }
    let found = try Self.aggregate(parts).finish(errors: kind)
    let errors = try #require(found.errors)
    let share = Double(zip(found.values, errors).count { abs($0 - 7) <= $1 }) / Double(experiments)
    let expected = try #require(kind.confidence)
    // Four standard deviations of a share.
    #expect(
      abs(share - expected) < 4 * (expected * (1 - expected) / Double(experiments)).squareRoot(), "\(share)")
  }
}
