import EbbModel
import Testing

@testable import EbbAnalysis

@Suite("Errors from those of bins")
struct BinErrorsTests {
  @Test("of a sum it is the root of the sum of squares, to what 200 draws tell, and always the same")
  func sum() async throws {
    let (values, errors) = ([10.0, 20, 30], [3.0, 4, 12])
    let found = try await BinErrors.errors(of: [60, nil], values, errors, threads: 3) {
      [$0.reduce(0, +), nil]
    }
    // The relative error of a standard deviation is 1/√(2·199) = 5 %.
    #expect(abs(try #require(found[0]) / 13 - 1) < 0.15)
    // Of one sequence of numbers, drawn one after another by another program.
    #expect(found[0] == 12.085988655118689)
    #expect(found[1] == nil)
  }

  @Test("where a bin's error is not known there is none", arguments: [Double.nan, .infinity, -1])
  func unknown(error: Double) async throws {
    let found = try await BinErrors.errors(of: [3], [1, 2], [1, error], threads: 1) { [$0[0]] }
    #expect(found == [nil])
  }
}
