import EbbTestSupport
import Foundation
import Testing

/// Many processes that export into one folder at once.
@Suite("Batches at once")
struct ConcurrentBatchTests {
  private struct Index: Decodable, Equatable {
    var jobs: [Job]
    struct Job: Decodable, Equatable {
      var jobId: String
      var file: String?
      var pages: Int?
      var sha256: String?
    }
  }

  private static let jobs = 40

  /// The sample, and in place of its jobs many with one small page, half of them alice's, half bob's.
  private static func store(in folder: TemporaryFolder) throws -> String {
    let path = folder.path("store.sqlite")
    try FileManager.default.copyItem(
      atPath: Reference.root.appending(path: "samples/pencil-beam.sqlite").path, toPath: path)
    let copies = "WITH RECURSIVE n(i) AS (SELECT 1001 UNION ALL SELECT i + 1 FROM n WHERE i < 1000 + \(jobs))"
    let made = try Program.run(
      "sh",
      [
        "-c", "chmod u+w \"$1\" && sqlite3 -bail \"$1\" \"$2\"", "sh", path,
        """
        BEGIN;
        \(copies) INSERT INTO Simulation SELECT i, '20260201-' || i || '-copy', 1 + i % 2, start_time, end_time,
          title, platform, input_type, sim_type, job_state FROM n, Simulation WHERE id = 3;
        \(copies) INSERT INTO CelerySimulation SELECT i, NULL FROM n;
        \(copies) INSERT INTO Estimator SELECT i, i, name, file_name, compressed_data FROM n,
          (SELECT * FROM Estimator WHERE simulation_id = 3 AND name = 'peak');
        \(copies) INSERT INTO Page SELECT i, page_name, i, page_number, compressed_data, page_dimension FROM n,
          (SELECT * FROM Page WHERE estimator_id IN (SELECT id FROM Estimator WHERE simulation_id = 3
            AND name = 'peak') LIMIT 1);
        DELETE FROM Simulation WHERE id <= 1000;
        COMMIT;
        """,
      ])
    try #require(made.status == 0, "\(made.errors)")
    return path
  }

  private func index(_ path: String) throws -> Index {
    try Ebb.decode(Index.self, String(contentsOfFile: path, encoding: .utf8))
  }

  /// Runs as many at once.
  private func run(_ commands: [[String]], with program: String = Ebb.path) async throws -> [Program.Outcome]
  {
    try await withThrowingTaskGroup(of: Program.Outcome.self) { group in
      for command in commands {
        group.addTask {
          try await withCheckedThrowingContinuation { continuation in
            // A thread of its own, which waits for the process.
            Thread.detachNewThread {
              continuation.resume(
                with: Result {
                  try Program.run(program, command, environment: ["SOURCE_DATE_EPOCH": "1750000000"])
                })
            }
          }
        }
      }
      var outcomes: [Program.Outcome] = []
      for try await outcome in group { outcomes.append(outcome) }
      return outcomes
    }
  }

  @Test("twenty processes into one folder, jobs shared and not, lose nothing")
  func twenty() async throws {
    let folder = try TemporaryFolder()
    let store = try Self.store(in: folder)
    let output = folder.path("out") + "/"
    let commands = (0..<20).map { number in
      ["export", "--all", "--db", store, "-f", "json", "-o", output, "--skip-existing", "-q"]
        + (number % 2 == 0 ? [] : ["--user", number % 4 == 1 ? "alice" : "bob"])
    }
    for outcome in try await run(commands) {
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.errors == "")
    }
    let index = try index(output + "index.json")
    let files = (1...Self.jobs).map { "20260201-\(1000 + $0)-copy.json" }
    #expect(index.jobs.compactMap(\.file) == files)
    #expect(index.jobs.allSatisfy { $0.pages == 1 })
    #expect(try FileManager.default.contentsOfDirectory(atPath: output).sorted() == files + ["index.json"])
    let sums = index.jobs.map { "\($0.sha256 ?? "")  \($0.file ?? "")\n" }.joined()
    try Data(sums.utf8).write(to: URL(filePath: folder.path("sums")))
    let checked = try Program.run("sha256sum", ["--check", "--quiet", folder.path("sums")], folder: output)
    #expect(checked.status == 0, "\(checked.output)")
  }

  @Test("twenty shards into one folder, half of them killed, are after another run what one process makes")
  func shards() async throws {
    let folder = try TemporaryFolder()
    let store = try Self.store(in: folder)
    let environment = ["SOURCE_DATE_EPOCH": "1750000000"]
    let whole = folder.path("whole") + "/"
    let one = try Program.run(
      Ebb.path, ["export", "--all", "--db", store, "-f", "json", "-q", "-o", whole], environment: environment)
    try #require(one.status == 0, "\(one.errors)")
    let output = folder.path("out of shards") + "/"
    let commands = (1...20).map { number in
      [
        "export", "--all", "--shard", "\(number)/20", "--db", store, "-f", "json", "-o", output,
        "--skip-existing", "-q",
      ]
    }
    let killer = folder.path("killer")
    // The number of the shard, and the time after which it is killed, where it is odd.
    try folder.write(
      "#!/bin/sh\nprogram=$1; after=$2; shift 2\nexec timeout -s KILL $after \"$program\" \"$@\"\n",
      to: "killer")
    let killed = try await run(
      commands.enumerated().map { number, command in
        [killer, Ebb.path, number % 2 == 0 ? "60" : "0.\(number / 2)5"] + command
      }, with: "sh")
    #expect(killed.allSatisfy { [0, 9, 137, -9].contains($0.status) }, "\(killed.map(\.status))")
    _ = try Program.run(Ebb.path, ["index", output])
    for outcome in try await run(commands) { #expect(outcome.status == 0, "\(outcome.errors)") }
    let merged = try Program.run(Ebb.path, ["index", output])
    #expect(merged.status == 0, "\(merged.errors)")
    let difference = try Program.run("diff", ["-r", "--exclude=index.d", whole, output])
    #expect(difference.status == 0, "\(difference.output)")
  }

  @Test("an index that may not be read is told as that, not as damaged, and stays", .enabled(if: isRoot))
  func notPermitted() throws {
    let folder = try TemporaryFolder()
    let store = try Self.store(in: folder)
    let output = folder.path("out")
    try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: false)
    try Data("{}".utf8).write(to: URL(filePath: output + "/index.json"))
    let opened = try Program.run(
      "sh",
      [
        "-c", "chmod 777 \"$1\" \"$1/out\"; chmod 644 \"$1/store.sqlite\"; chmod 000 \"$1/out/index.json\"",
        "sh", folder.url.path,
      ])
    try #require(opened.status == 0)
    // The program's own place may not be for others.
    let program = folder.path("ebb")
    // Copied by a process of its own: what this one writes, its children may have open for a moment, and then it is busy.
    try #require(try Program.run("cp", [Ebb.path, program]).status == 0)
    let command = ["--reuid", "65534", "--regid", "65534", "--clear-groups", program, "export", "--all"]
    let options = ["--db", store, "-f", "json", "-o", output + "/"]
    for option in [[], ["--skip-existing"]] {
      let outcome = try Program.run("setpriv", command + options + option)
      #expect(outcome.status == 77, "\(outcome.errors)")
      #expect(outcome.errors.contains("not permitted to read '\(output)/index.json'"), "\(outcome.errors)")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: output) == ["index.json"])
    let forced = try Program.run("setpriv", command + options + ["--force"])
    #expect(forced.status == 0, "\(forced.errors)")
    #expect(try index(output + "/index.json").jobs.count == Self.jobs)
  }

  /// Who may become another user.
  private static let isRoot: Bool = {
    if geteuid() == 0 { return true }
    print("SKIPPED: a test of an index that may not be read: only root may run ebb as another user.")
    return false
  }()
}
