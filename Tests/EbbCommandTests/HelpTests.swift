import EbbTestSupport
import Foundation
import Testing

/// The text of every `--help`, as it was when somebody last looked at it.
@Suite("Help") struct HelpTests {
  @Test(
    "is what the snapshot holds",
    arguments: CommandTree.all)
  func snapshot(command: String) throws {
    let words = command.split(separator: " ").map(String.init)
    let help = try Program.run(Ebb.path, words + ["--help"], environment: ["COLUMNS": "80"]).output
    try expectSnapshot(help, named: (["ebb"] + words).joined(separator: "-"))
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
