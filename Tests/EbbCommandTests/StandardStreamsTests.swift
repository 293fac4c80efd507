import EbbTestSupport
import Foundation
import Testing

/// Standard input, output and error that are closed, full, or have nobody at their other end.
@Suite("Standard streams")
struct StandardStreamsTests {
  private func run(_ command: String, in folder: TemporaryFolder) throws -> Program.Outcome {
    let script = "ebb() { '\(Ebb.path)' \"$@\"; }; db='\(Sample.path)'; \(command)"
    return try Program.run(
      "bash", ["-c", script],
      environment: ["SWIFT_BACKTRACE": "enable=no", "SOURCE_DATE_EPOCH": "1750000000", "EBB_DB": nil],
      folder: folder.url.path)
  }

  /// Closed, full, and a pipe that nobody reads.
  private static let lostErrors = ["2>&-", "2>/dev/full", "2> >(exec <&-; exit)", "<&- 2>&-"]

  @Test(
    "whatever standard error is, an export is complete and its status the same", arguments: lostErrors,
    ["h5", "json", "csv"])
  func export(_ errors: String, format: String) throws {
    let folder = try TemporaryFolder()
    let export = "ebb export id:1 -e z_profile --db \"$db\" --progress always -o"
    let quiet = try run("\(export) whole.\(format) 2>/dev/null", in: folder)
    #expect(quiet.status == 0)
    let lost = try run("\(export) out.\(format) \(errors)", in: folder)
    #expect(lost.status == 0)
    #expect(try folder.names == ["out.\(format)", "whole.\(format)"])
    #expect(
      try Data(contentsOf: URL(filePath: folder.path("out.\(format)")))
        == Data(contentsOf: URL(filePath: folder.path("whole.\(format)"))))
  }

  @Test("a failure that cannot be told has its status all the same", arguments: lostErrors)
  func failures(_ errors: String) throws {
    let folder = try TemporaryFolder()
    #expect(try run("ebb show nope --db \"$db\" \(errors)", in: folder).status == 66)
    #expect(try run("ebb show --db no.sqlite id:1 -v \(errors)", in: folder).status == 69)
    #expect(try run("ebb export --limit \(errors)", in: folder).status == 64)
    #expect(try run("ebb check id:1 --db \"$db\" \(errors)", in: folder).status == 1)
  }

  @Test(
    "an answer that cannot be written is a failure, help among them",
    arguments: [">&-", ">/dev/full", "<&- >&-"],
    [
      "list simulations --db \"$db\"", "show id:1 --plot --db \"$db\"", "export id:1 -f json --db \"$db\"",
      "export id:1 -f ndjson -o - --progress always --db \"$db\"",
      "report id:1 -e z_profile -o - --db \"$db\"",
      "schema --db \"$db\"", "--help", "export --help", "--version", "",
    ])
  func answers(_ output: String, command: String) throws {
    let outcome = try run("ebb \(command) \(output)", in: TemporaryFolder())
    #expect(outcome.status == 74, "\(outcome.errors)")
    #expect(outcome.errors.contains("ebb: cannot write 'standard output': "), "\(outcome.errors)")
  }

  @Test("without standard output and error an answer is lost, and the status tells")
  func neither() throws {
    #expect(try run("ebb list users --db \"$db\" >&- 2>&-", in: TemporaryFolder()).status == 74)
  }

  @Test("files do not get the numbers of streams that are closed: nothing is written into them")
  func numbers() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.copyItem(atPath: Sample.path, toPath: folder.path("store.sqlite"))
    for streams in ["<&- >&- 2>&-", "<&- 2>&-", ">&-", "<&- >&-"] {
      let outcome = try run(
        "ebb export id:1 --db store.sqlite --progress always -v --force -o out.h5 \(streams)", in: folder)
      #expect(outcome.status == 0, "\(streams): \(outcome.errors)")
      // Refused, since it is there: a message.
      #expect(try run("ebb export id:1 --db store.sqlite -o out.h5 \(streams)", in: folder).status == 73)
    }
    #expect(
      try Data(contentsOf: URL(filePath: folder.path("store.sqlite")))
        == Data(contentsOf: URL(filePath: Sample.path)))
    _ = try run("ebb export id:1 --db store.sqlite --progress always -v --force -o whole.h5", in: folder)
    #expect(
      try Data(contentsOf: URL(filePath: folder.path("out.h5")))
        == Data(contentsOf: URL(filePath: folder.path("whole.h5"))))
  }

  /// A network's file system may take what is written, and tell when it is closed that there is no room for it.
  @Test("what comes out when standard output is closed is a failure", .enabled(if: Compiler.isPresent))
  func closing() throws {
    let folder = try TemporaryFolder()
    try """
    #include <errno.h>
    #include <unistd.h>
    #include <sys/syscall.h>
    int close(int number) {
      long status = syscall(SYS_close, number);
      if (number != 1) return (int)status;
      errno = EDQUOT;
      return -1;
    }
    """.write(toFile: folder.path("close.c"), atomically: true, encoding: .utf8)
    let made = try Program.run(
      "clang", ["-shared", "-fPIC", "-o", folder.path("close.so"), folder.path("close.c")])
    try #require(made.status == 0, "\(made.errors)")
    for command in ["list users", "export id:1 -e z_profile -f json"] {
      let outcome = try run("LD_PRELOAD=./close.so '\(Ebb.path)' \(command) --db \"$db\" >answer", in: folder)
      #expect(outcome.status == 74)
      #expect(
        outcome.errors.contains("ebb: cannot write 'standard output': Disk quota exceeded"),
        "\(outcome.errors)")
    }
    // What has failed before stays what is told.
    let failed = try run("LD_PRELOAD=./close.so '\(Ebb.path)' show nope --db \"$db\"", in: folder)
    #expect(failed.status == 66)
    #expect(!failed.errors.contains("standard output"))
  }

  private enum Compiler {
    static let isPresent = (try? Program.run("clang", ["--version"]))?.status == 0
  }
}
