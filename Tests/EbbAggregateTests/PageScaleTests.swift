import EbbModel
import EbbTestSupport
import Testing

@testable import EbbAggregate

/// Values of which squares are no numbers: 1e±154 and beyond.
@Suite("Magnitudes beyond squares") struct PageScaleTests {
  private static func combined(
    _ parts: [[Double]], weights: [Double], shifted exponent: Int = 0, denominators: [[Double]]? = nil
  ) throws -> PageAggregator {
    var aggregator = PageAggregator(policy: .propagate)
    for (index, values) in parts.enumerated() {
      let page = StoredPage(
        quantity: denominators == nil ? "DOSE" : "DLET", unit: denominators == nil ? "MeV/g" : "keV/um",
        metadata: Metadata(),
        axes: [StoredAxis(name: "Position (Z)", unit: "cm", centres: values.indices.map(Double.init))],
        values: values.map { Double(sign: .plus, exponent: exponent, significand: $0) }, isFinite: true,
        simulator: .shieldhit)
      try aggregator.add(
        page, id: PageID(Int64(index)), weight: weights[index], denominator: denominators?[index])
    }
    return aggregator
  }

  private static func parts(_ count: Int, seed: UInt64) -> [[Double]] {
    var random = SeededGenerator(seed: seed)
    return (0..<count).map { _ in (0..<5).map { _ in Double.random(in: 1...3, using: &random) } }
  }

  private static func isSame(_ far: [Double], _ near: [Double], _ exponent: Int) -> Bool {
    far == near.map { Double(sign: .plus, exponent: exponent, significand: $0) }
  }

  @Test(
    "means and errors are those of plain values to the last bit",
    arguments: [-1000, -700, 450, 1000], [[1, 1, 1, 1], [1000, 10, 1000, 10.0]])
  func shifted(exponent: Int, weights: [Double]) throws {
    let parts = Self.parts(4, seed: 5)
    for kind in [ErrorKind.stderr, .ci95] {
      let near = try Self.combined(parts, weights: weights).finish(errors: kind)
      let far = try Self.combined(parts, weights: weights, shifted: exponent).finish(errors: kind)
      #expect(Self.isSame(far.values, near.values, exponent))
      #expect(Self.isSame(try #require(far.errors), try #require(near.errors), exponent))
    }
  }

  @Test("the largest and the smallest value are found wherever they lie", arguments: 1...11)
  func extremes(count: Int) {
    for place in 0..<count {
      for (value, exponent) in [(0x1p500, -500), (-0x1p500, -500), (0x1p-500, 0), (-0x1p-900, 0)] {
        var values = [Double](repeating: 0, count: count)
        values[(place + 1) % count] = 1
        values[place] = value
        let isAlone = count == 1
        var whole = PageScale()
        let shift = whole.take(ValueFacts(values))
        #expect(shift == (isAlone ? -Int(value.exponent) : exponent), "\(values)")
        var among = PageScale()
        #expect(among.take(ValueFacts(values + [.nan, -.infinity])) == shift)
      }
    }
  }

  @Test("so are ratios with a denominator", arguments: [-800, 800])
  func ratios(exponent: Int) throws {
    let (parts, doses) = (Self.parts(4, seed: 6), Self.parts(4, seed: 7))
    let weights = [1.0, 2, 1, 2]
    let near = try Self.combined(parts, weights: weights, denominators: doses).finish(errors: .stderr)
    let far = try Self.combined(parts, weights: weights, shifted: exponent, denominators: doses)
      .finish(errors: .stderr)
    #expect(Self.isSame(far.values, near.values, exponent))
    #expect(Self.isSame(try #require(far.errors), try #require(near.errors), exponent))
  }

  @Test("parts of other magnitudes may come later, and be merged")
  func growing() throws {
    let sizes = [1e-170, 0, 1e-160, 1e-150]
    let parts = zip(sizes, Self.parts(4, seed: 8)).map { size, values in values.map { $0 * size } }
    let weights = [1.0, 1, 1, 1]
    let whole = try Self.combined(parts, weights: weights).finish(errors: .stderr)
    var first = try Self.combined(Array(parts[..<2]), weights: weights)
    try first.merge(Self.combined(Array(parts[2...]), weights: weights))
    let merged = first.finish(errors: .stderr)
    for bin in 0..<5 {
      let scaled = parts.map { $0[bin] * 1e150 }
      let mean = scaled.reduce(0, +) / 4
      let squares = scaled.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      for found in [whole, merged] {
        #expect(isClose(found.values[bin] * 1e150, mean, tolerance: 1e-12))
        #expect(
          isClose(try #require(found.errors)[bin] * 1e150, (squares / 12).squareRoot(), tolerance: 1e-12))
      }
    }
  }

  @Test("magnitudes that no scale holds together keep their values")
  func farApart() throws {
    let parts = [[1e-300, 1e300, 1], [3e-300, 3e300, 3]]
    let found = try Self.combined(parts, weights: [1, 1]).finish(errors: .stderr)
    #expect(isClose(found.values[0], 2e-300) && isClose(found.values[1], 2e300) && found.values[2] == 2)
    let errors = try #require(found.errors)
    #expect(errors[0].isNaN && errors[1].isNaN && errors[2] == 1)
  }
}
