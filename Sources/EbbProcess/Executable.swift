internal import Glibc

/// Paths of programs.
package enum Executable {
  /// The path of a program on the PATH; `nil` where there is none.
  package static func path(of name: String) -> String? {
    let folders = environment["PATH"] ?? "/usr/bin:/bin"
    return folders.split(separator: ":").map { "\($0)/\(name)" }.first { path in
      var status = stat()
      return unsafe stat(path, &status) == 0 && access(path, X_OK) == 0
        && status.st_mode & S_IFMT == S_IFREG
    }
  }

  /// The path that starts this program again: its file, whatever has become of its name since; where there is no
  /// /proc, the word that it was started by.
  package static var thisProgram: String {
    let own = "/proc/self/exe"
    return unsafe access(own, X_OK) == 0 ? own : CommandLine.arguments.first ?? own
  }

  /// This program's environment.
  package static var environment: [String: String] {
    var variables: [String: String] = [:]
    var next = unsafe environ
    while let entry = unsafe next.pointee {
      let words = unsafe String(cString: entry).split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if words.count == 2 { variables[String(words[0])] = String(words[1]) }
      unsafe next += 1
    }
    return variables
  }
}
