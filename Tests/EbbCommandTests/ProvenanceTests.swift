import EbbExport
import EbbTestSupport
import Foundation
import Testing

/// What files say of where their results come from.
@Suite("Provenance") struct ProvenanceTests {
  private static let store = MadeStore.path

  private struct Document: Decodable {
    struct Task: Decodable {
      var task: Int
      var requestedPrimaries: Int
      var simulatedPrimaries: Int
      var state: String?
    }
    struct Simulation: Decodable {
      var simulatorVersion: String?
      var inputSha256: [String]?
      var tasks: [Task]?
    }
    struct Provenance: Decodable {
      var program: String
      var command: String
      var store: String?
      var files: [String]?
      var weights: String
      var error: String
      var nan: String
      var includeFailed: Bool
      var warnings: [String]?
    }
    var simulations: [Simulation]
    var provenance: Provenance
  }

  @Test("JSON tells of command, store, simulator, input, tasks, rule and warnings")
  func json() throws {
    let outcome = try Ebb.run(
      "export", "id:11", "--db", Self.store, "--nan", "skip", "-e", "nan*", "--sum", "y")
    let document = try Ebb.decode(Document.self, outcome.output)
    let provenance = document.provenance
    #expect(provenance.command == "ebb export id:11 --nan skip -e 'nan*' --sum y")
    #expect(provenance.store == Self.store)
    #expect(provenance.files == nil)
    #expect(
      [provenance.weights, provenance.error, provenance.nan] == ["auto", "stderr", "skip"])
    #expect(!provenance.includeFailed)
    let told = outcome.errors.split(separator: "\n").map { $0.replacing("ebb: warning: ", with: "") }
    #expect(provenance.warnings?.isEmpty == false)
    #expect(provenance.warnings?.allSatisfy { warning in told.contains { $0.contains(warning) } } == true)
    let simulation = try #require(document.simulations.first)
    #expect(simulation.simulatorVersion == "VARIED v1")
    #expect(simulation.tasks?.map(\.task) == [1, 2, 3, 4])
    #expect(simulation.tasks?.map(\.simulatedPrimaries) == [1000, 500, 2500, 1000])
    #expect(simulation.tasks?.map(\.requestedPrimaries) == [1000, 1000, 2500, 1000])
    #expect(simulation.tasks?.map(\.state) == ["COMPLETED", "FAILED", "COMPLETED", "COMPLETED"])
  }

  @Test("the input's hash is that of its JSON as stored, in each store", arguments: SameResults.present)
  func input(store: SameResults) throws {
    let url = try store.url()
    for id in ["id:6", "id:7"] {
      let export = try Ebb.run("export", id, "--db", url, "-p", "0")
      let hash = try Ebb.decode(Document.self, export.output).simulations[0].inputSha256
      // The line's end is the command's.
      let sum = try Program.run(
        "sh", ["-c", "'\(Ebb.path)' input \(id) --db '\(url)' --json | head -c -1 | sha256sum"])
      #expect(hash == [String(sum.output.prefix(64))])
    }
  }

  @Test("a store without inputs is exported all the same, replicas too")
  func withoutInputs() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("store.sqlite")
    try FileManager.default.copyItem(atPath: Self.store, toPath: path)
    let made = try Program.run("sh", ["-c", "chmod u+w '\(path)' && sqlite3 '\(path)' 'DROP TABLE Input'"])
    try #require(made.status == 0, "\(made.errors)")
    for arguments in [["id:7"], ["id:12", "id:13", "--combine"]] {
      let outcome = try Program.run(Ebb.path, ["export", "--db", path] + arguments)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let document = try Ebb.decode(Document.self, outcome.output)
      #expect(document.simulations.allSatisfy { $0.inputSha256 == nil && $0.tasks?.isEmpty == false })
    }
  }

  @Test("HDF5 tells the same, in the entry of each simulation", .enabled(if: Python.isPresent))
  func hdf5() throws {
    let folder = try TemporaryFolder()
    let file = folder.path("out.h5")
    let export = try Ebb.run("export", "id:11", "id:7", "--db", Self.store, "-o", file)
    #expect(export.status == 0, "\(export.errors)")
    let script = """
      import h5py, sys
      with h5py.File(sys.argv[1]) as file:
          for entry in file.values():
              group = entry["provenance"]
              a = group.attrs
              print(a["NX_class"], a["program"], a["simulator_version"], len(a["input_sha256"]), a["weights"],
                    a["error"], a["nan"], a["include_failed"], a["store"] == sys.argv[2], a["command"], sep="|")
              print(*(int(n) for n in group["task"][()]), *(int(n) for n in group["simulated_primaries"][()]))
              print(*group["task_state"].asstr()[()])
              print(len(group["warnings"]), group["warnings"].asstr()[0])
      """
    let read = try Program.run(Python.path, ["-c", script, file, Self.store])
    let lines = read.output.split(separator: "\n")
    #expect(read.status == 0, "\(read.errors)")
    #expect(
      lines.first
        == "NXprocess|ebb|VARIED v1|64|auto|stderr|propagate|false|True|ebb export id:11 id:7")
    #expect(lines.dropFirst().first == "1 2 3 4 1000 500 2500 1000")
    #expect(lines.dropFirst(2).first == "COMPLETED FAILED COMPLETED COMPLETED")
    #expect(lines.dropFirst(3).first?.contains("FAILED") == true)
    #expect(lines.count == 8)
  }

  @Test("files of results and parts are named")
  func files() throws {
    let folder = try TemporaryFolder()
    try SourceFilesTests.write(10, "folders", to: folder.path("job"))
    let named = ["task_0001/NB_mcpl.json", "task_0002/NB_mcpl.json", "task_0003/NB_mcpl.json"]
    let direct = try Ebb.run("export", "job", folder: folder.url.path)
    let document = try Ebb.decode(Document.self, direct.output)
    #expect(document.provenance.files == named.map { "job/" + $0 })
    #expect(document.provenance.store == nil)
    for task in 1...2 {
      _ = try Ebb.run(
        "export", "job/task_000\(task)", "--partial", "-o", "\(task).h5", folder: folder.url.path)
    }
    let merged = try Ebb.run("merge", "1.h5", "2.h5", folder: folder.url.path)
    let provenance = try Ebb.decode(Document.self, merged.output).provenance
    #expect(provenance.command == "ebb merge 1.h5 2.h5")
    #expect(provenance.files == ["1.h5", "2.h5"])
  }

  @Test(
    "what only concerns the run, and how the store is named, changes no byte",
    arguments: [
      ["--threads", "1"], ["--threads=2", "-q"], ["--verbose"], ["-v", "--progress", "never"], ["--force"],
      ["--output", "other"], ["--progress=never", "--quiet"],
    ])
  func sameBytes(options: [String]) throws {
    for exporter in exporters where !exporter.takesOnePage && exporter.folder == nil {
      let format = exporter.name
      let folder = try TemporaryFolder()
      let run = { (arguments: [String], environment: [String: String?]) in
        let options = arguments.contains("--output") ? arguments : arguments + ["-o", "other"]
        let outcome = try Program.run(
          Ebb.path, ["export", "id:7", "-f", format] + options,
          environment: environment.merging(["SOURCE_DATE_EPOCH": "1750000000"]) { $1 },
          folder: folder.url.path)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let bytes = try Data(contentsOf: folder.url.appending(path: "other"))
        try FileManager.default.removeItem(at: folder.url.appending(path: "other"))
        return bytes
      }
      let areSame = try run(["--db", Self.store], [:]) == run(options, ["EBB_DB": Self.store])
      #expect(areSame, "\(format)")
    }
  }
}

/// That passwords are in no byte of an output, however they are given.
@Suite("Passwords in outputs", .enabled(if: PostgreSQLServer.canStart))
struct OutputPasswordTests {
  @Test(
    "are not there", arguments: exporters.filter { !$0.takesOnePage }.map(\.name), [true, false])
  func absent(format: String, inVariable: Bool) throws {
    let exporter = try #require(exporters.first { $0.name == format })
    let server = try PostgreSQLServer.shared()
    let database = try #require(URLComponents(string: try MadeStore.postgreSQL())?.path)
    let place = "127.0.0.1:\(try #require(server.port))\(database)"
    let password = PostgreSQLServer.password
    let encoded = password.utf8.map { "%" + String($0, radix: 16, uppercase: true) }.joined()
    let cases: [(url: String, password: String?)] = [
      ("postgresql://ebb:\(password)@\(place)", nil), ("postgresql+psycopg://ebb:\(encoded)@\(place)", nil),
      ("postgresql://ebb@\(place)?password=\(password)", nil),
      ("postgresql://ebb@\(place)?sslmode=prefer&password=\(encoded)", nil),
      ("postgresql://ebb@\(place)", password),
    ]
    for (url, variable) in cases {
      let folder = try TemporaryFolder()
      let output = folder.path("out") + (exporter.folder == nil ? "" : "/")
      let arguments =
        ["export", "id:7", "-f", format, "-v", "-o", output]
        + (exporter.optionNames.contains("compression") ? ["--compression", "0"] : [])
      let outcome = try Program.run(
        Ebb.path, arguments + (inVariable ? [] : ["--db", url]),
        environment: ["EBB_DB": inVariable ? url : nil, "PGPASSWORD": variable, "PGPASSFILE": "/nowhere"])
      #expect(outcome.status == 0, "\(outcome.errors)")
      let files = FileManager.default.enumerator(atPath: folder.url.path)?.compactMap { $0 as? String } ?? []
      var seen = Data((outcome.output + outcome.errors).utf8)
      for file in files {
        seen += (try? Data(contentsOf: folder.url.appending(path: file))) ?? Data()
      }
      #expect(seen.count > 1000)
      for secret in [password, encoded] {
        let isAbsent = seen.range(of: Data(secret.utf8)) == nil
        #expect(isAbsent)
      }
      // The store itself is named.
      if format == "hdf5" || format == "json" {
        let isNamed = seen.range(of: Data(place.utf8)) != nil
        #expect(isNamed)
      }
    }
  }
}
