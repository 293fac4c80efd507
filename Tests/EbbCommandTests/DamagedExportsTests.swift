import EbbTestSupport
import Foundation
import Testing

/// HDF5 files that were good once. Over some of them the HDF5 library crashes, or computes without end.
@Suite("Damaged HDF5 files") struct DamagedExportsTests {
  private static let store = Reference.root.appending(path: "samples/pencil-beam.sqlite").path

  private static let folder = Result { () throws -> TemporaryFolder in
    let folder = try TemporaryFolder(staysForAllTests: true)
    for (name, options) in [("export.h5", []), ("part.h5", ["--partial"])] {
      let made = try Program.run(
        Ebb.path,
        ["export", "20260112", "-e", "*profile", "-q", "-o", folder.path(name), "--db", store] + options)
      try #require(made.status == 0, "\(made.errors)")
    }
    return folder
  }

  /// Statuses of a command that has ended by itself: done, with pages left out, usage (another unit, several
  /// simulations), damaged, no such page.
  private static let statuses: Set<Int32> = [0, 1, 64, 65, 66]

  /// script/test has the time for some; more are a matter of a larger range.
  @Test("are told by name, and end no program", arguments: 0..<40)
  func damaged(seed: UInt64) throws {
    let made = try Self.folder.get()
    let folder = try TemporaryFolder()
    var damage = Damage(seed: seed)
    for name in ["export.h5", "part.h5"] {
      let bytes = [UInt8](try Data(contentsOf: URL(filePath: made.path(name))))
      try Data(damage.damaged(bytes)).write(to: URL(filePath: folder.path("damaged.h5")))
      let arguments =
        name == "part.h5"
        ? ["merge", folder.path("damaged.h5"), "--keep-going", "-o", folder.path("out.h5"), "--force"]
        : ["compare", folder.path("damaged.h5"), made.path(name), "--keep-going"]
      let outcome = try Program.run(Ebb.path, arguments)
      #expect(Self.statuses.contains(outcome.status), "\(outcome.status): \(outcome.errors)")
      #expect(outcome.status != 65 || outcome.errors.contains("damaged.h5"), "\(outcome.errors)")
      #expect(!outcome.errors.contains("Export the part again") || name == "part.h5", "\(outcome.errors)")
    }
  }

  @Test("that are cut say so, each for what it is")
  func words() throws {
    let made = try Self.folder.get()
    let folder = try TemporaryFolder()
    for name in ["export.h5", "part.h5"] {
      let bytes = try Data(contentsOf: URL(filePath: made.path(name)))
      try bytes.prefix(bytes.count / 2).write(to: URL(filePath: folder.path(name)))
    }
    let merged = try Ebb.run("merge", folder.path("part.h5"))
    #expect(merged.status == 65)
    #expect(merged.errors.contains("part.h5' is no HDF5 file, or a damaged one"))
    #expect(merged.errors.contains("Export the part again."))
    let compared = try Ebb.run("compare", folder.path("export.h5"), made.path("export.h5"))
    #expect(compared.status == 65)
    #expect(compared.errors.contains("export.h5' is no HDF5 file, or a damaged one"))
    #expect(compared.errors.contains("Export it again, or take another copy."))
    #expect(!compared.errors.contains("part"))
  }

  @Test("a part is read from standard input too, though another process reads it")
  func standardInput() throws {
    let part = try Self.folder.get().path("part.h5")
    let merged = try Program.run("sh", ["-c", "'\(Ebb.path)' merge -q /dev/stdin -f json < '\(part)'"])
    #expect(merged.status == 0, "\(merged.errors)")
    #expect(merged.output.contains("z_profile"))
  }

  @Test("the process that reads does nothing for others")
  func reader() throws {
    #expect(try Ebb.run("__read-hdf5", "3").status == 0)
    #expect(try Ebb.run("__read-hdf5", "99").status == 64)
    #expect(try Ebb.run("__read-hdf5").status == 64)
  }
}
