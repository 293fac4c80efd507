internal import Foundation

/// The programs of this package, where the build has put them: beside the tests.
package enum BuiltProgram {
  package static func path(of name: String) -> String {
    let tests = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    let besideTests = tests.deletingLastPathComponent().appending(path: name).path
    return FileManager.default.isExecutableFile(atPath: besideTests)
      ? besideTests : Reference.root.appending(path: ".build/debug/\(name)").path
  }
}
