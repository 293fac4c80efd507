import EbbTestSupport
import Foundation
import Testing

@testable import EbbCodec

/// The decoder's numbers against Glibc's `strtod`, which rounds correctly.
@Suite("Numbers, decoded")
struct NumberTests {
  /// One way to write random numbers.
  struct Kind: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var count: Int
    var append: @Sendable (inout SeededGenerator, inout [UInt8]) -> Void
  }

  static let kinds = [
    Kind(testDescription: "random bits, shortest", count: 500_000) { random, text in
      text.append(contentsOf: finite(random.next()).description.utf8)
    },
    Kind(testDescription: "uniform, shortest", count: 200_000) { random, text in
      text.append(contentsOf: (Double(random.next() >> 11) * 0x1p-53).description.utf8)
    },
    Kind(testDescription: "log-uniform, shortest", count: 500_000) { random, text in
      let bits = random.next()
      let exponent = UInt64(1023 - 60) + (bits >> 52) % 90
      let fraction = bits & (1 << 52 - 1)
      let value = Double(bitPattern: exponent << 52 | fraction | bits & 1 << 63)
      text.append(contentsOf: value.description.utf8)
    },
    Kind(testDescription: "short decimals", count: 300_000) { random, text in
      let bits = random.next()
      digits(Int(bits % 6) + 1, bits >> 8, to: &text)
      text.append(UInt8(ascii: "."))
      digits(Int(bits >> 4 % 6) + 1, random.next(), leadingZeros: true, to: &text)
    },
    Kind(testDescription: "1 to 40 digits, any point and exponent", count: 500_000) { random, text in
      anyNumber(exponents: -340...310, &random, to: &text)
    },
    Kind(testDescription: "subnormal and near it", count: 60_000) { random, text in
      anyNumber(exponents: -345 ... -300, &random, to: &text)
    },
    Kind(testDescription: "subnormal, shortest", count: 60_000) { random, text in
      let value = Double(bitPattern: random.next() >> (12 + random.next() % 50))
      text.append(contentsOf: value.description.utf8)
    },
    Kind(testDescription: "near overflow", count: 60_000) { random, text in
      text.append(contentsOf: "1.79769313486231".utf8)
      digits(Int(random.next() % 12), random.next(), leadingZeros: true, to: &text)
      text.append(contentsOf: "e30\(7 + random.next() % 2)".utf8)
    },
    Kind(testDescription: "long zeros before and behind", count: 20_000) { random, text in
      let bits = random.next()
      let zeros = [UInt8](repeating: 48, count: Int(bits % 60))
      if bits & 1 << 40 == 0 {
        text.append(contentsOf: "0.".utf8)
        text += zeros
        digits(Int(bits >> 8 % 25) + 1, random.next(), to: &text)
        text += zeros
        text.append(contentsOf: "e\(zeros.count)".utf8)
      } else {
        text.append(UInt8(ascii: "7"))
        digits(Int(bits >> 8 % 25) + 1, random.next(), leadingZeros: true, to: &text)
        text += zeros
        text.append(contentsOf: ".\(bits & 1 << 41 == 0 ? "0" : "5")e-\(zeros.count)".utf8)
      }
    },
    Kind(testDescription: "half way between two doubles, and just beside", count: 6_000) { random, text in
      let (exact, exponent) = ExactDecimal.halfway(aboveBits: random.next() & ~(1 << 63))
      var digits = exact
      switch random.next() % 3 {
      case 0 where exact.last != 0: digits[digits.count - 1] -= 1
      case 1: digits += [0, 0, 1]
      default: break
      }
      let shift = digits.count - exact.count
      text += digits.map { $0 + 48 }
      text.append(contentsOf: "e\(exponent - shift)".utf8)
    },
  ]

  @Test("every way of writing decodes to the bits that strtod gives", arguments: kinds)
  func likeStrtod(kind: Kind) async throws {
    var random = SeededGenerator(seed: 2026)
    var done = 0
    while done < kind.count {
      var text: [UInt8] = []
      let count = min(20_000, kind.count - done)
      for _ in 0..<count {
        kind.append(&random, &text)
        text.append(UInt8(ascii: ","))
      }
      let differing = differences(in: text, count: count)
      #expect(differing.isEmpty)
      done += count
      await Task.yield()
    }
  }

  @Test("exact arithmetic gives what strtod gives")
  func exactArithmetic() async {
    var random = SeededGenerator(seed: 7)
    for round in 0..<1_600 {
      var digits: [UInt8]
      var exponent: Int
      switch round % 4 {
      case 0:
        digits = (0..<1 + Int(random.next() % 40)).map { _ in UInt8(random.next() % 10) }
        exponent = Int(random.next() % 660) - 350
      case 1:
        digits = (0..<700 + Int(random.next() % 300)).map { _ in UInt8(random.next() % 10) }
        exponent = Int(random.next() % 400) - 1_100
      case 2:
        (digits, exponent) = ExactDecimal.halfway(aboveBits: random.next() >> (1 + random.next() % 60))
        if round % 8 == 2 {
          digits += [0, 0, 0, 1]
          exponent -= 4
        }
      default:
        (digits, exponent) = ExactDecimal.halfway(aboveBits: random.next() & ~(1 << 63))
      }
      let text = String(decoding: digits.map { $0 + 48 }, as: UTF8.self) + "e\(exponent)"
      if round % 100 == 0 { await Task.yield() }
      let found = nearestDouble(digits: digits, exponent: exponent)
      let expected = unsafe strtod(text, nil)
      #expect(found.bitPattern == expected.bitPattern, "\(text)")
    }
  }

  @Test("exact arithmetic at the borders of the range")
  func exactBorders() {
    let largest = ExactDecimal.halfway(aboveBits: Double.greatestFiniteMagnitude.bitPattern).digits
    #expect(nearestDouble(digits: largest, exponent: 0) == .infinity)
    #expect(nearestDouble(digits: largest.dropLast() + [largest.last! - 1], exponent: 0).isFinite)
    let smallest = ExactDecimal.halfway(aboveBits: 0)
    #expect(nearestDouble(digits: smallest.digits, exponent: smallest.exponent) == 0)
    #expect(
      nearestDouble(digits: smallest.digits + [1], exponent: smallest.exponent - 1)
        == .leastNonzeroMagnitude)
    #expect(nearestDouble(digits: [], exponent: 5) == 0)
    #expect(nearestDouble(digits: [0, 0, 0], exponent: 400) == 0)
    #expect(nearestDouble(digits: [1], exponent: 1 << 50) == .infinity)
    #expect(nearestDouble(digits: [1], exponent: -1 << 50) == 0)
  }

  @Test("a tie of 768 digits and one far digit more")
  func longTie() throws {
    let tie = ExactDecimal.halfway(aboveBits: Double.leastNormalMagnitude.bitPattern)
    let digits = String(decoding: tie.digits.map { $0 + 48 }, as: UTF8.self)
    #expect(tie.digits.count == 768)
    for zeros in [0, 1, 30, 31, 32, 33, 100, 5_000, 200_000] {
      let behind = String(repeating: "0", count: zeros)
      let even = try decodeNumber("\(digits)\(behind)e\(tie.exponent - zeros)")
      #expect(even == .leastNormalMagnitude)
      let above = try decodeNumber("\(digits)\(behind)1e\(tie.exponent - zeros - 1)")
      #expect(above == Double.leastNormalMagnitude.nextUp, "\(zeros) zeros")
    }
  }

  @Test("signs of zero are kept")
  func zeros() throws {
    for text in ["0", "0.0", "0e5", "0e-999999999999999999999", "0E+99999999999999999999999", "0.000e1"] {
      #expect(try decodeNumber(text).bitPattern == 0, "\(text)")
      #expect(try decodeNumber("-" + text).bitPattern == 1 << 63, "-\(text)")
    }
    #expect(try decodeNumber("-1e-400").bitPattern == 1 << 63)
    #expect(try decodeNumber("-2e-324").bitPattern == 1 << 63)
  }

  @Test(
    "a number beyond the range of a double is refused where it begins",
    arguments: [
      "1e309", "1e999", "-1e309", "1.7976931348623159e308", "179769313486231580793728971405304e276",
      "1e99999999999999999999999999", "123456789012345678901234567890e290",
      "1" + String(repeating: "0", count: 400), "0." + String(repeating: "0", count: 50) + "1e400",
    ])
  func outOfRange(text: String) {
    #expect(throws: DecodeError(.numberOutOfRange, at: 2)) { try decodeNumber("  " + text + " ") }
  }

  /// So many that a way whose cost goes as their square would not end.
  @Test("long numbers and exponents cost no more than their length")
  func longNumbers() throws {
    let million = 1_000_000
    let zeros = String(repeating: "0", count: million)
    let nines = String(repeating: "9", count: million)
    let values = [
      "0.\(zeros)1": 0, "0.\(zeros)1e\(million + 1)": 1, "1\(zeros)e-\(million)": 1, "0.\(nines)": 1,
      "\(nines)e-\(million)": 1, "1e-\(nines)": 0, "1e\(zeros)5": 1e5,
    ]
    for (text, value) in values { #expect(try decodeNumber(text) == value) }
    for text in ["1e\(nines)", nines] {
      #expect(throws: DecodeError(.numberOutOfRange, at: 0)) { try decodeNumber(text) }
    }
  }

  @Test(
    "the words that Python writes are values, others are not",
    arguments: ["NaN", "Infinity", "-Infinity", "-NaN", "nan", "Nan", "inf", "Inf", "-Inf", "infinity"]
      + ["+Infinity", "+NaN", "Infinit", "- Infinity", "-infinity", "INFINITY", "NAN", "--Infinity", "I"])
  func words(text: String) throws {
    switch text {
    case "NaN": #expect(try decodeNumber(text).isNaN)
    case "Infinity": #expect(try decodeNumber(text) == .infinity)
    case "-Infinity": #expect(try decodeNumber(text) == -.infinity)
    default: #expect(throws: DecodeError.self) { try decodeNumber(text) }
    }
  }

  @Test("the shared vectors decode to their bits", .enabled(if: Reference.isPresent, "real results"))
  func sharedVectors() throws {
    let isNumber = /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?/
    var accepted = 0
    for file in ["freetype-2-7", "more-test-cases", "tencent-rapidjson"] {
      let lines = try String(contentsOfFile: Reference.path("numbers/\(file).txt"), encoding: .utf8)
      for line in lines.split(separator: "\n") {
        let fields = line.split(separator: " ")
        let (bits, text) = (UInt64(fields[2], radix: 16), String(fields[3]))
        if text.wholeMatch(of: isNumber) == nil {
          #expect(throws: DecodeError.self, "\(text)") { try decodeNumber(text) }
        } else if bits == Double.infinity.bitPattern || bits == (-Double.infinity).bitPattern {
          #expect(throws: DecodeError(.numberOutOfRange, at: 0), "\(text)") { try decodeNumber(text) }
        } else {
          #expect(try decodeNumber(text).bitPattern == bits, "\(text)")
          accepted += 1
        }
      }
    }
    #expect(accepted > 5_000)
  }

  /// Numbers of a text of `count`, each with a comma behind, that are not what strtod reads.
  private func differences(in text: [UInt8], count: Int) -> [String] {
    var differing: [String] = []
    try? withCursor(text) { (cursor) throws(DecodeError) in
      unsafe text.withUnsafeBytes { (raw) -> Void in
        let base = unsafe raw.baseAddress!.assumingMemoryBound(to: CChar.self)
        for _ in 0..<count {
          let start = cursor.offset
          var end: UnsafeMutablePointer<CChar>?
          let expected = unsafe strtod(base + start, &end)
          let length = unsafe UnsafePointer(end!) - (base + start)
          let first = unsafe cursor.at
          let found = (try? cursor.number()) ?? .infinity
          let agrees =
            found.bitPattern == expected.bitPattern
            || found == .infinity && expected.magnitude == .infinity
          if unsafe !agrees || cursor.at != first + length && expected.isFinite {
            differing.append(String(decoding: text[start..<start + length], as: UTF8.self))
          }
          unsafe cursor.at = first + length + 1
        }
      }
    }
    return differing
  }
}

/// The double of these bits, or of their exponent's lowest bit less where it is not finite.
private func finite(_ bits: UInt64) -> Double {
  let value = Double(bitPattern: bits)
  return value.isFinite ? value : Double(bitPattern: bits & ~(1 << 52))
}

/// `count` digits of `bits`, 16 at a time; the first is no zero unless said so.
private func digits(
  _ count: Int, _ bits: UInt64, leadingZeros: Bool = false, to text: inout [UInt8]
) {
  var rest = bits
  for index in 0..<count {
    var digit = UInt8(truncatingIfNeeded: rest % 10)
    if index == 0, count > 1, !leadingZeros, digit == 0 { digit = 1 }
    text.append(48 + digit)
    rest = rest / 10 ^ (index % 16 == 15 ? bits &* 0x9e37_79b9_7f4a_7c15 : 0)
  }
}

private func anyNumber(
  exponents: ClosedRange<Int>, _ random: inout SeededGenerator, to text: inout [UInt8]
) {
  let bits = random.next()
  if bits & 1 == 1 { text.append(UInt8(ascii: "-")) }
  let count = 1 + Int(bits >> 1 % 40)
  let fraction = bits & 1 << 20 == 0 ? 0 : 1 + Int(bits >> 21 % 39)
  let integer = max(1, count - fraction)
  digits(integer, random.next(), to: &text)
  if fraction > 0 {
    text.append(UInt8(ascii: "."))
    digits(fraction, random.next(), leadingZeros: true, to: &text)
  }
  if bits & 1 << 40 == 0 {
    let exponent = exponents.lowerBound + Int(bits >> 42) % exponents.count
    text.append(bits & 1 << 41 == 0 ? UInt8(ascii: "e") : UInt8(ascii: "E"))
    if exponent >= 0, bits & 1 << 41 == 0 { text.append(UInt8(ascii: "+")) }
    text.append(contentsOf: String(exponent).utf8)
  }
}
