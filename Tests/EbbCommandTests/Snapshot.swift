import EbbTestSupport
import Testing

/// Expects `text` to be what it was when somebody last looked at it. `EBB_UPDATE_SNAPSHOTS=1` writes it anew.
func expectSnapshot(
  _ text: String, named name: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let kept = try Snapshot.kept(text, named: name, of: "EbbCommandTests")
  #expect(kept == text, sourceLocation: sourceLocation)
}
