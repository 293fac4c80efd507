import EbbTestSupport
import Foundation
import Testing

@testable import EbbProcess

@Suite("Programs that are run") struct ProgramRunTests {
  private func run(
    _ script: String, limit: Int = 1 << 26, silence: Duration = .seconds(60),
    input: @escaping @Sendable () -> AnyIterator<[UInt8]> = { AnyIterator { nil } }
  ) async throws(ChildError) -> ProgramRun.Outcome {
    try await ProgramRun().outcome(
      of: "/bin/sh", ["-c", script], environment: Executable.environment, limit: limit, silence: silence,
      input: input)
  }

  @Test("all that is handed over arrives, and all comes back, whichever pipe is full")
  func exchange() async throws {
    let pieces = (0..<300).map { [UInt8](repeating: UInt8($0 % 251), count: 10_007) }
    let outcome = try await run("cat; echo done >&2") {
      var rest = pieces[...]
      return AnyIterator { rest.popFirst() }
    }
    #expect(outcome.end == .exit(status: 0))
    let isSame = outcome.output == Array(pieces.joined())
    #expect(isSame)
    #expect(outcome.errors == "done\n")
  }

  @Test("pieces are made as they are taken, not all before")
  func streamed() async throws {
    let outcome = try await run("head -c 100000 > /dev/null; exec 0<&-; echo enough") {
      AnyIterator { [UInt8](repeating: 1, count: 1 << 16) }
    }
    #expect(String(decoding: outcome.output, as: UTF8.self) == "enough\n")
  }

  @Test("how a program ends is told: by itself, by a signal")
  func ends() async throws {
    #expect(try await run("exit 3").end == .exit(status: 3))
    #expect(try await run("kill -SEGV $$").end == .signal(SIGSEGV))
    #expect(try await run("kill -KILL $$").end == .signal(SIGKILL))
  }

  @Test("one that says nothing, and one that says too much, are ended")
  func limits() async throws {
    let silent = try await run("echo stuck >&2; sleep 1000 & sleep 1000", silence: .milliseconds(300))
    #expect(silent.stopped == .silent)
    #expect(silent.errors == "stuck\n")
    #expect(try await run("exec cat /dev/zero", limit: 100_000).stopped == .tooMuch)
  }

  @Test("one that is not there cannot be started")
  func absent() async throws {
    await #expect(throws: ChildError.self) {
      try await ProgramRun().outcome(
        of: "/no/such/program", [], environment: [:], limit: 1, silence: .seconds(1)
      ) { AnyIterator { nil } }
    }
  }

  @Test("a child inherits no ignored or blocked signals, no open files, and a group of its own")
  func inheritance() async throws {
    let scratch = try TemporaryFolder()
    // As a library opens files: to be inherited.
    let descriptor = unsafe open(scratch.path("open"), O_RDWR | O_CREAT, 0o600)
    defer { close(descriptor) }
    let outcome = try await run("cat /proc/self/status; ls /proc/self/fd | wc -l; cat /proc/self/stat")
    let text = String(decoding: outcome.output, as: UTF8.self)
    // The C library keeps signals 32 and 33 for itself, and ignores them where it starts a program.
    let kept: UInt64 = 1 << 31 | 1 << 32
    for line in text.split(separator: "\n") where line.hasPrefix("SigIgn") || line.hasPrefix("SigBlk") {
      let signals = line.split(separator: "\t").last.flatMap { UInt64($0, radix: 16) }
      #expect(signals.map { $0 & ~kept } == 0, "\(line)")
    }
    // Three, and the folder that ls reads; the shell's status line follows.
    let lines = text.split(separator: "\n").map(String.init)
    #expect(lines.dropLast().last == "4")
    #expect(lines.last?.split(separator: ")").last?.split(separator: " ")[2] != "\(getpgrp())")
  }

  @Test("cancelling ends a program and what it has started, and wakes who waits for it")
  func cancelling() async throws {
    let scratch = try TemporaryFolder()
    let file = scratch.path("children")
    let task = Task {
      try await run("sleep 1000 & echo $! > '\(file).new'; mv '\(file).new' '\(file)'; sleep 1000")
    }
    while !FileManager.default.fileExists(atPath: file) { try await Task.sleep(for: .milliseconds(5)) }
    let child = try #require(
      pid_t(String(contentsOfFile: file, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)))
    task.cancel()
    await #expect(throws: ChildError.cancelled) { try await task.value }
    // What is left of it for init to bury may take a moment.
    while kill(child, 0) == 0, !isZombie(child) { try await Task.sleep(for: .milliseconds(5)) }
  }

  private func isZombie(_ process: pid_t) -> Bool {
    (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8))?.contains("State:\tZ") ?? true
  }
}
