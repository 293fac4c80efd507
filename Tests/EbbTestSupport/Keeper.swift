internal import Foundation

/// A shell that does its last work when the process that started it has ended, however that ended.
///
/// It reads from a pipe whose other end only the test process has.
package final class Keeper: Sendable {
  private let input: FileHandle
  private let output: FileHandle

  /// - Parameters:
  ///   - arguments: `$0`, `$1`, … of the script.
  ///   - user: the user to become, for a process of root's.
  package init(_ script: String, _ arguments: [String], user: String?) throws {
    let process = Process()
    let become = user.map { ["runuser", "-u", $0, "--"] } ?? []
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = become + ["sh", "-c", script] + arguments
    process.currentDirectoryURL = URL(filePath: "/")
    let (stdin, stdout) = (Pipe(), Pipe())
    process.standardInput = stdin
    process.standardOutput = stdout
    process.standardError = stdout
    try process.run()
    input = stdin.fileHandleForWriting
    output = stdout.fileHandleForReading
  }

  /// The next line that the script prints; what there is, if it ends.
  package func line() throws -> String {
    var bytes: [UInt8] = []
    while let byte = try output.read(upToCount: 1)?.first, byte != UInt8(ascii: "\n") {
      bytes.append(byte)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  package func tell(_ line: String) throws {
    try input.write(contentsOf: Data((line + "\n").utf8))
  }
}
