import EbbTestSupport
import Foundation
import Testing

/// Times that a column can hold and a calendar hardly: every command goes through.
@Suite("Times that are far or none")
struct FarTimesTests {
  /// Texts of SQLite, and what a listing says of them.
  static let times: [(text: String, shown: String?)] = [
    ("infinity", nil), ("-infinity", nil), ("", nil), ("-0044-03-15", nil), ("294277-01-01", nil),
    ("999999999-01-01 00:00:00", nil), ("-0043-03-15 12:00:00", "-0043-03-15T12:00:00Z"),
    ("0000-01-01 00:00:00", "0000-01-01T00:00:00Z"),
    ("10000-01-01 00:00:00.5", "10000-01-01T00:00:00.500000Z"),
    ("294246-12-31 23:59:59", "294246-12-31T23:59:59Z"),
    ("-290307-01-01 00:00:00", "-290307-01-01T00:00:00Z"),
  ]

  @Test("go through list, show, check and export, the other way round too", arguments: times)
  func commands(text: String, shown: String?) throws {
    let folder = try TemporaryFolder()
    let path = folder.path("far.sqlite")
    try FileManager.default.copyItem(
      atPath: Reference.root.appending(path: "samples/pencil-beam.sqlite").path, toPath: path)
    let script = """
      import sqlite3, sys
      store = sqlite3.connect(sys.argv[1])
      for change in [
          "UPDATE Simulation SET start_time = ?, end_time = '2026-01-01 00:00:00' WHERE id < 3",
          "UPDATE Simulation SET end_time = ? WHERE id > 2",
          "UPDATE Task SET start_time = ?, end_time = '2026-01-01 00:00:00' WHERE task_id < 4",
          "UPDATE Task SET end_time = ? WHERE task_id > 2", "UPDATE Task SET last_update_time = ?",
      ]:
          store.execute(change, (sys.argv[2],))
      store.commit()
      """
    let changed = try Program.run("python3", ["-c", script, path, text])
    try #require(changed.status == 0, "\(changed.errors)")
    let listed = try Ebb.run("list", "simulations", "--json", "--db", path)
    #expect(listed.status == 0, "\(listed.errors)")
    #expect(shown.map(listed.output.contains) ?? !listed.output.contains("infinity"), "\(listed.output)")
    for arguments in [
      ["list", "simulations"], ["list", "simulations", "--sort", "end_time"], ["list", "tasks", "id:1"],
      ["list", "tasks", "id:1", "--json"], ["show", "id:1"], ["show", "id:2"], ["show", "id:3"],
      ["check", "id:1", "--json"], ["check", "id:2"], ["export", "id:1", "-f", "json"],
      ["export", "id:2", "-f", "yaptide"], ["stats", "id:1"],
      ["report", "id:2", "-o", folder.path("report.html")],
      ["export", "id:3", "-f", "hdf5", "-o", folder.path("far.h5")],
    ] {
      let outcome = try Program.run(Ebb.path, arguments + ["--db", path])
      #expect([0, 1].contains(outcome.status), "\(arguments): \(outcome.status) \(outcome.errors)")
    }
  }
}
