internal import Foundation
private import Glibc

/// Runs programs and says what came of it, peak memory among it.
package enum Program {
  package struct Outcome: Sendable {
    /// The exit status; 128 + the signal's number where one ended it, as a shell says.
    package var status: Int32
    package var output: String
    package var errors: String
    /// The most memory that it had, in bytes; 0 where that is not more than this process has had, whose own a child
    /// counts as it begins, and where a sanitizer takes memory of its own.
    package var peakBytes: Int
  }

  /// - Parameters:
  ///   - environment: added to this process' own; `nil` takes a variable away.
  ///   - interruptWhen: asked again and again; `signal` is sent when it is true, and the program is ready for it.
  package static func run(
    _ path: String, _ arguments: [String], environment: [String: String?] = [:], folder: String? = nil,
    interruptWhen: (() -> Bool)? = nil, signal: Int32 = SIGINT
  ) throws -> Outcome {
    let scratch = try TemporaryFolder()
    let (output, errors) = (scratch.path("stdout"), scratch.path("stderr"))
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { _ = unsafe posix_spawn_file_actions_destroy(&actions) }
    // The threads of tests hold all signals back, and a program would too.
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { _ = unsafe posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    unsafe sigemptyset(&none)
    unsafe posix_spawnattr_setsigmask(&attributes, &none)
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    let flags = O_WRONLY | O_CREAT | O_TRUNC
    unsafe posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    unsafe posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, flags, 0o600)
    unsafe posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors, flags, 0o600)
    let command = (folder.map { ["env", "-C", $0, path] } ?? [path]) + arguments
    var variables: [String: String?] = ProcessInfo.processInfo.environment
    variables.merge(environment) { $1 }
    let settings = variables.compactMap { name, value in value.map { "\(name)=\($0)" } }
    var child: pid_t = 0
    let status = unsafe withCStrings(command) { argv in
      unsafe withCStrings(settings) { environment in
        unsafe posix_spawnp(&child, command[0], &actions, &attributes, argv, environment)
      }
    }
    guard status == 0 else {
      throw Failure("cannot run \(path): \(unsafe String(cString: strerror(status)))")
    }
    if let interruptWhen {
      var waits = 60_000
      while waits > 0, !(interruptWhen() && isReady(child, for: signal)) {
        usleep(1_000)
        waits -= 1
      }
      kill(child, signal)
    }
    return try wait(for: child, output: output, errors: errors)
  }

  /// Whether the program has its own way with the signal by now, or has ended.
  private static func isReady(_ child: pid_t, for signal: Int32) -> Bool {
    guard let status = try? String(contentsOfFile: "/proc/\(child)/status", encoding: .utf8) else {
      return true
    }
    return status.split(separator: "\n").contains { line in
      if line.hasPrefix("State:\tZ") { return true }
      guard line.hasPrefix("SigCgt:") || line.hasPrefix("SigIgn:") else { return false }
      let mask = UInt64(line.dropFirst(7).drop { $0.isWhitespace }, radix: 16) ?? 0
      return mask & (1 << UInt64(signal - 1)) != 0
    }
  }

  private static func wait(for child: pid_t, output: String, errors: String) throws -> Outcome {
    var status: Int32 = 0
    var usage = rusage()
    while unsafe wait4(child, &status, 0, &usage) < 0 {
      guard errno == EINTR else { throw Failure("the program was lost") }
    }
    var own = rusage()
    unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &own)
    let signal = status & 0x7f
    return Outcome(
      status: signal == 0 ? (status >> 8) & 0xff : 128 + signal, output: try text(output),
      errors: try text(errors),
      peakBytes: usage.ru_maxrss > own.ru_maxrss && !isSanitized ? usage.ru_maxrss * 1024 : 0)
  }

  private static let isSanitized = ProcessInfo.processInfo.environment["EBB_TEST_SANITIZED"] != nil

  private static func text(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
  }

  private static func withCStrings<R>(
    _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> R
  ) -> R {
    let copies = unsafe texts.map { unsafe strdup($0) }
    let result = unsafe body(copies + [nil])
    for index in unsafe copies.indices { unsafe free(copies[index]) }
    return result
  }

  package struct Failure: Error, CustomStringConvertible {
    package let description: String
    package init(_ description: String) { self.description = description }
  }
}
