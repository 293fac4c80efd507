import EbbTestSupport
import Foundation
import Testing

/// What `ebb check` finds in result files: who is who, and what cannot be.
@Suite("Checks of result files") struct MeaningChecksTests {
  private static func estimator(_ metadata: String, _ page: String) -> String {
    "{\"metadata\": {\"number_of_primaries\": \"1000\"\(metadata)}, \"pages\": [\(page)]}"
  }

  private static func dose(_ values: String) -> String {
    """
    {"metadata": {"dettyp": "DOSE", "page_number": "0", "page_normalized": "2"}, "dimensions": 0, "data": {"name": \
    "DOSE", "unit": "MeV/g", "values": [\(values)]}}
    """
  }

  private static let particles = """
    {"metadata": {"dettyp": "MCPL", "page_number": "0", "page_normalized": "4"}, "dimensions": 0, "data": {"name": \
    "MCPL", "unit": "", "values": [[2212.5, 0, 0, 0, 0, 0, 3, 9]]}}
    """

  private static func interface(_ more: String, _ estimators: String) -> String {
    "{\"jobId\": \"j-12345\", \"title\": \"t\", \"metadata\": {\"simType\": \"Geant4\"}\(more), \"estimators\": [\(estimators)]}"
  }

  private static let mesh = """
    {"name": "M", "pages": [{"name": "D", "dimensions": 1, "axisDim1": {"name": "Position (Z)", "unit": "cm", \
    "values": [-1, 1]}, "data": {"name": "D", "unit": "Gy/prim", "values": [1, 2]}}]}
    """
  private static let macro =
    "/score/create/boxMesh M\\n/score/mesh/boxSize 1 1 2 cm\\n/score/mesh/nBin 1 1 2\\n"
    + "/score/mesh/translate/xyz 0 0 2 cm\\n/score/close\\n"

  /// Files by name, the check that finds their fault, and a word of it.
  private static let faults: [(files: [String: String], check: String, word: String)] = [
    (["d.json": estimator(", \"file_counter\": \"7\"", dose("1"))], "merged-files", "7 files"),
    (["p.json": estimator("", particles)], "phase-space", "direction"),
    (
      [
        "d_0001.json": estimator("", dose("1")).replacing("1000", with: "x"),
        "d_0002.json": estimator("", dose("2")),
      ],
      "unknown-primaries", "primaries"
    ),
    (["i.json": interface("", mesh + ", {\"name\": \"\", \"pages\": []}")], "empty-estimators", "1 of 2"),
    (
      ["i.json": interface(", \"input\": {\"inputFiles\": {\"run.mac\": \"\(macro)\"}}", mesh)], "mesh",
      "begins at"
    ),
    (
      [
        "i.json": interface(
          ", \"startTime\": \"Tue, 19 Nov 2024 16:24:41 GMT\", \"endTime\": \"Tue, 19 Nov 2024 15:24:41 GMT\"",
          mesh)
      ], "times", "before it began"
    ),
  ]

  @Test("each fault is found", arguments: faults.indices)
  func fault(index: Int) throws {
    let fault = Self.faults[index]
    let folder = try TemporaryFolder()
    for (name, text) in fault.files { try Data(text.utf8).write(to: URL(filePath: folder.path(name))) }
    let outcome = try Ebb.run("check", folder.url.path)
    #expect(outcome.status == 1)
    #expect(outcome.output.contains(fault.check) && outcome.output.contains(fault.word), "\(outcome.output)")
  }

  @Test(
    "axes that lie off the macro's mesh are warned of in every format",
    arguments: ["csv", "json", "ndjson", "vega", "yaptide"])
  func everyFormat(format: String) throws {
    let folder = try TemporaryFolder()
    let text = Self.interface(", \"input\": {\"inputFiles\": {\"run.mac\": \"\(Self.macro)\"}}", Self.mesh)
    try Data(text.utf8).write(to: URL(filePath: folder.path("i.json")))
    let outcome = try Ebb.run("export", folder.path("i.json"), "-f", format)
    #expect(outcome.status == 0 && outcome.errors.contains("axis z begins at -1.0 cm, in the macro at 1.0"))
    #expect(try Ebb.run("export", folder.path("i.json"), "-f", format, "--strict").status != 0)
  }

  @Test("axes are put right by the macro of the same file, and that is said")
  func repaired() throws {
    let folder = try TemporaryFolder()
    let text = Self.interface(", \"input\": {\"inputFiles\": {\"run.mac\": \"\(Self.macro)\"}}", Self.mesh)
    try Data(text.utf8).write(to: URL(filePath: folder.path("i.json")))
    let outcome = try Ebb.run("export", folder.path("i.json"), "--repair", "axes", "-f", "csv")
    #expect(outcome.status == 0 && outcome.errors.contains("put right"))
    #expect(outcome.output.contains("0.0,1.0,2.0,1.0") && outcome.output.contains("2.0,3.0,4.0,2.0"))
  }

  @Test(
    "bins are chosen by where they are after a repair",
    arguments: [
      ("--at", "z=0.7", [3.0]), ("--at", "z=1.5", [4]), ("--range", "z=0:3", [3, 4]),
      ("--rebin", "z=2", [1.5, 3.5]), ("--sum", "z", [2.5]),
    ])
  func repairedFirst(option: String, step: String, values: [Double]) throws {
    let folder = try TemporaryFolder()
    let macro = "/score/create/boxMesh M\\n/score/mesh/boxSize 1 1 2 cm\\n/score/mesh/nBin 1 1 4\\n"
    let mesh = Self.mesh.replacing("[-1, 1]", with: "[-2.5, -1.5, -0.5, 0.5]")
      .replacing("[1, 2]", with: "[1, 2, 3, 4]")
    let text = Self.interface(", \"input\": {\"inputFiles\": {\"run.mac\": \"\(macro)\"}}", mesh)
    try Data(text.utf8).write(to: URL(filePath: folder.path("i.json")))
    let outcome = try Ebb.run(
      "export", folder.path("i.json"), "--repair", "axes", "-f", "json", option, step)
    #expect(outcome.status == 0, "\(outcome.errors)")
    struct Results: Decodable {
      struct Simulation: Decodable { var estimators: [Estimator] }
      struct Estimator: Decodable { var pages: [Page] }
      struct Page: Decodable { var values: [Double] }
      var simulations: [Simulation]
    }
    let page = try Ebb.decode(Results.self, outcome.output).simulations[0].estimators[0].pages[0]
    #expect(page.values == values)
  }
}
