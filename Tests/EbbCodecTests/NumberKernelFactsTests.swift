import EbbModel
import EbbTestSupport
import Testing

@testable import EbbCodec

@Suite("Kernels that look at values") struct NumberKernelFactsTests {
  /// Values of all magnitudes and signs, zeros of both among them.
  private static func values(_ count: Int, seed: UInt64) -> [Double] {
    var random = SeededGenerator(seed: seed)
    return (0..<count).map { _ in
      switch Int.random(in: 0..<8, using: &random) {
      case 0, 1: 0
      case 2: -0.0
      case 3: Double.random(in: -1...1, using: &random)
      default:
        Double(bitPattern: UInt64.random(in: 0..<UInt64(0x7ff) << 52, using: &random)) * 1e-160
      }
    }
  }

  @Test("give the model's facts to the last bit, of any number of values")
  func same() {
    for count in Array(0...40) + [1000, 4099] {
      let values = Self.values(count, seed: UInt64(count))
      let facts = ValueFacts(values)
      for kernel in NumberKernel.supported {
        #expect(ValueLook(kernel).facts(of: values) == facts, "\(kernel.name), \(count) values")
        var look = ValueLook(kernel)
        for end in [count / 3, count / 2, count] {
          unsafe values[..<end].withUnsafeBufferPointer { unsafe look.take($0) }
        }
        #expect(look.facts(of: values) == facts, "\(kernel.name), \(count) values in parts")
      }
    }
  }

  @Test("give them of the ends of the range")
  func ends() {
    for value in [0, -0.0, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, .greatestFiniteMagnitude, 1] {
      for place in 0..<17 {
        var values = [Double](repeating: 0, count: 17)
        values[place] = value
        for kernel in NumberKernel.supported {
          #expect(
            ValueLook(kernel).facts(of: values) == ValueFacts(values), "\(kernel.name), \(value) at \(place)")
        }
      }
    }
  }

  @Test("pages that are decoded have them")
  func decoded() throws {
    let text =
      #"{"data": {"unit": "MeV/g", "name": "DOSE", "values": [0.0, 1.5, -2.25e3]}, "dimensions": 1, "axisDim1": {"unit": "cm", "name": "Position (Z)", "values": [1, 2, 3]}}"#
    let page = try #require(try PageText.decode(TextBuffer(Array(text.utf8))))
    #expect(page.facts == ValueFacts([0, 1.5, -2250]))
  }

  @Test("long arrays are looked at while they are decoded, also where numbers are for the scalar decoder")
  func decodedLong() throws {
    for count in [16_383, 16_384, 16_385, 50_000] {
      for odd in [count, 1000, 1] {
        let values = Self.values(count, seed: UInt64(count))
        // More digits than the kernels take.
        let texts = values.enumerated().map { place, value in
          place % odd == odd - 1 && value != 0
            ? "\(value)".replacing("e", with: "0000000000000000000000e") : "\(value)"
        }
        for kernel in NumberKernel.supported {
          let text = "[\(texts.joined(separator: ", "))]"
          var isFinite = true
          var look: ValueLook? = ValueLook(kernel)
          let decoded = try withCursor(Array(text.utf8), kernel: kernel) { (cursor) throws(DecodeError) in
            try cursor.numbers(isFinite: &isFinite, &look)
          }
          #expect(isFinite)
          #expect(look?.facts(of: decoded) == ValueFacts(decoded), "\(kernel.name), \(count), \(odd)")
          #expect(decoded.map(\.bitPattern) == texts.map { (Double($0) ?? .nan).bitPattern })
        }
      }
    }
  }
}
