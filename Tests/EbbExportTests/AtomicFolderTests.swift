import EbbFiles
import EbbModel
import EbbTestSupport
import Foundation
import Testing

@testable import EbbExport

@Suite("AtomicFolder")
struct AtomicFolderTests {
  private struct Interruption: Error {}

  private static let export = SmallExport(
    [ResultSimulation.named("job-1", [.named("mesh"), .named("me/sh"), .named("zone", task: 3)])],
    [
      ExportedPage(simulation: 0, estimator: 0, page: .mean([1], axes: [])),
      ExportedPage(simulation: 0, estimator: 1, page: .mean([2], axes: [])),
      ExportedPage(
        simulation: 0, estimator: 2,
        page: .mean([3, 4], axes: [.zones], number: 1, quantity: "A/b", filter: "\"Protons\"")),
    ])
  private static let names = [
    "datapackage.json", "me_sh_p0_dose.csv", "mesh_p0_dose.csv", "zone_task_3_p1_a_b.csv",
  ]

  private func write(
    to path: String, overwrites: Bool = false, comments: Bool = false, failure: (any Error)? = nil
  ) async throws {
    try await Self.export.write(
      comments ? CSVExporter().with(["comment": ""]) : CSVExporter(), to: .folder(path: path),
      options: ExportOptions(overwrites: overwrites), failure: failure)
  }

  @Test("every page has a file, and the package describes them", arguments: [false, true])
  func description(comments: Bool) async throws {
    struct Package: Decodable {
      var name: String
      var resources: [Resource]
      struct Resource: Decodable {
        var name: String
        var path: String
        var filter: String?
        var schema: Schema
        var dialect: Dialect?
      }
      struct Dialect: Decodable, Equatable {
        var delimiter: String
        var commentChar: String
        var headerRows: [Int]
      }
      struct Schema: Decodable { var fields: [Field] }
      struct Field: Decodable {
        var name: String
        var type: String
        var unit: String
      }
    }
    let folder = try TemporaryFolder()
    try await write(to: folder.path("tables/"), comments: comments)
    #expect(try folder.names == ["tables"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("tables")).sorted() == Self.names)
    let package = try JSONDecoder().decode(
      Package.self, from: Data(try folder.bytes("tables/datapackage.json")))
    #expect(package.name == "job_1")
    #expect(
      package.resources.map(\.path)
        == ["mesh_p0_dose.csv", "me_sh_p0_dose.csv", "zone_task_3_p1_a_b.csv"])
    #expect(package.resources.allSatisfy { $0.name.wholeMatch(of: #/[a-z0-9_]+/#) != nil })
    #expect(package.resources[2].filter == "\"Protons\"")
    for resource in package.resources {
      let lines = try folder.text("tables/" + resource.path).split(separator: "\n")
      let start = lines.firstIndex { !$0.hasPrefix("#") } ?? 0
      let dialect = Package.Dialect(delimiter: ",", commentChar: "#", headerRows: [start + 1])
      #expect(resource.dialect == (comments ? dialect : nil))
      let header = lines[start]
      #expect(header.split(separator: ",").map(String.init) == resource.schema.fields.map(\.name))
      #expect(lines[0].hasPrefix("#") == comments)
    }
  }

  @Test("files whose names would be the same get numbers")
  func sameNames() async throws {
    let folder = try TemporaryFolder()
    let simulation = ResultSimulation.named("j", [.named("a b"), .named("a/b"), .named("A_B")])
    let pages = (0..<3).map { ExportedPage(simulation: 0, estimator: $0, page: .mean([1])) }
    try await SmallExport([simulation], pages).write(CSVExporter(), to: .folder(path: folder.url.path))
    #expect(
      try folder.names
        == ["A_B_p0_dose_3.csv", "a_b_p0_dose.csv", "a_b_p0_dose_2.csv", "datapackage.json"])
  }

  @Test("a folder keeps what else is in it, and takes nothing but whole files")
  func others() async throws {
    let folder = try TemporaryFolder()
    try folder.write("mine", to: "notes.txt")
    try await write(to: folder.url.path)
    #expect(try folder.names == (Self.names + ["notes.txt"]).sorted())
    #expect(try folder.text("notes.txt") == "mine")
  }

  @Test("a source that fails leaves a folder as it was, or none")
  func sourceFails() async throws {
    let folder = try TemporaryFolder()
    try folder.write("mine", to: "mesh_p0_dose.csv")
    await #expect(throws: Interruption.self) {
      try await write(to: folder.url.path, overwrites: true, failure: Interruption())
    }
    await #expect(throws: Interruption.self) {
      try await write(to: folder.path("new"), failure: Interruption())
    }
    #expect(try folder.names == ["mesh_p0_dose.csv"])
    #expect(try folder.text("mesh_p0_dose.csv") == "mine")
  }

  @Test("files that exist are replaced on request only", arguments: [0, 2, 3])
  func existing(_ index: Int) async throws {
    let folder = try TemporaryFolder()
    let name = Self.names[index]
    try folder.write("mine", to: name)
    await #expect(throws: FileError.exists(path: folder.path(name))) {
      try await write(to: folder.url.path)
    }
    #expect(try folder.names == [name])
    #expect(try folder.text(name) == "mine")
    try await write(to: folder.url.path, overwrites: true)
    #expect(try folder.text(name) != "mine")
    #expect(try folder.names == Self.names)
  }

  @Test("a file that appears meanwhile is not replaced without a request, and none is added")
  func race() throws {
    let folder = try TemporaryFolder()
    var atomic = try AtomicFolder(path: folder.url.path, overwrites: false)
    for name in ["a.csv", "b.csv", "c.csv"] {
      var file = try atomic.file(named: name)
      try file.write(Array(name.utf8))
      try file.finish()
    }
    try folder.write("of another", to: "b.csv")
    do {
      try atomic.commit()
      Issue.record("b.csv was replaced")
    } catch {
      #expect(error == .exists(path: folder.path("b.csv")))
    }
    #expect(try folder.names == ["b.csv"])
    #expect(try folder.text("b.csv") == "of another")
  }

  @Test("a folder in a file's place is an error before anything is written")
  func folderInPlace() async throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder.path("mesh_p0_dose.csv"), withIntermediateDirectories: false)
    let error = await #expect(throws: FileError.self) {
      try await write(to: folder.url.path, overwrites: true)
    }
    #expect(error == .notCreatable(path: folder.path("mesh_p0_dose.csv"), reason: "Is a directory"))
    #expect(try folder.names == ["mesh_p0_dose.csv"])
  }

  @Test(
    "a place where no folder can be is an error that says why",
    arguments: [
      ("/no/such", "No such file or directory"), ("/file", "Not a directory"),
      ("/file/new", "Not a directory"),
    ])
  func impossible(place: String, reason: String) async throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: "file")
    let path = folder.url.path + place
    await #expect(throws: FileError.notCreatable(path: path, reason: reason)) {
      try await write(to: path)
    }
    #expect(try folder.names == ["file"])
  }

  @Test("folders are made where they are missing, and an obstacle is named")
  func makeFolders() throws {
    let folder = try TemporaryFolder()
    try OutputPlace.makeFolders(folder.path("a//b/\u{301}c/"))
    try OutputPlace.makeFolders(folder.path("a/b"))
    #expect(OutputPlace(folder.path("a/b/\u{301}c")) == .folder)
    try folder.write("", to: "file")
    #expect(throws: FileError.notCreatable(path: folder.path("file/x"), reason: "File exists")) {
      try OutputPlace.makeFolders(folder.path("file/x"))
    }
  }

  @Test("a folder that may not be made is said to be so, not to be missing")
  func notPermitted() {
    // Nobody makes folders there, root neither.
    let path = "/sys/new/folder"
    let error = #expect(throws: FileError.self) { try OutputPlace.makeFolders(path) }
    let reasons = [EPERM, EACCES, EROFS].map { systemError($0) }
    #expect(reasons.map { FileError.notCreatable(path: path, reason: $0) }.contains(error))
  }
}
