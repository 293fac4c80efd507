import EbbSamples
import EbbTestSupport
import Foundation
import Testing

@Suite("Same bytes")
struct SameBytesTests {
  static let formats = ["h5", "json", "csv"]

  @Test(
    "both drivers in the first and the current schema give the same bytes, but for which store it is",
    arguments: [1, 3, 6, 7, 8, 10, 11])
  func stores(id: Int) throws {
    for format in ["json", "csv"] {
      let exports = try SameResults.present.map {
        let text = String(
          decoding: try export(["id:\(id)", "--db", $0.url()], format: format), as: UTF8.self)
        return text.split(separator: "\n").filter { !$0.hasPrefix("\"provenance\"") }
      }
      let areSame = Set(exports).count == 1
      #expect(areSame, "\(format)")
    }
  }

  @Test(
    "stores of every revision of the schema under one name give the same bytes",
    arguments: [1, 3, 6, 7, 8, 10, 11], formats)
  func schemas(id: Int, format: String) throws {
    let exports = try Schema.revisions.map { revision in
      let folder = try TemporaryFolder()
      try FileManager.default.createSymbolicLink(
        atPath: folder.path("store.sqlite"), withDestinationPath: try MadeStore.sqlite(revision))
      return try export(["id:\(id)", "--db", "store.sqlite"], format: format, in: folder.url.path)
    }
    #expect(Set(exports).count == 1)
  }

  @Test("1, 2 and 4 threads give the same bytes", arguments: [7, 8, 11], formats)
  func threads(id: Int, format: String) throws {
    let exports = try ["1", "2", "4"].map {
      try export(
        ["id:\(id)", "--include-failed", "--db", MadeStore.path, "--threads", $0],
        format: format)
    }
    #expect(Set(exports).count == 1)
  }

  @Test(
    "the reference's three stores give the same bytes, but for which store it is",
    .enabled(if: Reference.isPresent, "real results"), arguments: [1, 3, 6, 7, 8, 10, 11])
  func reference(id: Int) throws {
    for format in ["json", "csv"] {
      let exports = try ReferenceStore.present.map {
        let text = String(
          decoding: try export(["id:\(id)", "--db", $0.url()], format: format), as: UTF8.self)
        return text.split(separator: "\n").filter { !$0.hasPrefix("\"provenance\"") }
      }
      let areSame = Set(exports).count == 1
      #expect(areSame, "\(format)")
    }
  }

  /// The digests are those of version 0.1.0's tables.
  @Test(
    "dose and fluence of SHIELD-HIT12A are exported as the first version did",
    arguments: [
      ("z_profile", 0, "b776f24459011e9d12ab0c6bfab6ee0274a4ce2f036faf26354036979e25f38b"),
      ("z_profile", 1, "129bd3f4c5ddea76a16ed439ff7768b9e954706ade8ce462253a515ac19fab38"),
      ("z_profile", 2, "ba40d0cb3afdedd04f298234bb52a43ce5e6ce981b84851098e519fc46b1759b"),
      ("yz_profile", 0, "2eefdd0cf2d315143b2bdce2adddc9a87d6483083cbf5e31e9f0c48b439fb929"),
    ])
  func kept(estimator: String, page: Int, digest: String) throws {
    let sample = Reference.root.appending(path: "samples/pencil-beam.sqlite").path
    let table = try export(
      ["20260112", "--db", sample, "-e", estimator, "-p", "\(page)"], format: "csv")
    let folder = try TemporaryFolder()
    try table.write(to: folder.url.appending(path: "table.csv"))
    let found = try Program.run("sha256sum", [folder.path("table.csv")]).output.prefix(64)
    #expect(found == digest)
  }

  private func export(_ arguments: [String], format: String, in place: String? = nil) throws -> Data {
    let folder = try TemporaryFolder()
    let file = folder.path("export.\(format)")
    let export = try Program.run(
      Ebb.path, ["export"] + arguments + ["-o", file], environment: ["SOURCE_DATE_EPOCH": "1750000000"],
      folder: place)
    try #require(export.status == 0, "\(export.errors)")
    return try Data(contentsOf: URL(filePath: file))
  }
}
