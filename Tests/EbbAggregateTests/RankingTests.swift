import EbbTestSupport
import Testing

@testable import EbbAggregate

@Suite("Ranking") struct RankingTests {
  @Test("every place is that of a sort: ties, neighbours, signs, extremes", arguments: 0..<5)
  func sorted(kind: Int) {
    var random = SeededGenerator(seed: UInt64(kind))
    let values = (0..<20_000).map { _ -> Double in
      switch kind {
      case 0: Double.random(in: -1...1, using: &random)
      case 1: Double(Int.random(in: 0..<4, using: &random))
      case 2: Double(bitPattern: 1.0.bitPattern + UInt64(Int.random(in: 0..<7000, using: &random)))
      case 3: [0, .leastNonzeroMagnitude, -.infinity, .infinity, 1e300].randomElement(using: &random)!
      default: 42
      }
    }
    let (ranking, expected) = (Ranking(values), values.sorted())
    for rank in [0, 1, 4095, 4096, 9_999, 10_000, 18_000, 19_998, 19_999] {
      #expect(ranking[rank] == expected[rank])
    }
  }

  @Test("few numbers are found too")
  func few() {
    #expect(Ranking([3])[0] == 3)
    #expect((0..<3).map { Ranking([3, -1, 2])[$0] } == [-1, 2, 3])
  }
}
