import EbbFiles
import EbbTestSupport
import Foundation
import Testing

@testable import EbbExport

@Suite("AtomicFile")
struct AtomicFileTests {
  private struct Interruption: Error {}

  /// Writes `text` as an exporter does; `meanwhile` runs before the file is put in its place.
  private func write(
    _ text: String, to path: String, overwrites: Bool = false, meanwhile: () throws -> Void = {}
  ) throws {
    var file = try TextFile(.file(path: path), options: ExportOptions(overwrites: overwrites))
    try file.write(Array(text.utf8))
    try meanwhile()
    try file.commit()
  }

  @Test("nothing is at the target until all is written, and nothing else afterwards")
  func appears() throws {
    let folder = try TemporaryFolder()
    try write("new", to: folder.path("out.csv")) {
      let names = try folder.names
      #expect(names.count == 1)
      #expect(names.allSatisfy { $0.hasPrefix(".") })
    }
    #expect(try folder.names == ["out.csv"])
    #expect(try folder.text("out.csv") == "new")
  }

  @Test("what was at the target stays when the source fails", arguments: [true, false])
  func sourceFails(exists: Bool) throws {
    let folder = try TemporaryFolder()
    if exists { try folder.write("precious", to: "out.csv") }
    #expect(throws: Interruption.self) {
      try write("new", to: folder.path("out.csv"), overwrites: true) { throw Interruption() }
    }
    #expect(try folder.names == (exists ? ["out.csv"] : []))
    if exists { #expect(try folder.text("out.csv") == "precious") }
  }

  @Test("a target that exists is replaced on request only")
  func existing() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("out.csv")
    try folder.write("precious", to: "out.csv")
    #expect(throws: FileError.exists(path: path)) { try write("new", to: path) }
    #expect(try folder.text("out.csv") == "precious")
    try write("new", to: path, overwrites: true)
    #expect(try folder.text("out.csv") == "new")
    #expect(try folder.names == ["out.csv"])
  }

  @Test("a target that appears meanwhile is not replaced without a request")
  func race() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("out.csv")
    #expect(throws: FileError.exists(path: path)) {
      try write("new", to: path) { try folder.write("of another", to: "out.csv") }
    }
    #expect(try folder.text("out.csv") == "of another")
    #expect(try folder.names == ["out.csv"])
  }

  @Test("a symbolic link is followed and stays, dangling or not", arguments: [true, false])
  func links(dangles: Bool) throws {
    let folder = try TemporaryFolder()
    let files = FileManager.default
    try files.createDirectory(atPath: folder.path("deep"), withIntermediateDirectories: false)
    try files.createSymbolicLink(atPath: folder.path("deep/second"), withDestinationPath: "../true.csv")
    try files.createSymbolicLink(
      atPath: folder.path("first"), withDestinationPath: folder.path("deep/second"))
    if !dangles { try folder.write("old", to: "true.csv") }
    try write("new", to: folder.path("first"), overwrites: !dangles)
    #expect(try folder.names == ["deep", "first", "true.csv"])
    #expect(try folder.text("true.csv") == "new")
    #expect(
      try files.destinationOfSymbolicLink(atPath: folder.path("first")) == folder.path("deep/second"))
  }

  @Test("links that lead in a circle are an error")
  func circle() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createSymbolicLink(atPath: folder.path("a"), withDestinationPath: "b")
    try FileManager.default.createSymbolicLink(atPath: folder.path("b"), withDestinationPath: "a")
    let error = #expect(throws: FileError.self) { try write("new", to: folder.path("a")) }
    #expect(error == .notCreatable(path: folder.path("a"), reason: "Too many levels of symbolic links"))
  }

  @Test(
    "a place where no file can be is an error that says why",
    arguments: [
      ("", "Is a directory"), ("/no/such/out.csv", "No such file or directory"),
      ("/file/out.csv", "Not a directory"), ("/" + String(repeating: "n", count: 256), "File name too long"),
    ])
  func impossible(place: String, reason: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: "file")
    let path = folder.url.path + place
    #expect(throws: FileError.notCreatable(path: path, reason: reason)) { try write("new", to: path) }
    #expect(try folder.names == ["file"])
  }

  @Test("a device takes text as it comes, and is no file to be replaced")
  func device() throws {
    try write("new", to: "/dev/null")
    #expect(OutputPlace("/dev/null") == .stream)
    #expect(throws: FileError.notCreatable(path: "/dev/null", reason: "it is no regular file")) {
      _ = try AtomicFile(path: "/dev/null", overwrites: true)
    }
  }

  @Test(
    "a name of any kind is possible, as long as file systems allow it",
    arguments: [
      String(repeating: "n", count: 255), String(repeating: "👩‍👩‍👧‍👦", count: 10), "\u{301}", "-o", " ", ".h5",
      "a\nb",
    ])
  func names(name: String) throws {
    let folder = try TemporaryFolder()
    try write("new", to: folder.url.path + "/" + name)
    #expect(try folder.names == [name])
  }

  @Test("a file is as readable as the process wishes its files to be")
  func mode() throws {
    let folder = try TemporaryFolder()
    try write("new", to: folder.path("out.csv"))
    #expect(try mode(of: folder.path("out.csv")) == 0o666 & ~umask())
  }

  @Test("a file that is replaced keeps who may read it")
  func keptMode() throws {
    let folder = try TemporaryFolder()
    try folder.write("old", to: "out.csv")
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: folder.path("out.csv"))
    try write("new", to: folder.path("out.csv"), overwrites: true)
    #expect(try mode(of: folder.path("out.csv")) == 0o640)
  }

  private func mode(of path: String) throws -> Int {
    try #require(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
  }

  /// Read from the kernel: `umask` itself could only be asked by setting it, for all tests that run.
  private func umask() throws -> Int {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let mask = try #require(status.firstMatch(of: #/Umask:\s*(\d+)/#)?.output.1)
    return try #require(Int(mask, radix: 8))
  }
}
