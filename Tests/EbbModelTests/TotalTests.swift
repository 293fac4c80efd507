import EbbModel
import Testing

@Suite("Total")
struct TotalTests {
  @Test(
    "counts are added up, to the largest number at most",
    arguments: [
      ([], 0), ([1_000, 500, 2_500], 4_000), ([.max], .max), ([.max, 1], .max), ([.max, .max, .max], .max),
      ([.max, -1], .max - 1), ([.min, -1], .min), ([-5, 3], -2),
    ] as [([Int64], Int64)])
  func total(counts: [Int64], expected: Int64) {
    #expect(EbbModel.total(counts) == expected)
  }

  @Test(
    "a difference goes to the largest and the smallest number at most",
    arguments: [
      (5, 3, 2), (3, 5, -2), (.max, -1, .max), (.min, 1, .min), (.min, .max, .min), (.max, .min, .max),
      (0, .min, .max),
      (-1, .min, .max), (.min, .min, 0),
    ] as [(Int64, Int64, Int64)])
  func difference(a: Int64, b: Int64, expected: Int64) {
    #expect(EbbModel.difference(a, b) == expected)
  }

  @Test(
    "a number of any size is written",
    arguments: [
      (3, "3"), (0.25, "0.25"), (-0.0, "0"), (1e300, "1e+300"), (-1e18, "-1000000000000000000"),
      (.infinity, "inf"),
      (.nan, "nan"), (0x1p63, "9.223372036854776e+18"), (-0x1p63, "-9223372036854775808"),
    ] as [(Double, String)])
  func plain(number: Double, expected: String) {
    #expect(plainNumber(number) == expected)
  }
}
