import Foundation

/// Texts that are kept beside tests, as somebody last looked at them.
package enum Snapshot {
  /// The text that is kept in a file, to be compared with `text`. `EBB_UPDATE_SNAPSHOTS=1` writes it anew.
  /// - Parameters:
  ///   - name: of the file, without ".txt".
  ///   - tests: whose folder `Snapshots` it lies in: "EbbPlotTests".
  package static func kept(_ text: String, named name: String, of tests: String) throws -> String {
    let file = Reference.root.appending(path: "Tests/\(tests)/Snapshots/\(name).txt")
    if ProcessInfo.processInfo.environment["EBB_UPDATE_SNAPSHOTS"] == "1" {
      try Data(text.utf8).write(to: file)
    }
    return try String(contentsOf: file, encoding: .utf8)
  }
}
