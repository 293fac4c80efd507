import EbbModel
import EbbTestSupport
import Foundation
import Testing

@testable import EbbExport

@Suite("JSONExporter")
struct JSONExporterTests {
  /// As a reader that knows the format sees it.
  private struct Document: Decodable {
    var ebb: String
    var simulations: [Simulation]

    struct Simulation: Decodable {
      var jobId: String
      var jobIds: [String]
      var title: String
      var estimators: [Estimator]
    }
    struct Estimator: Decodable {
      var name: String
      var task: Int?
      var metadata: [String: String]
      var pages: [Page]
    }
    struct Page: Decodable {
      var pageNumber: Int
      var name: String
      var dimensions: Int
      var shape: [Int]
      var filter: String?
      var axes: [Axis]
      var values: [Double?]
      var errors: [Double?]?
      var binContributions: [Int]?
      var operations: [String]?
    }
    struct Axis: Decodable {
      var values: [Double]
      var edges: [Double]?
    }
  }

  private func decoded(_ export: SmallExport) async throws -> Document {
    let text = Data(try await export.text(JSONExporter()).utf8)
    #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: text) }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Document.self, from: text)
  }

  @Test("a page is this text")
  func onePage() async throws {
    let page = ResultPage.mean(
      [1, .nan], axes: [.position("z", [0, 0.5, 2])], errors: [0.5, .infinity], filter: "Protons",
      metadata: [.init(name: "dettyp", value: "Dose")])
    let estimator = ResultEstimator.named("mesh", metadata: [.init(name: "n", value: "[1 2]")])
    #expect(
      try await SmallExport([page], estimator: estimator).text(JSONExporter()) == """
        {"ebb": "1.2.3", "schema": 1, "simulations": [
        {"job_id": "job-1", "job_ids": ["job-1"], "simulation": "job-1", "title": "Water", "simulator": "shieldhit", \
        "platform": "DIRECT", "state": "COMPLETED", "job_state": "COMPLETED", "n_tasks": 2, \
        "simulated_primaries": 2000, "start_time": "1970-01-01T00:00:01.500000Z", "estimators": [
        {"name": "mesh", "estimator": "mesh", "metadata": {"n": "[1 2]"}, "pages": [
        {"page_number": 0, "page": 0, "name": "DOSE", "quantity": "DOSE", "unit": "MeV/g", \
        "normalization": "per primary", "source_unit": "MeV/g/prim", "filter": "Protons", "dimensions": 1, "shape": [2], \
        "aggregation": "mean", "contributions": 2, "primaries": 2000, "metadata": {"dettyp": "Dose"}, \
        "axes": [{"name": "z", "label": "Position (Z)", "unit": "cm", "scale": "linear", \
        "values": [0.25, 1.25], "edges": [0.0, 0.5, 2.0]}], "error": "standard error of the mean", \
        "values": [1.0, null], "errors": [0.5, null]}]}]}]}

        """)
  }

  @Test("what was done to the bins is named", arguments: [[], ["--sum y: sum"], ["a \"b\"", "c"]])
  func operations(_ operations: [String]) async throws {
    var page = ResultPage.mean([1])
    page.operations = operations
    let read = try await decoded(SmallExport([page])).simulations[0].estimators[0].pages[0]
    #expect(read.operations == (operations.isEmpty ? nil : operations))
  }

  @Test("a single value and a table of particles are told apart by their shapes")
  func shapes() async throws {
    let particles = [22, 1, 2, 3, 0, 0, 1, .leastNonzeroMagnitude, 11, 4, 5, 6, 1, 0, 0, 60.5]
    let export = SmallExport([.mean([0.1]), .particles(particles), .particles([])])
    let pages = try await decoded(export).simulations[0].estimators[0].pages
    #expect(pages.map(\.shape) == [[], [2, 8], [0, 8]])
    #expect(pages.map(\.dimensions) == [0, 0, 0])
    #expect(pages[1].values == particles)
    #expect(pages[2].values.isEmpty)
  }

  @Test("axes without edges have none, and bins say their contributions where these differ")
  func optionalParts() async throws {
    let page = ResultPage.mean([1, 2], axes: [.zones], binContributions: [2, 1])
    let read = try await decoded(SmallExport([page])).simulations[0].estimators[0].pages[0]
    #expect(read.axes[0].edges == nil)
    #expect(read.errors == nil)
    #expect(read.binContributions == [2, 1])
  }

  @Test("simulations, estimators and tasks nest as the outline has them, without those that have no page")
  func nesting() async throws {
    let simulations = [
      ResultSimulation.named("a", [.named("x", task: 1), .named("empty"), .named("x", task: 2)]),
      ResultSimulation.named("none", [.named("x")]),
      ResultSimulation.named("b", [.named("y")]),
    ]
    let places = [(0, 0), (0, 0), (0, 2), (2, 0)]
    let pages = places.enumerated().map { index, place in
      ExportedPage(
        simulation: place.0, estimator: place.1, page: .mean([Double(index)], number: index))
    }
    let read = try await decoded(SmallExport(simulations, pages))
    #expect(read.simulations.map(\.jobId) == ["a", "b"])
    #expect(read.simulations[0].estimators.map(\.task) == [1, 2])
    #expect(read.simulations[0].estimators.map { $0.pages.map(\.pageNumber) } == [[0, 1], [2]])
    #expect(read.simulations[1].estimators.map(\.name) == ["y"])
  }

  @Test("simulations that are combined are all named")
  func combined() async throws {
    var simulation = ResultSimulation.named("combined", [.named("x")])
    simulation.jobIDs = ["a", "b"]
    let page = ExportedPage(simulation: 0, estimator: 0, page: .mean([1]))
    let read = try await decoded(SmallExport([simulation], [page])).simulations[0]
    #expect(read.jobId == "a, b")
    #expect(read.jobIds == ["a", "b"])
  }

  @Test(
    "any text comes back as it was",
    arguments: [
      "", "\"", "\\", "a/b", "\n\r\t\u{8}\u{c}\u{0}\u{1}\u{1f}\u{7f}", "ż 漢字 👩‍🔬 \u{2028}\u{feff}",
      "\"\u{301}\\\u{301}", "</script>", "\u{10ffff}", String(repeating: "\\\"", count: 70_000),
    ])
  func texts(text: String) async throws {
    let estimator = ResultEstimator.named(text, metadata: [.init(name: text, value: text)])
    let simulation = ResultSimulation.named(text, [estimator], title: text)
    let page = ExportedPage(
      simulation: 0, estimator: 0, page: .mean([1], quantity: text, filter: text))
    let read = try await decoded(SmallExport([simulation], [page])).simulations[0]
    #expect(read.jobId == text)
    #expect(read.title == text)
    #expect(read.estimators[0].name == text)
    #expect(read.estimators[0].metadata == [text: text])
    #expect(read.estimators[0].pages[0].name == text)
    #expect(read.estimators[0].pages[0].filter == text)
  }

  @Test("without pages there is an empty list")
  func noPages() async throws {
    let text = try await SmallExport([]).text(JSONExporter())
    #expect(text == "{\"ebb\": \"1.2.3\", \"schema\": 1, \"simulations\": []}\n")
  }
}
