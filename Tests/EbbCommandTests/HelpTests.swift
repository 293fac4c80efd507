import EbbTestSupport
import Foundation
import Testing

/// The text of every `--help`, as it was when somebody last looked at it.
@Suite("Help") struct HelpTests {
  private static let folder = Reference.root.appending(path: "Tests/EbbCommandTests/Snapshots")

  @Test(
    "is what the snapshot holds",
    arguments: [
      "", "list", "list simulations", "show", "export",
    ])
  func snapshot(command: String) throws {
    let arguments = command.split(separator: " ").map(String.init) + ["--help"]
    let help = try Program.run(Ebb.path, arguments, environment: ["COLUMNS": "80"]).output
    let name = (["ebb"] + command.split(separator: " ").map(String.init)).joined(separator: "-") + ".txt"
    let file = Self.folder.appending(path: name)
    if ProcessInfo.processInfo.environment["EBB_UPDATE_SNAPSHOTS"] == "1" {
      try Data(help.utf8).write(to: file)
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == help)
  }

  @Test("comes without a command, and examples come first")
  func alone() throws {
    let outcome = try Ebb.run()
    #expect(outcome.status == 0)
    let examples = outcome.output.range(of: "Examples:")
    let usage = outcome.output.range(of: "USAGE:")
    #expect(examples != nil && usage != nil && examples!.lowerBound < usage!.lowerBound)
  }

  @Test("--version is a version")
  func version() throws {
    let version = try Ebb.run("--version").output
    #expect(version.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
  }
}
