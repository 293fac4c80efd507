import EbbTestSupport
import Foundation
import Testing

@testable import EbbText

@Suite("ShortestDecimal")
struct ShortestDecimalTests {
  /// Writes all values one way and the other, and looks for the first difference only where there is one.
  private func compare(_ values: [Double]) {
    var block = TextBlock()
    for value in values {
      block.append(finite: value)
      block.append("\n")
    }
    var described = ""
    for value in values { described += value.description + "\n" }
    guard block.bytes != Array(described.utf8) else { return }
    for (value, text) in zip(values, String(decoding: block.bytes, as: UTF8.self).split(separator: "\n")) {
      if text != value.description {
        Issue.record("\(value.description) is written as \(text)")
        return
      }
    }
  }

  /// A value and those around it, both signs.
  private func neighbours(_ value: Double, ulps: Int = 20) -> [Double] {
    var values = [value, -value]
    var (up, down) = (value, value)
    for _ in 0..<ulps {
      (up, down) = (up.nextUp, down.nextDown)
      values += [up, down].filter(\.isFinite)
    }
    return values
  }

  @Test("any bits are written as `description` writes them", arguments: 0..<4)
  func anyBits(part: UInt64) {
    var random = SeededGenerator(seed: 100 + part)
    compare((0..<500_000).map { _ in Double(bitPattern: random.next()) }.filter(\.isFinite))
  }

  @Test("numbers near 1, as results are, are written as `description` writes them", arguments: 0..<2)
  func usual(part: UInt64) {
    var random = SeededGenerator(seed: 200 + part)
    compare(
      (0..<500_000).map { _ in
        Double(
          sign: .plus, exponent: Int.random(in: -40...60, using: &random),
          significand: Double.random(in: 1..<2, using: &random))
      })
  }

  @Test("short decimals and integers are written as `description` writes them")
  func short() {
    var random = SeededGenerator(seed: 300)
    compare(
      (0..<300_000).map { _ in
        let number = Int64(bitPattern: random.next()) >> Int64.random(in: 0...63, using: &random)
        let divisors = [1, 2, 8, 10, 100, 1e3, 1e5, 1e7, 1e-3, 1e-10]
        return Double(number) / divisors[Int.random(in: 0..<divisors.count, using: &random)]
      })
    compare((0..<100_000).map(Double.init))
  }

  @Test("powers of two and their neighbours, where the interval is uneven, are as `description` has them")
  func powersOfTwo() {
    compare(
      (-1074...1023).flatMap { neighbours(Double(sign: .plus, exponent: $0, significand: 1)) })
  }

  @Test("multiples of powers of ten and their neighbours are as `description` has them")
  func powersOfTen() {
    compare((-323...308).flatMap { neighbours(Double("1e\($0)") ?? 0) })
    compare((-323...305).flatMap { n in (1...99).map { Double("\($0)e\(n)") ?? 0 } })
  }

  @Test("the smallest, the largest, and what lies at the layouts' borders are as `description` has them")
  func borders() {
    compare((0..<20_000).map { Double(bitPattern: $0) })
    compare((0..<2_000).map { Double(bitPattern: Double.greatestFiniteMagnitude.bitPattern - $0) })
    let borders = [0, 1e-5, 1e-4, 1, 0x1p53, 1e15, 1e16, 0x1p54, .leastNormalMagnitude]
    compare(borders.flatMap { neighbours($0, ulps: 2_000) })
  }

  @Test("the logarithms in fixed point are exact for every exponent")
  func logarithms() {
    for q in -1074...971 {
      #expect(ShortestDecimal.floorLog10(powerOfTwo: q) == Int((Double(q) * log10(2)).rounded(.down)))
      let uneven = Double(q) * log10(2) + log10(0.75)
      #expect(ShortestDecimal.floorLog10(threeQuartersOfPowerOfTwo: q) == Int(uneven.rounded(.down)))
    }
    for n in PowersOfTen.exponents {
      #expect(ShortestDecimal.floorLog2(powerOfTen: n) == Int((Double(n) * log2(10)).rounded(.down)))
    }
  }

  @Test("a list of numbers is those numbers with commas between, what is not finite null")
  func list() {
    let values = [0.1, .nan, -.leastNonzeroMagnitude, -.infinity, -2.2250738585072014e-308, 0]
    for count in 0...values.count {
      var block = TextBlock()
      block.append(json: values.span.extracting(first: count))
      let expected = values[..<count].map { $0.isFinite ? $0.description : "null" }
      #expect(String(decoding: block.bytes, as: UTF8.self) == expected.joined(separator: ", "))
    }
  }
}
