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
