import Testing

@testable import EbbSamples

@Suite("Numbers") struct NumbersTests {
  @Test(
    "rounding gives the double next to the decimal number",
    arguments: [
      (1.23456789, 7, 1.234568), (-1.23456789, 7, -1.234568), (0.0, 7, 0.0),
      (9.9999999, 7, 10.0), (123456789.0, 7, 123456800.0), (1.5e-30, 1, 2e-30),
      (1.23456789e-30, 7, 1.234568e-30), (6.26e20, 2, 6.3e20), (0.15000000000000002, 12, 0.15),
      (1e22, 7, 1e22), (0.1, 7, 0.1),
    ])
  func rounding(value: Double, digits: Int, expected: Double) {
    #expect(roundToDigits(value, digits) == expected)
  }

  @Test("rounded numbers have at most so many digits")
  func digits() throws {
    var random = RandomSource(seed: 9)
    for _ in 0..<20_000 {
      let power = try #require(Double("1e\(Int(random.next() % 60) - 30)"))
      let value = (random.uniform() - 0.5) * power
      let rounded = roundToDigits(value, 7)
      let significant = rounded.description.prefix { $0 != "e" }.filter(\.isNumber)
        .drop { $0 == "0" }.reversed().drop { $0 == "0" }
      #expect(significant.count <= 7, "\(value) gives \(rounded)")
      #expect(isClose(rounded, value, 5.000001e-7))
    }
  }

  @Test(
    "numbers are written as Python writes them",
    arguments: [
      (0.0, "0.0"), (-0.0, "-0.0"), (1e-5, "1e-05"), (0.0001, "0.0001"), (1.5e300, "1.5e+300"),
      (1e15, "1000000000000000.0"), (9_007_199_254_740_994, "9007199254740994.0"),
      (-9_007_199_254_740_994, "-9007199254740994.0"), (1e16, "1e+16"), (0.1, "0.1"), (5, "5.0"),
      (1.234568e-7, "1.234568e-07"),
    ])
  func python(value: Double, text: String) { #expect(pythonText(value) == text) }

  @Test(
    "pairs are written as numpy writes them",
    arguments: [
      (0.01, 0.0, "[0.01 0.  ]"), (100, 0, "[100.   0.]"), (0.1, 0, "[0.1 0. ]"),
      (100, 3.14, "[100.     3.14]"), (0, 0, "[0. 0.]"),
    ])
  func numpy(a: Double, b: Double, text: String) { #expect(numpyText(a, b) == text) }

  @Test("whole ones too", arguments: [(640, 1, "[640   1]"), (10, 5, "[10  5]"), (-1, -1, "[-1 -1]")])
  func numpy(a: Int, b: Int, text: String) { #expect(numpyText(a, b) == text) }

  @Test("JSON is ASCII with Python's separators, keys in order")
  func json() {
    let value = JSONValue.object([
      ("b", .numbers([1, 0.5])), ("a", .array([.integer(-3), .bool(true), .object([])])),
      ("ż\n\"\\\u{7f}", .string("🧪\u{1}\t\r")),
    ])
    #expect(
      value.text
        == #"{"b": [1.0, 0.5], "a": [-3, true, {}], "\u017c\n\"\\\u007f": "\ud83e\uddea\u0001\t\r"}"#)
  }

  @Test("values come with the first axis fastest")
  func order() {
    #expect(firstAxisFastest([1, 2, 3, 4, 5, 6], shape: [2, 3]) == [1, 4, 2, 5, 3, 6])
    #expect(
      firstAxisFastest((0..<12).map(Double.init), shape: [2, 3, 2])
        == [0, 6, 2, 8, 4, 10, 1, 7, 3, 9, 5, 11])
    #expect(firstAxisFastest([1, 2], shape: [2]) == [1, 2])
    #expect(firstAxisFastest([7], shape: []) == [7])
  }
}
