import EbbExport
import EbbSamples
import EbbTestSupport
import Foundation
import Testing

/// `ebb archive` as its users run it.
@Suite("Archives as commands") struct ArchiveTests {
  private func archive(_ arguments: String..., to path: String, db: String = MadeStore.path) throws
    -> Program.Outcome
  {
    try Program.run(
      Ebb.path, ["archive"] + arguments + ["-o", path],
      environment: ["EBB_DB": db, "FLASK_SQLALCHEMY_DATABASE_URI": nil])
  }

  /// The bytes of every file of an export of all, in a folder in which the store is called `store.sqlite`, and what is said.
  private func export(_ store: String, format: String) throws -> [String: Data] {
    let folder = try TemporaryFolder()
    let files = FileManager.default
    try files.createSymbolicLink(atPath: folder.path("store.sqlite"), withDestinationPath: store)
    let outcome = try Program.run(
      Ebb.path, ["export", "--all", "--db", "store.sqlite", "-f", format, "-o", "out/"],
      environment: ["SOURCE_DATE_EPOCH": "1750000000"], folder: folder.url.path)
    var found = ["": Data("\(outcome.status) \(outcome.errors)".utf8)]
    let out = folder.url.appending(path: "out")
    // Some formats hold single pages only, and say so of each simulation.
    for name in (try? files.subpathsOfDirectory(atPath: out.path)) ?? [] {
      found[name] = try? Data(contentsOf: out.appending(path: name))
    }
    return found
  }

  @Test("exports from an archive are the same bytes in every format", arguments: exporters.map(\.name))
  func formats(_ format: String) throws {
    let folder = try TemporaryFolder()
    let path = folder.path("a.sqlite")
    #expect(try archive("--all", to: path).status == 0)
    let (own, other) = (try export(MadeStore.path, format: format), try export(path, format: format))
    #expect(Set(own.keys) == Set(other.keys) && (own.count > 1 || !["hdf5", "json", "csv"].contains(format)))
    for (name, bytes) in own { #expect(other[name] == bytes, "\(name)") }
  }

  @Test("killed at any moment and run again, it is the same file")
  func killed() throws {
    let folder = try TemporaryFolder()
    let whole = folder.path("whole.sqlite")
    #expect(try archive("--all", to: whole).status == 0)
    let path = folder.path("killed.sqlite")
    var sizes: Set<Int> = []
    for delay in 1...12 {
      // Of what it has written by then only whole simulations count.
      _ = try Program.run(
        "sh",
        [
          "-c", #""$0" archive --all -q -o "$1" & sleep 0.0$2; kill -9 $! 2>&1; wait"#, Ebb.path, path,
          String(delay * 7 % 10),
        ],
        environment: ["EBB_DB": MadeStore.path])
      let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
      sizes.insert(size)
    }
    let last = try archive("--all", "--verify", to: path)
    #expect(last.status == 0 && last.errors.contains("21 simulations compared"), "\(last.errors)")
    #expect(try folder.bytes("killed.sqlite") == folder.bytes("whole.sqlite"), "\(sizes)")
    #expect(try folder.names == ["killed.sqlite", "whole.sqlite"])
  }

  @Test("shards put every simulation into one archive once")
  func shards() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("a.sqlite")
    for shard in ["1/3", "3/3", "2/3"] {
      let outcome = try archive("--all", "--shard", shard, to: path)
      #expect(outcome.status == 0 && !outcome.errors.contains("already"), "\(outcome.errors)")
    }
    let last = try archive("--all", "--verify", to: path)
    #expect(last.status == 0 && last.errors.contains("21 simulations are there already"), "\(last.errors)")
  }

  @Test("several at once put every simulation there once")
  func concurrent() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("a.sqlite")
    let run = try Program.run(
      "sh", ["-c", #"for n in 1 2 3 4; do "$0" archive --all -q -o "$1" & done; wait"#, Ebb.path, path],
      environment: ["EBB_DB": MadeStore.path])
    #expect(run.errors == "")
    let last = try archive("--all", "--verify", to: path)
    #expect(last.status == 0 && last.errors.contains("21 simulations are there already"), "\(last.errors)")
  }

  @Test("places where no archive can be are refused before anything is read")
  func refused() throws {
    let folder = try TemporaryFolder()
    try folder.write("no database, but a text of some length", to: "text")
    let cases: [(path: String, status: Int32, words: String)] = [
      (folder.path("text"), 73, "is no SQLite database"), (folder.url.path, 73, "is a folder"),
      (folder.path("none/a.sqlite"), 73, "cannot create"), ("-", 64, "is a SQLite file"),
      ("postgresql://x/y", 64, "is a SQLite file"), (MadeStore.path, 64, "is the store itself"),
      ("/proc/a.sqlite", 73, "cannot"), (try MadeStore.sqlite(Schema.revisions[0]), 73, "only reads such"),
    ]
    for (path, status, words) in cases {
      let outcome = try archive("--all", to: path)
      #expect(outcome.status == status && outcome.errors.contains(words), "\(path): \(outcome.errors)")
    }
    #expect(try folder.names == ["text"])
    #expect(try folder.text("text") == "no database, but a text of some length")
    let files = try Program.run(
      Ebb.path, ["archive", "x.json", "-o", folder.path("a")], environment: ["EBB_DB": MadeStore.path])
    #expect(files.status == 64 && files.errors.contains("ebb import"))
  }

  @Test("a limit on the size of files is told of, and what is there is whole")
  func limited() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("a.sqlite")
    let limited = try Program.run(
      "sh", ["-c", #"ulimit -f 500; exec "$0" archive --all -o "$1""#, Ebb.path, path],
      environment: ["EBB_DB": MadeStore.path])
    #expect(limited.status == 74 && limited.errors.contains("cannot write"), "\(limited.errors)")
    #expect(try archive("--all", "--verify", to: path).status == 0)
  }
}
