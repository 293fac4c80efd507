import EbbModel
import EbbTestSupport
import Testing

@Suite("Facts of a page's values") struct ValueFactsTests {
  private static func values(_ count: Int, seed: UInt64) -> [Double] {
    var random = SeededGenerator(seed: seed)
    return (0..<count).map { _ in
      Bool.random(using: &random) ? 0 : Double(Int.random(in: -50...50, using: &random)) / 4
    }
  }

  @Test("in lanes they are what one loop gives, of any number of values", arguments: 0...19)
  func lanes(count: Int) {
    let values = Self.values(count, seed: UInt64(count))
    let facts = ValueFacts(values)
    #expect(facts.nonZero == values.count { $0 != 0 })
    #expect(facts.hasSigns == values.contains { $0.sign == .minus })
    #expect(facts.total == values.reduce(0, +))
    #expect(facts.largest == values.map(\.magnitude).max() ?? 0)
    #expect(facts.smallest == values.map(\.magnitude).filter { $0 > 0 }.min() ?? .infinity)
  }

  @Test("what is not finite is counted, and in no sum and no magnitude")
  func nonFinite() {
    let facts = ValueFacts([1, .nan, -2, .infinity, 0, -.infinity, 4.5, .nan, 3])
    #expect(facts.total == 6.5)
    #expect(facts.nonZero == 8)
    #expect(facts.largest == 4.5)
    #expect(facts.smallest == 1)
    #expect(facts.hasSigns)
    #expect(ValueFacts([.nan, .infinity]).smallest == .infinity)
  }

  @Test("the ends of the range are magnitudes like others")
  func ends() {
    let facts = ValueFacts([0, -0.0, .leastNonzeroMagnitude, -.greatestFiniteMagnitude])
    #expect(facts.smallest == .leastNonzeroMagnitude)
    #expect(facts.largest == .greatestFiniteMagnitude)
    #expect(facts.nonZero == 2)
    #expect(ValueFacts([.greatestFiniteMagnitude]).smallest == .greatestFiniteMagnitude)
  }

  @Test("the digest tells of each bit of each value, of their order and of their number")
  func digests() {
    let values = Self.values(29, seed: 3).map { $0 + 0.5 }
    var digests = [ValueFacts(values).digest]
    for place in values.indices {
      for bit in 0..<64 {
        var others = values
        others[place] = Double(bitPattern: others[place].bitPattern ^ (1 << UInt64(bit)))
        digests.append(ValueFacts(others).digest)
      }
      // Neighbours, and what shares a lane.
      for distance in [1, 8, 16] {
        var others = values
        others.swapAt(place, (place + distance) % values.count)
        if others != values { digests.append(ValueFacts(others).digest) }
      }
    }
    for zeros in 1...20 { digests.append(ValueFacts(values + [Double](repeating: 0, count: zeros)).digest) }
    #expect(digests.count > 29 * 66)
    #expect(Set(digests).count == digests.count)
  }

  @Test("a page that has changed has other facts")
  func changed() {
    var page = StoredPage(
      quantity: "DOSE", unit: "MeV/g", metadata: Metadata(), axes: [], values: [1], isFinite: true)
    page.know(ValueFacts(page.values))
    page.values[0] = 2
    #expect(page.facts == ValueFacts([2]))
  }
}
