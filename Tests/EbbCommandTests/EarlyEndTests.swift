import EbbTestSupport
import Foundation
import Testing

/// Ends that come early: a reader that has gone, a full disk.
@Suite("Early ends")
struct EarlyEndTests {
  static let store = MadeStore.path

  @Test(
    "a closed pipe ends quietly",
    arguments: [
      "export id:1", "export id:1 -f csv", "list simulations", "show id:8 --json",
    ])
  func closedPipe(_ command: String) throws {
    let outcome = try Program.run(
      "bash", ["-c", "'\(Ebb.path)' \(command) --db '\(Self.store)' | head -c 20; exit ${PIPESTATUS[0]}"])
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
  }

  @Test("a file that may not grow is an error, and nothing is left", arguments: ["h5", "json", "csv"])
  func fullDisk(format: String) throws {
    let folder = try TemporaryFolder()
    let command = "'\(Ebb.path)' export id:1 --db '\(Self.store)' -o '\(folder.path("out")).\(format)'"
    let outcome = try Program.run("bash", ["-c", "ulimit -f 16; exec \(command)"])
    #expect(outcome.status == 74, "\(outcome.errors)")
    #expect(outcome.errors.contains("File too large"), "\(outcome.errors)")
    #expect(try folder.names == [])
  }

  @Test("a batch whose file may not grow stops with that, and what it has written before is whole and listed")
  func fullBatch() throws {
    let folder = try TemporaryFolder()
    let command = "'\(Ebb.path)' export --all --db '\(Self.store)' -f json -o '\(folder.path("out"))/'"
    let outcome = try Program.run("bash", ["-c", "ulimit -f 200; exec \(command)"])
    #expect(outcome.status == 74, "\(outcome.errors)")
    #expect(outcome.errors.contains("File too large"), "\(outcome.errors)")
    struct Index: Decodable {
      var writing: Job?
      var jobs: [Job]
      struct Job: Decodable { var file: String? }
    }
    let index = try Ebb.decode(
      Index.self, String(contentsOfFile: folder.path("out/index.json"), encoding: .utf8))
    #expect(index.writing == nil)
    let files = index.jobs.compactMap(\.file)
    #expect(!files.isEmpty)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path("out")).sorted()
        == (files + ["index.json"]).sorted())
    let rest = try Program.run("bash", ["-c", "\(command) --skip-existing"])
    #expect(rest.status == 0, "\(rest.errors)")
    let whole = try Program.run("bash", ["-c", command.replacing("/out/'", with: "/whole/'")])
    #expect(whole.status == 0, "\(whole.errors)")
    let same = try Program.run("diff", ["-r", folder.path("out"), folder.path("whole")])
    #expect(same.status == 0, "\(same.output)")
  }

  @Test("a batch into a place that may not be written says so, and a folder's name that a file has")
  func unwritable() throws {
    let folder = try TemporaryFolder()
    try Data().write(to: URL(filePath: folder.path("file")))
    for place in ["/sys/ebb/", folder.path("file") + "/", "/proc/"] {
      let outcome = try Ebb.run("export", "--all", "--db", Self.store, "-f", "hdf5", "-o", place)
      #expect([1, 73].contains(outcome.status), "\(outcome.errors)")
      #expect(outcome.errors.contains("cannot create"), "\(outcome.errors)")
    }
    #expect(try folder.names == ["file"])
  }
}
