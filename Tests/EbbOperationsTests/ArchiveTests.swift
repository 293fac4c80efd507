import EbbModel
import EbbPipeline
import EbbSamples
import EbbTestSupport
import EbbText
import Foundation
import GRDB
import Testing

@testable import EbbOperations

/// Archives of stores: each simulation whole, once, and the same.
@Suite("Archives") struct ArchiveTests {
  /// Archives what `choose` takes of the store at `url`, and holds it against the store.
  @discardableResult
  private static func archive(
    _ url: String, to path: String, force: Bool = false, choose: (Simulation) -> Bool = { _ in true }
  ) async throws(Failure) -> ArchiveSummary {
    var request = try ArchiveRequest(path: path)
    request.replaces = force
    request.verifies = true
    let catalog = try await Catalog.open(url)
    do throws(Failure) {
      let simulations = try await catalog.simulations(SimulationSelection()).filter(choose)
      let summary = try await Archive(request, from: catalog) { _ in }.run(simulations)
      await catalog.close()
      return summary
    } catch {
      await catalog.close()
      throw error
    }
  }

  private static func change(_ path: String, _ sql: String) throws {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    try queue.write { try $0.execute(sql: sql) }
    try queue.close()
  }

  @Test("every revision of the schema gives every row and every byte", arguments: Schema.revisions)
  func revisions(_ revision: SchemaRevision) async throws {
    let folder = try TemporaryFolder()
    let summary = try await Self.archive(try MadeStore.sqlite(revision), to: folder.path("a.sqlite"))
    #expect(summary.simulations == 21 && summary.verified == 21 && summary.notices.isEmpty)
    guard PostgreSQLServer.isPresent else { return }
    try await Self.archive(try MadeStore.postgreSQL(revision), to: folder.path("b.sqlite"))
    #expect(try folder.bytes("a.sqlite") == folder.bytes("b.sqlite"))
  }

  @Test(
    "the reference's stores give every row and every byte", .enabled(if: Reference.isPresent, "real results"))
  func reference() async throws {
    let folder = try TemporaryFolder()
    var urls = [Reference.path("real.sqlite"), Reference.path("real_seed_schema.sqlite")]
    if PostgreSQLServer.isPresent { urls.append(try PostgreSQLServer.loadReference()) }
    for (place, url) in urls.enumerated() {
      let summary = try await Self.archive(url, to: folder.path("\(place)"))
      #expect(summary.simulations == 21 && summary.pages == 453 && summary.verified == 21)
    }
  }

  @Test("an archive of an archive is the same file, and so is one in two steps")
  func again() async throws {
    let folder = try TemporaryFolder()
    try await Self.archive(MadeStore.path, to: folder.path("a"))
    try await Self.archive(folder.path("a"), to: folder.path("b"))
    #expect(try folder.bytes("a") == folder.bytes("b"))
    try await Self.archive(MadeStore.path, to: folder.path("c")) { $0.id.rawValue < 9 }
    let rest = try await Self.archive(MadeStore.path, to: folder.path("c"))
    #expect(rest.present == 8 && rest.simulations == 13 && rest.verified == 21)
    #expect(try folder.bytes("a") == folder.bytes("c"))
    let nothing = try await Self.archive(MadeStore.path, to: folder.path("c"))
    #expect(nothing.present == 21 && nothing.simulations == 0)
    #expect(try folder.bytes("a") == folder.bytes("c"))
  }

  @Test("simulations of two stores lie in one archive, with one user of a name")
  func merged() async throws {
    let folder = try TemporaryFolder()
    let other = folder.path("other")
    try FileManager.default.copyItem(atPath: MadeStore.path, toPath: other)
    try Self.change(
      other,
      #"UPDATE "Simulation" SET job_id = 'other-' || job_id; UPDATE "User" SET username = 'dora' WHERE id = 3"#
    )
    try await Self.archive(MadeStore.path, to: folder.path("a"))
    try await Self.archive(other, to: folder.path("a"))
    let catalog = try await Catalog.open(folder.path("a"))
    #expect(try await catalog.simulations(SimulationSelection()).count == 42)
    #expect(try await catalog.users().map(\.username).sorted() == ["alice", "bob", "carol", "dora"])
    await catalog.close()
  }

  @Test(
    "a simulation that differs is told of and stays, until it is to be replaced",
    arguments: [
      (
        #"UPDATE "Simulation" SET job_state = 'FAILED' WHERE id = 1"#,
        "its state is COMPLETED there and FAILED here"
      ),
      (#"UPDATE "Task" SET simulated_primaries = 1 WHERE simulation_id = 1"#, "its tasks differ"),
      (#"DELETE FROM "Page" WHERE id = 1"#, "its pages differ"),
      (#"UPDATE "Estimator" SET name = 'x' WHERE id = 1"#, "the names or metadata of its estimators differ"),
    ])
  func differing(_ sql: String, _ words: String) async throws {
    let folder = try TemporaryFolder()
    try await Self.archive(MadeStore.path, to: folder.path("a"))
    let before = try folder.bytes("a")
    let changed = folder.path("changed")
    try FileManager.default.copyItem(atPath: MadeStore.path, toPath: changed)
    try Self.change(changed, sql)
    let summary = try await Self.archive(changed, to: folder.path("a"))
    #expect(summary.present == 20 && summary.verified == 20)
    #expect(summary.notices.map(\.level) == [.leftOut])
    #expect(summary.notices[0].text.contains(words), "\(summary.notices)")
    #expect(try folder.bytes("a") == before)
    do throws(Failure) {
      try await Self.archive(changed, to: folder.path("a")) { $0.id.rawValue == 1 }
      Issue.record("one that is named and differs is an error")
    } catch {
      #expect(error.kind == .outputNotCreatable && error.advice?.contains("--force") == true)
    }
    let replaced = try await Self.archive(changed, to: folder.path("a"), force: true) { $0.id.rawValue == 1 }
    #expect(replaced.simulations == 1 && replaced.verified == 1)
    #expect(try await Self.archive(changed, to: folder.path("a")).present == 21)
  }

  @Test("a byte that has changed in the archive is found")
  func damaged() async throws {
    let folder = try TemporaryFolder()
    try await Self.archive(MadeStore.path, to: folder.path("a"))
    try Self.change(
      folder.path("a"),
      """
      UPDATE "Page" SET compressed_data = CAST(substr(compressed_data, 1, 20) || x'00' || substr(compressed_data, 22) AS BLOB)
      WHERE id = 3
      """)
    let summary = try await Self.archive(MadeStore.path, to: folder.path("a"))
    #expect(summary.present == 21 && summary.verified == 20)
    #expect(
      summary.notices.count == 1 && summary.notices[0].text.contains("has other data"), "\(summary.notices)")
    #expect(
      try await Self.archive(MadeStore.path, to: folder.path("a"), force: true).verified == 21)
  }

  @Test("the store itself is no archive, by whatever name")
  func itself() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path("a")
    try await Self.archive(MadeStore.path, to: path)
    let before = try folder.bytes("a")
    let files = FileManager.default
    try files.linkItem(atPath: path, toPath: folder.path("hard"))
    try files.createSymbolicLink(atPath: folder.path("soft"), withDestinationPath: path)
    for name in ["a", "hard", "soft", "../\(folder.url.lastPathComponent)/a"] {
      do throws(Failure) {
        try await Self.archive(path, to: folder.path(name))
        Issue.record("\(name)")
      } catch {
        #expect(error.kind == .usage && error.message.contains("is the store itself"))
      }
    }
    #expect(try folder.bytes("a") == before)
  }

  @Test("one simulation that is broken does not stop the others")
  func broken() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path("broken")
    try FileManager.default.copyItem(atPath: MadeStore.path, toPath: path)
    try Self.change(path, #"UPDATE "Task" SET requested_primaries = 'many' WHERE simulation_id = 2"#)
    let summary = try await Self.archive(path, to: folder.path("a"))
    #expect(summary.simulations == 20 && summary.verified == 20)
    #expect(summary.notices.count == 1 && summary.notices[0].text.contains("requested_primaries"))
  }

  @Test(
    "a disk that fills up is told of; what is there is whole, and the same command goes on",
    .enabled(if: SmallDisk.isPossible, "this process may not mount a small file system"))
  func full() async throws {
    let folder = try TemporaryFolder()
    try await Self.archive(MadeStore.path, to: folder.path("whole"))
    let disk = try SmallDisk(kilobytes: try folder.bytes("whole").count / 1024 * 3 / 4)
    let path = disk.folder.path("a")
    do throws(Failure) {
      try await Self.archive(MadeStore.path, to: path)
      Issue.record("it has no room")
    } catch {
      #expect(error.kind == .readingOrWriting && error.message.contains("no space left"), "\(error)")
    }
    #expect(try disk.folder.names == ["a"])
    try FileManager.default.copyItem(atPath: path, toPath: folder.path("rest"))
    let rest = try await Self.archive(MadeStore.path, to: folder.path("rest"))
    #expect(rest.present > 0 && rest.simulations > 0 && rest.verified == 21)
    #expect(try folder.bytes("rest") == folder.bytes("whole"))
  }
}
