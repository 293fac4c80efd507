import EbbTestSupport
import Foundation
import Testing

/// Expects `text` to be what it was when somebody last looked at it. `EBB_UPDATE_SNAPSHOTS=1` writes it anew.
func expectSnapshot(
  _ text: String, named name: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let folder = Reference.root.appending(path: "Tests/EbbCommandTests/Snapshots")
  let file = folder.appending(path: name + ".txt")
  if ProcessInfo.processInfo.environment["EBB_UPDATE_SNAPSHOTS"] == "1" {
    try Data(text.utf8).write(to: file)
  }
  #expect(try String(contentsOf: file, encoding: .utf8) == text, sourceLocation: sourceLocation)
}
