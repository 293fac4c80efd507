import EbbTestSupport
import Foundation
import Testing

/// A file of the web interface, exported as such a file: what was in it is there, as it was.
@Suite("Files of the web interface, there and back") struct InterfaceRoundTripTests {
  private static let page = """
    {"name": "Dose of protons", "dimensions": 1, "filterRef": {"uuid": "f-1", "name": "Protons", "particle": null, \
    "rules": [{"uuid": "r-1", "keyword": "Z", "operator": "equal", "value": 1}]}, "metadata": {"pageNumber": "0", \
    "pageNormalized": "2", "pageFilterName": "Protons", "dettyp": "DOSE", "pageScaleFactor": "1.0"}, \
    "scale": "log", "data": {"name": "DOSE", "unit": "MeV/g", "values": [1, 2.5, 3]}, \
    "axisDim1": {"name": "Position (Z)", "unit": "cm", "values": [0.5, 1.5, 2.5]}}
    """
  private static let other = """
    {"name": "", "dimensions": 0, "filterRef": null, "metadata": {"pageNumber": "4", "pageNormalized": "1"}, \
    "data": {"name": "COUNT", "unit": "", "values": [12]}}
    """

  private static let file = """
    {
      "jobId": "20241119-162441-abcDIRECT", "title": "Pencil \\"beam\\" \\u00e9", "localData": true, "unknown": [1, {"a": null}],
      "startTime": "Tue, 19 Nov 2024 16:24:41 GMT", "endTime": "Tue, 19 Nov 2024 16:25:43 GMT", "jobState": "COMPLETED",
      "metadata": {"server": "", "platform": "DIRECT", "inputType": "EDITOR", "simType": "shieldhit", "queue": 3},
      "jobTasksStatus": [
        {"taskState": "COMPLETED", "requestedPrimaries": 666, "simulatedPrimaries": 666, "startTime": "Tue, 19 Nov 2024 16:24:42 GMT",
         "endTime": "Tue, 19 Nov 2024 16:24:46 GMT", "lastUpdateTime": "Tue, 19 Nov 2024 16:24:47 GMT"},
        {"taskState": "FAILED", "requestedPrimaries": 667, "simulatedPrimaries": 5, "message": "gone"}],
      "estimators": [
        {"name": "", "pages": []},
        {"name": "mesh_", "metadata": {"fileCorename": "mesh_", "numberOfPrimaries": "666", "Tmax_MeV": "150.0"},
         "scoringOutputJsonRef": {"uuid": "o-1", "quantities": [{"keyword": "Dose", "rescale": 1e-3}], "trace": false},
         "pages": [\(page), \(other)]},
        {"name": "none", "metadata": {}, "pages": []}],
      "input": {"inputType": "EDITOR", "numberOfAllPrimaries": 10000, "userId": "u", "inputFiles": {"beam.dat": "JPART0\\t2\\n"},
        "inputJson": {"project": {"title": "Pencil"}, "scoringManager": {"outputs": []}}}
    }
    """

  /// What of `original` is not in `found`, by the way to it.
  private static func missing(_ original: Any, _ found: Any?, at way: String = "") -> [String] {
    switch original {
    case let original as [String: Any]:
      guard let found = found as? [String: Any] else { return [way] }
      return original.sorted { $0.key < $1.key }.flatMap { key, value in
        missing(value, found[key], at: way + "." + key)
      }
    case let original as [Any]:
      guard let found = found as? [Any], found.count == original.count else { return [way] }
      return original.indices.flatMap { missing(original[$0], found[$0], at: "\(way)[\($0)]") }
    default:
      return (original as? NSObject) == (found as? NSObject)
        ? [] : ["\(way): \(original), \(found ?? "nothing")"]
    }
  }

  private static func exported(_ path: String, _ options: String...) throws -> Any {
    let folder = try TemporaryFolder()
    let output = folder.path("out.json")
    let outcome = try Program.run(
      Ebb.path, ["export", path, "-f", "yaptide", "-o", output] + options, environment: ["EBB_DB": nil])
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: output)))
  }

  @Test("every member is there with its value")
  func all() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("x-result.json")
    try Data(Self.file.utf8).write(to: URL(filePath: path))
    let original = try JSONSerialization.jsonObject(with: Data(Self.file.utf8))
    let once = try Self.exported(path)
    #expect(Self.missing(original, once) == [])
    // And again, of what came out.
    let second = folder.path("y-result.json")
    try JSONSerialization.data(withJSONObject: once).write(to: URL(filePath: second))
    let twice = try Self.exported(second)
    #expect(Self.missing(once, twice) == [] && Self.missing(twice, once) == [])
  }

  @Test("of chosen pages what belongs to them, and of changed ones no more than holds")
  func parts() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("x-result.json")
    try Data(Self.file.utf8).write(to: URL(filePath: path))
    let chosen = try #require(try Self.exported(path, "-p", "COUNT") as? [String: Any])
    let estimators = try #require(chosen["estimators"] as? [[String: Any]])
    #expect(estimators.map { $0["name"] as? String } == ["", "mesh_", "none"])
    let pages = try #require(estimators[1]["pages"] as? [[String: Any]])
    #expect(pages.count == 1 && (pages[0]["metadata"] as? [String: String])?["pageNumber"] == "4")
    let rebinned = try #require(try Self.exported(path, "--rebin", "z=3") as? [String: Any])
    let page = try #require(
      ((rebinned["estimators"] as? [[String: Any]])?[1]["pages"] as? [[String: Any]])?.first)
    #expect((page["axisDim1"] as? [String: Any])?["values"] as? [Double] == [1.5])
    #expect((page["data"] as? [String: Any])?["unit"] as? String == "MeV/g")
  }

  /// As the interface of 2022 saved it.
  private static let old = """
    {"uuid": "u-12345", "status": "SUCCESS", "name": "example1", "creationDate": "2022-10-13T16:35:57.000Z", "metadata": \
    {"simulator": "shieldhit", "type": "results"}, "inputFiles": {"beam.dat": "JPART0"}, "editor": {"project": {}}, \
    "result": {"estimators": [{"name": "m", "metadata": {"file_format": "bdo2019"}, "pages": [{"dimensions": 1, "metadata": \
    {"page_number": "0"}, "data": {"name": "DOSE", "unit": "MeV/g", "values": [1, 2]}, "first_axis": {"name": \
    "Position (Z)", "unit": "cm", "values": [1, 2]}}]}]}}
    """

  @Test("a file of the interface of 2022 becomes one of today's, with its input and all that is its own")
  func older() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("old.json")
    try Data(Self.old.utf8).write(to: URL(filePath: path))
    let found = try #require(try Self.exported(path) as? [String: Any])
    let original = try #require(try JSONSerialization.jsonObject(with: Data(Self.old.utf8)) as? [String: Any])
    for key in ["uuid", "status", "name", "creationDate", "metadata"] {
      #expect(Self.missing(original[key] ?? 0, found[key]) == [])
    }
    let input = try #require(found["input"] as? [String: Any])
    #expect(Self.missing(original["inputFiles"] ?? 0, input["inputFiles"]) == [])
    #expect(Self.missing(original["editor"] ?? 0, input["inputJson"]) == [])
    #expect(
      found["title"] as? String == "example1" && found["startTime"] as? String == "2022-10-13T16:35:57Z")
    #expect((found["metadata"] as? [String: Any])?["simType"] as? String == "shieldhit")
  }

  @Test("real files of the interface come back whole", .enabled(if: Reference.isPresent, "real results"))
  func real() throws {
    let cases = Reference.shared.appending(path: "cases")
    for name in [
      "26-times-of-the-interface/ex1-part", "27-interface-round-trip/ex1-part", "28-geant4-filters/ex8-part",
      "44-empty-estimators/ph",
    ] {
      let path = cases.appending(path: name + ".json").path
      guard FileManager.default.fileExists(atPath: path) else { continue }
      let original = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: path)))
      #expect(Self.missing(original, try Self.exported(path)) == [], "\(name)")
    }
  }
}
