import EbbTestSupport
import Foundation
import Testing

@Suite("ebb stats")
struct StatsTests {
  private struct Page: Decodable {
    var simulation: String
    var aggregation: String
    var estimator: String
    var pageNumber: Int
    var contributions: Int
    var bins: Int?
    var nonZeroBins: Int?
    var medianError: Double?
    var worstError: Double?
    var probability: Double?
    var outlier: String?
    var chiSquare: Double?
    var degreesOfFreedom: Int?
    var slope: Double?
    var figureOfMerit: Double?
    var problem: String?
  }

  private struct Export: Decodable {
    struct Page: Decodable {
      var pageNumber: Int
      var values: [Double?]
      var errors: [Double?]?
    }
    struct Estimator: Decodable {
      var name: String
      var pages: [Page]
    }
    struct Simulation: Decodable { var estimators: [Estimator] }
    var simulations: [Simulation]
  }

  private static func stats(_ arguments: String...) throws -> [Page] {
    let outcome = try Program.run(Ebb.path, ["stats", "--json"] + arguments)
    try #require(outcome.status == 0, "\(outcome.errors)")
    return try Ebb.decode([Page].self, outcome.output)
  }

  @Test("the relative errors are those of what is exported")
  func sameAsExport() throws {
    let pages = try Self.stats("20260112", "--db", Sample.path)
    let outcome = try Ebb.run("export", "20260112", "--db", Sample.path)
    let export = try Ebb.decode(Export.self, outcome.output).simulations[0]
    let exported = export.estimators.flatMap { estimator in estimator.pages.map { (estimator.name, $0) } }
    #expect(pages.count == exported.count)
    for (page, (estimator, exported)) in zip(pages, exported) {
      #expect(page.estimator == estimator)
      #expect(page.pageNumber == exported.pageNumber)
      guard page.aggregation != "ratio" else { continue }
      let errors = zip(exported.values, exported.errors ?? []).compactMap { value, error in
        value.flatMap { value in value == 0 ? nil : error.map { $0 / abs(value) } }
      }.sorted()
      #expect(page.nonZeroBins == errors.count)
      let (low, high) = (errors[(errors.count - 1) / 2], errors[errors.count / 2])
      #expect(abs(page.medianError! / ((low + high) / 2) - 1) < 1e-9)
      #expect(abs(page.worstError! / errors[errors.count - 1] - 1) < 1e-9)
    }
  }

  @Test("on the sample nothing stands out, counts are Poisson's, and errors fall as they should")
  func sample() throws {
    let pages = try Self.stats("20260112", "--db", Sample.path)
    #expect(pages.count == 18)
    #expect(pages.allSatisfy { $0.contributions == 11 && $0.outlier == nil })
    let ratios = pages.filter { $0.aggregation == "ratio" }
    #expect(ratios.count == 7 && ratios.allSatisfy { $0.problem == nil && $0.bins != nil && $0.slope == nil })
    let others = pages.filter { $0.aggregation != "ratio" }
    #expect(
      others.allSatisfy { $0.problem == nil && $0.probability ?? 0 > 0.01 && $0.figureOfMerit ?? 0 > 0 })
    let counts = pages.filter { $0.chiSquare != nil }
    #expect(counts.count == 3)
    for page in counts where page.degreesOfFreedom! > 100 {
      #expect(abs(page.chiSquare! / Double(page.degreesOfFreedom!) - 1) < 0.05)
    }
    let slopes = pages.filter { ($0.bins ?? 0) > 1000 }.compactMap(\.slope)
    #expect(slopes.count == 3)
    #expect(slopes.allSatisfy { abs($0 + 0.5) < 0.05 })
  }

  @Test("people get one line a page, programs the same in CSV")
  func forms() throws {
    let table = try Ebb.run("stats", "20260112", "-e", "peak", "--db", Sample.path, "-q")
    let lines = table.output.split(separator: "\n")
    #expect(lines.count == 7)
    #expect(lines[0].hasPrefix("ESTIMATOR  PAGE  QUANTITY"))
    #expect(lines[0].contains("CHI2/NDF"))
    #expect(!table.output.contains("SIMULATION"))
    let csv = try Ebb.run("stats", "20260112", "20260113", "-e", "peak", "--db", Sample.path, "--csv")
    #expect(csv.output.split(separator: "\n").count == 13)
    #expect(csv.output.hasPrefix("simulation,estimator,page_number,"))
    #expect(csv.errors.contains("FAILED"))
  }

  @Test(
    "options that make no sense are refused",
    arguments: ["--per-task", "--error=none", "--json --csv", "-p 9"])
  func refused(options: String) throws {
    let outcome = try Program.run(
      Ebb.path,
      ["stats", "20260112", "--db", Sample.path] + options.split(separator: " ").map(String.init))
    #expect(outcome.status == (options == "-p 9" ? 66 : 64))
    #expect(outcome.output == "")
  }
}
