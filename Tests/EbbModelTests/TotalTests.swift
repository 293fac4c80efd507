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
}
