import EbbTestSupport
import Testing

@testable import EbbOperations

@Suite("Sums over a page's values") struct ValueSumsTests {
  private static func values(_ count: Int, seed: UInt64) -> [Double] {
    var random = SeededGenerator(seed: seed)
    return (0..<count).map { _ in
      Bool.random(using: &random) ? 0 : Double(Int.random(in: -50...50, using: &random)) / 4
    }
  }

  @Test("in lanes they are what one loop gives, of any number of values", arguments: 0...13)
  func lanes(count: Int) {
    let values = Self.values(count, seed: UInt64(count))
    let sums = ValueSums(values, isFinite: true)
    #expect(sums.nonZero == values.count { $0 != 0 })
    #expect(sums.least == min(values.min() ?? 0, 0))
    #expect(sums.total == values.reduce(0, +))
    #expect(sums.fraction == values.first { $0 != $0.rounded() })
    #expect(sums.nans == 0)
    #expect(sums.infinities == 0)
  }

  @Test("what is not finite is counted, and in no sum")
  func nonFinite() {
    let values = [1, .nan, -2, .infinity, 0, -.infinity, 4.5, .nan, 3]
    let sums = ValueSums(values, isFinite: false)
    #expect(sums.nans == 2)
    #expect(sums.infinities == 2)
    #expect(sums.total == 6.5)
    #expect(sums.least == -2)
    #expect(sums.nonZero == 8)
  }

  @Test("the digest tells of each bit of each value, and of their order")
  func digests() {
    let values = Self.values(13, seed: 3).map { $0 + 0.5 }
    var digests = [ValueSums(values, isFinite: true).digest]
    for place in values.indices {
      for bit in 0..<64 {
        var others = values
        others[place] = Double(bitPattern: others[place].bitPattern ^ (1 << UInt64(bit)))
        if others[place].isFinite { digests.append(ValueSums(others, isFinite: true).digest) }
      }
      var others = values
      others.swapAt(place, (place + 4) % values.count)
      if others != values { digests.append(ValueSums(others, isFinite: true).digest) }
    }
    #expect(digests.count > 13 * 60)
    #expect(Set(digests).count == digests.count)
  }
}
