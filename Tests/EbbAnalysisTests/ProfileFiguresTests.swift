import EbbModel
import EbbTestSupport
import Glibc
import Testing

@testable import EbbAnalysis

@Suite("Figures of profiles") struct ProfileFiguresTests {
  private func page(_ values: [Double], errors: [Double]? = nil, axis: String = "z") -> ResultPage {
    let edges = (0...values.count).map(Double.init)
    return ResultPage(
      number: 0, quantity: "DOSE", unit: Unit(source: "MeV/g/prim"), filter: nil, metadata: Metadata(),
      axes: [
        Axis(
          name: axis, label: "Position", unit: "cm", centres: edges.dropLast().map { $0 + 0.5 }, edges: edges)
      ],
      values: values, errors: errors, errorKind: .stderr, isPhaseSpace: false, rule: .mean, contributions: 1,
      primaries: nil)
  }

  private func figures(_ values: [Double]) throws -> (figures: [String: Double?], problem: String?) {
    let analysis = try BraggAnalysis(page(values), .linear, level: .maximum)
    let names = analysis.outline.map(\.name)
    return (
      Dictionary(zip(names, try analysis.figures(of: values))) { $1 }, analysis.problem(of: values)
    )
  }

  @Test("a triangle has the ranges that a ruler gives")
  func triangle() throws {
    let found = try figures([0, 1, 2, 3, 4, 2, 0]).figures
    #expect(found["peak"] == 4)
    #expect(found["peak_depth"] == 4.5)
    #expect(found["r50"] == 5.5)
    #expect(found["proximal_r50"] == 2.5)
    #expect(found["fwhm"] == 3)
    #expect(found["integral"] == 12)
    #expect(found["peak_to_entrance"] == .some(nil))
  }

  @Test(
    "what has no peak has no range, and a reason",
    arguments: [
      ([1, 1, 1, 1], "no peak: flat"), ([4, 3, 2, 1], "no peak: the maximum is at an end"),
      ([1, 2, 3, 4], "no peak: the maximum is at an end"), ([1], "1 bin: no peak"),
      ([1, .nan, 1], "1 bin not finite"), ([1, 2, -1, 0], "1 bin negative"), ([0, 0, 0], "all zero"),
      ([1, .infinity, .nan], "2 bins not finite"),
    ] as [([Double], String)])
  func noPeak(values: [Double], problem: String) throws {
    let found = try figures(values)
    #expect(found.problem == problem)
    for (name, value) in found.figures where name.hasPrefix("r") || name.hasPrefix("peak") || name == "fwhm" {
      #expect(value == nil, "\(name)")
    }
  }

  @Test("a plateau has a width and a flatness, a pristine peak has none")
  func plateau() throws {
    let spread = try figures([0.6, 0.7, 0.9, 0.98, 1, 0.98, 0.99, 1, 0.99, 0.98, 0.97, 0.4, 0.05, 0]).figures
    #expect(try #require(spread["sobp_width"] ?? nil) > 7)
    #expect(abs(try #require(spread["sobp_flatness"] ?? nil) - 0.03 / 1.97) < 0.05)
    #expect(try figures([0.3, 0.3, 0.4, 1, 0.3, 0.1, 0]).figures["sobp_width"] == .some(nil))
  }

  @Test(
    "a flatness that noise makes for a good part is remarked, and its error is told as that of its scatter")
  func noisyFlatness() async throws {
    let values = [0.6, 0.7, 0.9, 0.98, 1, 0.98, 0.99, 1, 0.99, 0.98, 0.97, 0.4, 0.05, 0]
    for (error, isRemarked) in [(1e-4, false), (0.02, true)] {
      let page = page(values, errors: values.map { _ in error })
      let analysis = try BraggAnalysis(page, .linear, level: .maximum)
      #expect((analysis.problem(of: values)?.contains("sobp_flatness") ?? false) == isRemarked)
      let replicates = Replicates(
        weights: [1, 1, 1], values: [0.98, 1, 1.02].map { factor in values.map { $0 * factor } },
        contributions: 3)
      let errors = try await FigureErrors(
        try analysis.figures(of: values), of: page, replicates, by: analysis, threads: 1)
      let methods = Dictionary(uniqueKeysWithValues: zip(analysis.outline.map(\.name), errors.methods))
      #expect(methods["sobp_flatness"] == .scatter && methods["peak"] == .scatter)
      #expect(methods["r80"] == .jackknife && methods["sobp_width"] == .bootstrap)
    }
  }

  @Test("an error is the spread of 500 repeated experiments, though bins are correlated")
  func spread() async throws {
    let bins = 60
    var random = SeededGenerator(seed: 20_260_112)
    func normal() -> Double {
      var random01: Double { Double(random.next() >> 11) * 0x1p-53 }
      return (0..<12).reduce(-6) { sum, _ in sum + random01 }
    }
    func curve(_ depth: Double, range: Double) -> Double {
      depth < range
        ? 1 + 2 * exp(-(depth - range) * (depth - range) / 50)
        : 3 * exp(-(depth - range) * (depth - range) / 8)
    }
    let weights = [1000.0, 2000, 1000, 500, 3000, 1000, 1500, 1000]
    let total = weights.reduce(0, +)
    let analysis = try BraggAnalysis(page([Double](repeating: 1, count: bins)), .linear, level: .maximum)
    let index = try #require(analysis.outline.firstIndex { $0.name == "r80" })
    var ranges: [Double] = []
    var variances = 0.0
    for _ in 0..<500 {
      // Each contribution has a range of its own, which moves all bins together.
      let values = weights.map { weight in
        let range = 40 + 0.4 * normal() * (1000 / weight).squareRoot()
        let scale = 1 + 0.02 * normal() * (1000 / weight).squareRoot()
        return (0..<bins).map { scale * curve(Double($0) + 0.5, range: range) }
      }
      let mean = (0..<bins).map { bin in zip(weights, values).reduce(0) { $0 + $1.0 * $1.1[bin] } / total }
      let replicates = Replicates(weights: weights, values: values, contributions: weights.count)
      let known = try analysis.figures(of: mean)
      let errors = try await Jackknife.errors(of: known, mean, replicates, threads: 1) {
        values throws(CancellationError) in try analysis.figures(of: values)
      }
      ranges.append(try #require(known[index]))
      let error = try #require(errors[index])
      variances += error * error
    }
    let average = ranges.reduce(0, +) / 500
    let observed = ranges.reduce(0) { $0 + ($1 - average) * ($1 - average) } / 499
    let ratio = (variances / 500 / observed).squareRoot()
    // The spread of 500 is itself known to 3 %.
    #expect(0.9...1.1 ~= ratio, "stated over observed: \(ratio)")
  }
}
