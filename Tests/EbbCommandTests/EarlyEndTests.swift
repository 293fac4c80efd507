import EbbTestSupport
import Foundation
import Testing

/// Ends that come early: a reader that has gone, an interruption, a full disk.
@Suite("Early ends", .enabled(if: Reference.isPresent))
struct EarlyEndTests {
  static let store = Reference.path("real.sqlite")

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

  @Test("an interrupted export leaves nothing and exits with 130")
  func interrupted() throws {
    let folder = try TemporaryFolder()
    let output = folder.path("out")
    let outcome = try Ebb.run(
      "export", "--all", "--db", Self.store, "-f", "csv", "-o", output + "/", "--threads", "1",
      interruptWhen: { FileManager.default.fileExists(atPath: output) })
    // It may have been done by then; if it was not, it says so.
    #expect([0, 130].contains(outcome.status), "\(outcome.errors)")
    if outcome.status == 130 { #expect(outcome.errors.contains("interrupted")) }
    let hidden = FileManager.default.enumerator(atPath: folder.url.path)?.compactMap { $0 as? String }
      .filter { $0.hasSuffix(".partial") }
    #expect(hidden == [])
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
}
