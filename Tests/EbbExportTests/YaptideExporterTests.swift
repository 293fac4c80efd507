import EbbModel
import EbbTestSupport
import Foundation
import Testing

@testable import EbbExport

@Suite("Files for the web interface, as text") struct YaptideExporterTests {
  private struct File: Decodable {
    struct Page: Decodable {
      struct Numbers: Decodable {
        var name: String
        var unit: String
        var values: [Double?]
        var errors: [Double?]?
      }
      var dimensions: Int
      var metadata: [String: String]
      var data: Numbers
      var axisDim1: Numbers?
      var axisDim2: Numbers?
      var axisDim3: Numbers?
    }
    struct Estimator: Decodable {
      var name: String
      var pages: [Page]
    }
    var jobId: String
    var startTime: String?
    var estimators: [Estimator]
  }

  private func file(_ export: SmallExport) async throws -> File {
    try JSONDecoder().decode(File.self, from: Data(try await export.text(YaptideExporter()).utf8))
  }

  private static let axes = [Axis.centres("y", [1, 2]), Axis.centres("z", [5, 6, 7])]

  @Test(
    "values and errors are in the platform's order, which is the simulator's",
    arguments: [
      (MemoryOrder.firstAxisFastest, [11.0, 21, 12, 22, 13, 23]),
      (.lastAxisFastest, [11, 12, 13, 21, 22, 23]),
    ])
  func order(order: MemoryOrder, stored: [Double]) async throws {
    let values: [Double] = [11, 12, 13, 21, 22, 23]
    var page = ResultPage.mean(values, axes: Self.axes, errors: values)
    page.storedOrder = order
    let data = try await file(SmallExport([page])).estimators[0].pages[0].data
    #expect(data.values == stored)
    #expect(data.errors == stored)
    #expect(order.lastAxisFastest(stored, shape: [2, 3]) == values)
  }

  @Test("axes are the stored ones; those of pages that were changed are theirs, and so is the unit")
  func axes() async throws {
    var page = ResultPage.mean([1, 2], axes: [.centres("energy", [3, 4])])
    page.storedAxes = [StoredAxis(name: "", unit: "/cm^2", centres: [3, 4])]
    let stored = try await file(SmallExport([page])).estimators[0].pages[0]
    #expect(stored.axisDim1?.unit == "/cm^2" && stored.axisDim1?.name == "")
    #expect(stored.data.unit == "MeV/g/prim")
    page.storedAxes = nil
    page.operations = ["--rebin energy=2"]
    page.unit.text = "MeV cm"
    let changed = try await file(SmallExport([page])).estimators[0].pages[0]
    #expect(changed.axisDim1?.unit == "cm" && changed.axisDim1?.name == "energy")
    #expect(changed.axisDim1?.values == [3, 4] && changed.axisDim2 == nil)
    #expect(changed.data.unit == "MeV cm/prim")
  }

  @Test("what is not finite is null, phase space nested, and a page's number in its metadata if need be")
  func forms() async throws {
    var particles = ResultPage.particles([1, 2, 3, 4, 5, 6, 7, 8])
    particles.number = 7
    let export = SmallExport([.mean([.nan], number: 0), .mean([.infinity], number: 5), particles])
    let text = try await export.text(YaptideExporter())
    #expect(text.contains("\"values\": [null]"))
    #expect(text.contains("\"values\": [[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]]"))
    #expect(!text.contains("\"page_number\": \"0\""))
    #expect(text.contains("\"page_number\": \"5\"") && text.contains("\"page_number\": \"7\""))
  }

  @Test("without times, tasks, input and pages, the members are there all the same")
  func empty() async throws {
    var export = SmallExport([])
    export.outline.simulations[0].startTime = nil
    let file = try await file(export)
    #expect(file.jobId == "job-1" && file.startTime == nil && file.estimators.isEmpty)
    let text = try await export.text(YaptideExporter())
    for key in ["startTime", "jobTasksStatus", "input", "inputFiles", "estimatorsItems", "jobState"] {
      #expect(text.contains("\"\(key)\": "), "\(key)")
    }
  }
}
