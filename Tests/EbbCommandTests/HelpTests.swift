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

  @Test("examples can be pasted: each is a line of at most 80 characters", arguments: CommandTree.all)
  func examples(command: String) throws {
    let words = command.split(separator: " ").map(String.init)
    let help = try Program.run(Ebb.path, words + ["--help"], environment: ["COLUMNS": "200"]).output
    let lines = help.components(separatedBy: "\n").drop { !$0.hasPrefix("Example") }.dropFirst()
    for line in lines.prefix(while: { !$0.isEmpty }) {
      #expect(line.count <= 80, "\(line)")
      #expect(line.hasPrefix("  ebb "), "\(line)")
      // What is said of one beside it is a comment to a shell.
      #expect(!line.dropFirst(2).contains("   ") || line.contains("# "), "\(line)")
    }
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
