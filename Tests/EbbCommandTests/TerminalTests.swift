import EbbTestSupport
import Foundation
import Testing

/// What only a terminal gets: colours, and a summary in place of screens of JSON.
@Suite("In a terminal", .enabled(if: Python.isPresent))
struct TerminalTests {
  /// Runs a program whose standard output is a terminal of 80 by 24, and prints what it writes there.
  private static let script = #"""
    import fcntl, os, pty, struct, subprocess, sys, termios
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    errors = theirs if "EBB_TEST_ERRORS" in os.environ else subprocess.DEVNULL
    child = subprocess.Popen(sys.argv[1:], stdout=theirs, stderr=errors)
    os.close(theirs)
    output = b""
    while True:
        try:
            block = os.read(ours, 65536)
        except OSError:
            break
        if not block:
            break
        output += block
    sys.stdout.buffer.write(output.replace(b"\r\n", b"\n"))
    sys.exit(child.wait())
    """#

  private func run(_ command: String, _ environment: [String: String?] = [:]) throws -> Program.Outcome {
    let plain: [String: String?] = ["COLUMNS": nil, "NO_COLOR": nil, "CLICOLOR_FORCE": nil, "TERM": "xterm"]
    return try Program.run(
      Python.path,
      ["-c", Self.script, Ebb.path] + command.split(separator: " ").map(String.init) + ["--db", Sample.path],
      environment: plain.merging(environment) { $1 })
  }

  @Test("states have colours, but where the user wants none; files and pipes have none")
  func colours() throws {
    let list = "list simulations"
    let shown = try run(list).output
    #expect(shown.contains("\u{1b}[31mFAILED\u{1b}[0m"))
    #expect(shown.contains("\u{1b}[32mCOMPLETED\u{1b}[0m"))
    let plain = shown.replacing(#/\u{1b}\[\d+m/#, with: "")
    for line in plain.split(separator: "\n") { #expect(line.count <= 80) }
    #expect(try run(list, ["NO_COLOR": "1"]).output == plain)
    #expect(try run(list, ["TERM": "dumb"]).output == plain)
    #expect(try run(list + " --color never").output == plain)
    #expect(try run(list + " --colour always", ["NO_COLOR": "1"]).output == shown)
    func piped(_ options: [String], _ environment: [String: String?]) throws -> Bool {
      try Program.run(
        Ebb.path, ["list", "simulations", "--db", Sample.path] + options,
        environment: ["COLUMNS": nil, "NO_COLOR": nil, "CLICOLOR_FORCE": nil].merging(environment) { $1 }
      ).output.contains("\u{1b}")
    }
    #expect(try !piped([], [:]))
    #expect(try piped(["--color", "always"], [:]))
    #expect(try piped([], ["CLICOLOR_FORCE": "1"]))
    #expect(try !piped([], ["CLICOLOR_FORCE": "1", "NO_COLOR": "1"]))
    #expect(try !piped(["--json"], ["CLICOLOR_FORCE": "1"]))
  }

  @Test("messages are broken between words, and go on below their beginning")
  func messages() throws {
    let shown = try run("export 20260199 -o x.h5", ["EBB_TEST_ERRORS": "1", "NO_COLOR": "1"]).output
    #expect(shown.hasPrefix("ebb: no simulation '20260199'.\n     Nearest:\n       id:"))
    let page = try run("export 20260112 -p LTE", ["EBB_TEST_ERRORS": "1", "NO_COLOR": "1"]).output
    let lines = page.split(separator: "\n")
    #expect(lines.count > 4)
    for line in (shown + page).split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    for line in lines.dropFirst() { #expect(line.hasPrefix("     ")) }
    #expect(
      lines.dropFirst().map { $0.dropFirst(5) }.joined(separator: " ").contains(
        "2 FLUENCE (Primaries), 3 DLET"))
  }

  @Test("JSON of more than a screen is told of, with the ways to all of it; less than that is printed")
  func json() throws {
    let users = try run("list users --json").output
    #expect(users.hasPrefix("[\n{\"id\": 1"))
    let tasks = try run("list tasks --json")
    #expect(tasks.status == 0)
    #expect(tasks.output.contains("records,") && tasks.output.contains("simulated_primaries"))
    #expect(tasks.output.contains("ebb list tasks --json --db"))
    #expect(tasks.output.contains(" | jq .\n") && tasks.output.contains(" > answer.json\n"))
    #expect(tasks.output.split(separator: "\n").count < 24)
    for export in ["export 20260112", "export 20260112 -f ndjson"] {
      let outcome = try run(export)
      #expect(outcome.status == 0)
      #expect(outcome.output.hasPrefix("JSON: 18 pages of 20260112-081500-"))
      #expect(outcome.output.contains("-o result.json\n"))
    }
    let records = try run("export 20260112 -e entrance -p 0 -f ndjson")
    #expect(records.output.hasPrefix("{\"schema\":1,\"simulation\":"))
    #expect(try run("export 20260112 -e z_profile -p 0 -f csv").output.contains("\n19.9,19.95,20.0,"))
  }
}
