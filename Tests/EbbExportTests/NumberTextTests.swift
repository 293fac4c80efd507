import EbbModel
import EbbTestSupport
import EbbText
import Foundation
import Testing

@testable import EbbExport

@Suite("Numbers as text")
struct NumberTextTests {
  /// Any bits at all, and what is special: zeros, the ends of the range, powers of ten and two.
  private static let values: [Double] = {
    var random = SeededGenerator(seed: 20)
    var values = (0..<100_000).map { _ in Double(bitPattern: random.next()) }
    values += [
      0, -0.0, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, .leastNormalMagnitude,
      .greatestFiniteMagnitude, 0.1, 1e22,
    ]
    values += (-323...308).map { Double("1e\($0)") ?? 0 }
    values += (-1074...1023).map { Double(sign: .plus, exponent: $0, significand: 1) }
    values += (0..<64).map { Double((UInt64(1) << UInt64($0)) &- 1) }
    return values
  }()

  private static let export = SmallExport([
    .mean(values, axes: [.centres("n", values.indices.map(Double.init))])
  ])

  @Test("every double in a CSV table reads back as the same bits")
  func csv() async throws {
    let rows = try await Self.export.text(CSVExporter()).split(separator: "\n").dropFirst()
    #expect(rows.count == Self.values.count)
    for (row, value) in zip(rows, Self.values) {
      let text = row.split(separator: ",")[1]
      if value.isFinite {
        #expect(bits(text) == value.bitPattern, "\(text)")
      } else {
        #expect(text == (value.isNaN ? "NaN" : value < 0 ? "-INF" : "INF"))
      }
    }
  }

  @Test("every finite double in JSON reads back as the same bits, the others as null")
  func json() async throws {
    let text = try await Self.export.text(JSONExporter())
    let start = try #require(text.range(of: "\"values\": [", options: .backwards))
    let numbers = text[start.upperBound...].prefix { $0 != "]" }.split(separator: ", ")
    #expect(numbers.count == Self.values.count)
    for (number, value) in zip(numbers, Self.values) {
      guard value.isFinite else {
        #expect(number == "null")
        continue
      }
      #expect(bits(number) == value.bitPattern, "\(number)")
      #expect(isJSONNumber(number), "\(number)")
    }
  }

  @Test(
    "a number is the shortest that reads back",
    arguments: [
      (0.1, "0.1"), (1.0 / 3, "0.3333333333333333"), (1e-5, "1e-05"), (.leastNonzeroMagnitude, "5e-324"),
      (1e21, "1e+21"), (-0.0, "-0.0"), (9_007_199_254_740_992, "9007199254740992.0"),
    ])
  func shortest(value: Double, text: String) {
    var block = TextBlock()
    block.append(finite: value)
    #expect(String(decoding: block.bytes, as: UTF8.self) == text)
  }

  /// What the C library reads.
  private func bits(_ text: Substring) -> UInt64 { unsafe strtod(String(text), nil).bitPattern }

  private func isJSONNumber(_ text: Substring) -> Bool {
    text.wholeMatch(of: #/-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?/#) != nil
  }
}
