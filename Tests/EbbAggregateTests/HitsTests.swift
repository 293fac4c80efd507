import EbbModel
import Testing

@testable import EbbAggregate

@Suite("Hits") struct HitsTests {
  private static func page(_ values: [Double], rule: String) -> StoredPage {
    StoredPage(
      quantity: "DOSE", unit: "MeV/g",
      metadata: Metadata([Metadata.Entry(name: "page_normalized", value: rule)]),
      axes: [StoredAxis(name: "Z", unit: "cm", centres: values.indices.map(Double.init))], values: values,
      isFinite: values.allSatisfy(\.isFinite))
  }

  private static func aggregate(
    _ parts: [[Double]], rule: String = "2", _ policy: NonFinitePolicy = .propagate, counts: Bool = true
  ) throws -> PageAggregator {
    var aggregator = PageAggregator(policy: policy, countsHits: counts)
    for (index, values) in parts.enumerated() {
      try aggregator.add(page(values, rule: rule), id: PageID(Int64(index)), weight: 10)
    }
    return aggregator
  }

  private static let parts: [[Double]] = [[1, 0, -2, .nan], [3, 0, 0, 1], [0.5, -0.0, 0, 2]]

  @Test("a bin's hits are the contributions in which it is not 0", arguments: ["2", "1"])
  func counted(rule: String) throws {
    #expect(try Self.aggregate(Self.parts, rule: rule).finish(errors: .stderr).hits == [3, 0, 1, 3])
    #expect(try Self.aggregate(Self.parts, rule: rule, .skip).finish(errors: .stderr).hits == [3, 0, 1, 2])
    #expect(try Self.aggregate(Self.parts, rule: rule, counts: false).finish(errors: .stderr).hits == nil)
  }

  @Test("merged parts have the hits of all, or none where a part does not tell")
  func merged() throws {
    var whole = try Self.aggregate([Self.parts[0]])
    try whole.merge(try Self.aggregate(Array(Self.parts[1...])))
    #expect(whole.finish(errors: .stderr).hits == [3, 0, 1, 3])
    var unknown = try Self.aggregate([Self.parts[0]])
    try unknown.merge(try Self.aggregate(Array(Self.parts[1...]), counts: false))
    #expect(unknown.finish(errors: .stderr).hits == nil)
  }

  @Test("what has no mean of its own has no hits")
  func none() throws {
    #expect(try Self.aggregate([[1, 2], [1, 2]], rule: "0").finish(errors: .stderr).hits == nil)
  }
}
