import EbbTestSupport
import Foundation
import Testing

/// Exports as JSON whose parts do not fit each other, as a side of a comparison.
@Suite("Damaged JSON exports")
struct DamagedJSONExportsTests {
  private static let damages: [(old: String, new: String)] = [
    (#""edges": [0.0, "#, #""edges": ["#), (#""edges": [0.0, "#, #""edges": [7, 0.0, "#),
    (#""values": [0.05, "#, #""values": ["#), (#""errors": ["#, #""errors": [1, "#),
    (#""contributions": "#, #""contributions": 1e300, "x": "#),
    (#""page_number": "#, #""page_number": -1e19, "x": "#),
  ]

  @Test("is broken data, and nothing worse", arguments: damages.indices)
  func damaged(_ index: Int) throws {
    let folder = try TemporaryFolder()
    let export = try Ebb.run(
      "export", "id:1", "-e", "z_profile", "-p", "0", "-f", "json", "-o", folder.path("a.json"), "--db",
      Sample.path)
    try #require(export.status == 0, "\(export.errors)")
    let text = try String(contentsOfFile: folder.path("a.json"), encoding: .utf8)
    let place = try #require(text.range(of: Self.damages[index].old))
    let damaged = text.replacingCharacters(in: place, with: Self.damages[index].new)
    try damaged.write(toFile: folder.path("b.json"), atomically: true, encoding: .utf8)
    for arguments in [["a.json", "b.json"], ["b.json", "a.json"]] {
      let outcome = try HostileRun.expectEnd(
        ["compare"] + arguments + ["--gamma", "3%/2mm"], in: folder, Self.damages[index].new)
      #expect(outcome.status == 65, "\(outcome.errors)")
    }
  }

  @Test("axes of more bins together than there are numbers")
  func manyBins() throws {
    let folder = try TemporaryFolder()
    let centres = (0..<10_000).map(String.init).joined(separator: ",")
    let axes = (0..<5).map {
      #"{"name": "a\#($0)", "label": "a", "unit": "cm", "values": [\#(centres)], "edges": null}"#
    }
    try """
    {"ebb": {}, "simulations": [{"job_id": "a", "estimators": [{"name": "e", "task": null, "pages": [{"page_number": 0, \
    "name": "DOSE", "unit": "1", "source_unit": "", "aggregation": "mean", "contributions": 1, \
    "axes": [\(axes.joined(separator: ","))], "values": [1]}]}]}]}
    """.write(toFile: folder.path("a.json"), atomically: true, encoding: .utf8)
    let outcome = try HostileRun.expectEnd(
      ["compare", "a.json", "a.json"], in: folder, "five axes of 10,000 bins")
    #expect(outcome.status == 65, "\(outcome.errors)")
  }
}
