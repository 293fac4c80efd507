import EbbModel
import Testing

@testable import EbbAnalysis

@Suite("Jackknife")
struct JackknifeTests {
  @Test("a page without one of its contributions is the weighted mean of the others, scaled")
  func without() {
    let replicates = Replicates(
      weights: [1, 2, 5], values: [[1, 10], [4, 7], [2, 3]], scale: 8, contributions: 3)
    let page = [(1.0 + 8 + 10) / 8 * 8, (10.0 + 14 + 15) / 8 * 8]
    let rest = replicates.values(of: page, without: 1)
    #expect(abs(rest[0] - 8 * (1 + 10) / 6) < 1e-12)
    #expect(abs(rest[1] - 8 * (10 + 15) / 6) < 1e-12)
  }

  @Test("of a mean of equal contributions it is s/√n")
  func equal() async throws {
    let values = [3.0, 5, 4, 8, 1]
    let mean = values.reduce(0, +) / 5
    let replicates = Replicates(
      weights: [7, 7, 7, 7, 7], values: values.map { [$0] }, contributions: 5)
    let errors = try await Jackknife.errors(of: [mean, nil], [mean], replicates, threads: 2) { [$0[0], nil] }
    let s = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 4).squareRoot()
    #expect(abs(try #require(errors[0]) - s / 5.0.squareRoot()) < 1e-12)
    #expect(errors[1] == nil)
  }

  @Test("of a mean of unequal contributions it is √(1/g Σ wⱼ(xⱼ − m)²/(W − wⱼ))")
  func unequal() async throws {
    let (values, weights) = ([3.0, 5, 4], [1.0, 10, 4])
    let mean = (3.0 + 50 + 16) / 15
    let replicates = Replicates(weights: weights, values: values.map { [$0] }, contributions: 3)
    let error = try await Jackknife.errors(of: [mean], [mean], replicates, threads: 2) { [$0[0]] }[0]
    let sum = zip(values, weights).reduce(0) { $0 + $1.1 * ($1.0 - mean) * ($1.0 - mean) / (15 - $1.1) }
    #expect(abs(try #require(error) - (sum / 3).squareRoot()) < 1e-12)
  }

  @Test("a figure that some have and some have not has no error")
  func comesAndGoes() async throws {
    let replicates = Replicates(weights: [1, 1], values: [[1], [3]], contributions: 2)
    let errors = try await Jackknife.errors(of: [2], [2], replicates, threads: 2) {
      [$0[0] > 2 ? $0[0] : nil]
    }
    #expect(errors == [nil])
  }
}
