import EbbTestSupport
import Foundation
import Testing

/// Signals that end a program, and those that are to end nothing.
@Suite("Signals")
struct SignalTests {
  /// Starts an export to a named pipe, where it waits for a reader, and runs `script` with its number in `$pid`.
  /// - Parameter handled: the number of a signal whose handling tells that all are handled by now.
  private func run(_ start: String, handled: Int32, _ script: String) throws -> Program.Outcome {
    let folder = try TemporaryFolder()
    return try Program.run(
      "bash",
      [
        "-c",
        """
        set -m
        mkfifo pipe
        \(start) '\(Ebb.path)' export id:1 -e z_profile -f json --db '\(Sample.path)' -o pipe &
        pid=$!
        handled() {
          masks=$(awk '/^Sig(Ign|Cgt):/ { print "0x" $2 }' "/proc/$pid/status" | paste -sd '|')
          [ $(((${masks:-0}) & 1 << (\(handled) - 1))) -ne 0 ]
        }
        for try in {1..3000}; do ! handled || break; sleep 0.02; done
        \(script)
        """,
      ], environment: ["EBB_DB": nil, "SWIFT_BACKTRACE": "enable=no"], folder: folder.url.path)
  }

  @Test(
    "a signal that was ignored at the start ends nothing",
    arguments: [("HUP", SIGTERM), ("INT", SIGTERM), ("TERM", SIGINT)])
  func ignored(signal: String, handled: Int32) throws {
    var starts = ["bash -c 'trap \"\" \(signal); exec \"$0\" \"$@\"'"]
    if signal == "HUP" { starts.append("nohup") }
    for start in starts {
      let outcome = try run(
        start, handled: handled,
        "kill -\(signal) $pid; sleep 0.2; "
          + "timeout -s KILL 60 cat pipe >answer; wait $pid; echo $?; wc -c <answer")
      let lines = outcome.output.split(whereSeparator: \.isWhitespace)
      #expect(lines.first == "0", "\(start): \(outcome.output) \(outcome.errors)")
      #expect(lines.last.flatMap { Int($0) } ?? 0 > 1000, "\(start)")
    }
  }

  @Test("the first signal of any kind cancels", arguments: [SIGINT, SIGTERM, SIGHUP])
  func first(signal: Int32) throws {
    let server = try SilentServer()
    let outcome = try Program.run(
      Ebb.path,
      ["list", "users", "--db", "postgresql://ann@127.0.0.1:\(server.port)/x?connect_timeout=600"],
      interruptWhen: { true }, signal: signal)
    #expect(outcome.status == 130, "\(outcome.errors)")
    #expect(outcome.errors.contains("interrupted"))
  }

  @Test(
    "the second ends at once what cannot be cancelled, be it another",
    arguments: ["INT", "TERM", "HUP"], ["INT", "TERM", "HUP"])
  func second(first: String, second: String) throws {
    // One that comes while the first of its kind is not yet seen is the same to the system.
    let again = "for try in {1..300}; do kill -\(second) $pid 2>/dev/null || break; sleep 0.2; done"
    let outcome = try run(
      "", handled: SIGTERM, "kill -\(first) $pid; sleep 0.2; \(again); wait $pid; echo $?")
    #expect(outcome.output == "130\n", "\(outcome.output) \(outcome.errors)")
  }
}
