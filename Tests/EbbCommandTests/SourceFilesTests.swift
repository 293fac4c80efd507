import EbbTestSupport
import Foundation
import Testing

/// Files of results in place of a store.
@Suite("Result files") struct SourceFilesTests {
  /// Writes the rows of a simulation as the converter, the platform and the web interface write them.
  private static let generator = """
    import gzip, json, os, re, sqlite3, sys
    store, simulation, layout, out = sys.argv[1:]
    db = sqlite3.connect(f"file:{store}?mode=ro", uri=True)
    def text(data): return gzip.decompress(data).decode()
    def write(path, text):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        data = text.encode()
        open(path, "wb").write(gzip.compress(data) if path.endswith(".gz") else data)
    def camel(value):
        if isinstance(value, list): return [camel(v) for v in value]
        if not isinstance(value, dict): return value
        def key(k): return k if re.search("[A-Z]", k) else re.sub("_([a-z])", lambda m: m[1].upper(), k)
        return {key(k): camel(v) for k, v in value.items()}
    estimators = []
    for row, name, file, metadata in db.execute(
        "SELECT id, name, file_name, compressed_data FROM Estimator WHERE simulation_id = ? ORDER BY id",
        [simulation]):
        pages = [text(p) for p, in db.execute(
            "SELECT compressed_data FROM Page WHERE estimator_id = ? ORDER BY id", [row])]
        estimators.append((name, file, text(metadata), pages))
    listed = [f'{{"metadata": {m}, "name": {json.dumps(n)}, "pages": [{", ".join(p)}]}}'
              for n, f, m, p in estimators]
    job, title, state = db.execute(
        "SELECT job_id, title, job_state FROM Simulation WHERE id = ?", [simulation]).fetchone()
    columns = ("task_id", "task_state", "requested_primaries", "simulated_primaries")
    tasks = [dict(zip(columns, row)) for row in db.execute(
        f"SELECT {', '.join(columns)} FROM Task WHERE simulation_id = ?", [simulation])]
    if layout == "answer":
        write(out + "/answer.json", '{"message": "Results", "estimators": [' + ", ".join(listed) + "]}")
    elif layout == "saved":
        write(out + "/saved-result.json", json.dumps(camel({
            "job_id": job, "title": title, "job_state": state, "job_tasks_status": tasks,
            "start_time": "2025-03-14 09:26:53",
            "metadata": {"server": "x", "platform": "DIRECT", "input": "editor", "sim_type": "shieldhit"},
            "input": {"input_json": {"x": [0, [1], {"pages": []}]}},
            "estimators": [json.loads(e) for e in listed]})))
    else:
        for name, file, metadata, pages in estimators:
            number = int(re.search(r"\\d+$", file)[0])
            path = {"names": file, "folders": f"task_{number:04d}/{name}"}[layout.removesuffix(".gz")]
            write(f"{out}/{path}.json" + (".gz" if layout.endswith(".gz") else ""),
                  f'{{"metadata": {metadata}, "pages": [{", ".join(pages)}]}}')
    """

  static func write(
    _ simulation: Int, _ layout: String, to folder: String, from store: String = MadeStore.path
  ) throws {
    let made = try Program.run(
      "python3", ["-c", generator, store, "\(simulation)", layout, folder])
    try #require(made.status == 0, "\(made.errors)")
  }

  struct Document: Decodable, Equatable {
    struct Axis: Decodable, Equatable {
      var name: String
      var unit: String
      var values: [Double]
      var edges: [Double]?
    }
    struct Page: Decodable, Equatable {
      var pageNumber: Int
      var name: String
      var unit: String
      var shape: [Int]
      var aggregation: String
      var contributions: Int
      var primaries: Int?
      var axes: [Axis]
      var values: [Double?]
      var errors: [Double?]?
    }
    struct Estimator: Decodable, Equatable {
      var name: String
      var task: Int?
      var pages: [Page]
    }
    struct Simulation: Decodable, Equatable {
      var jobId: String?
      var title: String
      var nTasks: Int?
      var simulatedPrimaries: Int?
      var estimators: [Estimator]
    }
    var simulations: [Simulation]

    /// By name: a store has them in the order of its rows, files in that of their names.
    var estimators: [Estimator] {
      simulations.flatMap(\.estimators).sorted { ($0.name, $0.task ?? 0) < ($1.name, $1.task ?? 0) }
    }
  }

  static func export(_ arguments: [String]) throws -> Document {
    let outcome = try Program.run(Ebb.path, ["export", "-q"] + arguments, environment: ["EBB_DB": nil])
    try #require(outcome.status == 0, "\(outcome.errors)")
    return try Ebb.decode(Document.self, outcome.output)
  }

  @Test(
    "an export of task files is the store's, value for value",
    arguments: [7, 8, 10, 11], ["names", "folders", "folders.gz"])
  func sameAsStore(simulation: Int, layout: String) throws {
    let folder = try TemporaryFolder()
    try Self.write(simulation, layout, to: folder.path("job"))
    for options in [[], ["--per-task"], ["--nan", "skip", "--error", "stddev"], ["--weights", "equal"]] {
      let ours = try Self.export([folder.path("job")] + options)
      let stores = try Self.export(
        ["id:\(simulation)", "--include-failed", "--db", MadeStore.path] + options)
      #expect(ours.simulations.count == 1)
      #expect(ours.simulations[0].jobId == nil)
      #expect(ours.simulations[0].title == "job")
      let areSame = ours.estimators == stores.estimators
      #expect(areSame, "\(options)")
    }
  }

  @Test("files, folders of tasks and patterns name the same as the folder")
  func ways() throws {
    let folder = try TemporaryFolder()
    try Self.write(11, "folders", to: folder.path("job"))
    let whole = try Self.export([folder.path("job")])
    let tasks = (1...4).map { folder.path("job/task_000\($0)") }
    for arguments in [
      tasks, tasks.reversed(), [folder.path("job/task_*")], [folder.path("job/*/*.json")],
      tasks.flatMap { [$0 + "/diff45.json", $0 + "/nanlet.json"] } + [folder.path("job")],
    ] {
      let areSame = try Self.export(arguments) == whole
      #expect(areSame, "\(arguments)")
    }
  }

  @Test("what the web interface saves is the whole job, with its id and tasks", arguments: [1, 6])
  func saved(simulation: Int) throws {
    let folder = try TemporaryFolder()
    try Self.write(simulation, "saved", to: folder.url.path)
    let ours = try Self.export([folder.path("saved-result.json")])
    let stores = try Self.export(["id:\(simulation)", "--db", MadeStore.path])
    let areSame = ours == stores
    #expect(areSame)
  }

  @Test("the platform's answer is the whole job, named by its file")
  func answer() throws {
    let folder = try TemporaryFolder()
    try Self.write(2, "answer", to: folder.url.path)
    let ours = try Self.export([folder.path("answer.json"), "--weights", "metadata"])
    let stores = try Self.export(["id:2", "--weights", "metadata", "--db", MadeStore.path])
    let areSame = ours.estimators == stores.estimators
    #expect(areSame)
    #expect(ours.simulations[0].title == "answer")
    #expect(ours.simulations[0].nTasks == nil)
    #expect(ours.simulations[0].simulatedPrimaries == nil)
  }

  @Test("folders of jobs are simulations, and --combine makes one of them")
  func combined() throws {
    let folder = try TemporaryFolder()
    for (job, simulation) in [("a", 12), ("b", 13), ("c", 15)] {
      try Self.write(simulation, "answer", to: folder.path(job))
    }
    let apart = try Self.export([folder.url.path])
    #expect(apart.simulations.count == 3)
    let ours = try Self.export([folder.url.path, "--combine", "--weights", "metadata"])
    let stores = try Self.export(
      [
        "id:12", "id:13", "id:15", "--combine", "--weights", "metadata", "--db",
        MadeStore.path,
      ])
    let areSame = ours.estimators == stores.estimators
    #expect(areSame)
  }

  @Test("HDF5 of files opens in every reader", .enabled(if: Python.isPresent))
  func readers() throws {
    let folder = try TemporaryFolder()
    try Self.write(11, "names", to: folder.path("job"))
    let file = folder.path("out.h5")
    let export = try Ebb.run("export", folder.path("job"), "-o", file)
    #expect(export.status == 0, "\(export.errors)")
    #expect(try HDF5Readers.failures(file) == "")
  }

  @Test("show tells what there is in files")
  func show() throws {
    let folder = try TemporaryFolder()
    try Self.write(11, "folders", to: folder.path("job"))
    let outcome = try Ebb.run("show", folder.path("job"))
    #expect(outcome.status == 0, "\(outcome.errors)")
    for text in ["job", "shieldhit", "5,000 simulated", "diff45", "nanlet", "FLUENCE", "3x4x5x6x2"] {
      #expect(outcome.output.contains(text), "\(text)")
    }
    try Self.write(12, "answer", to: folder.path("other"))
    let several = try Ebb.run("show", folder.path("job"), folder.path("other"))
    #expect(several.status == 64)
    #expect(several.errors.contains("one by one"))
  }

  /// What is done to a folder of tasks' files, and what is said then.
  struct Damage: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var file: String
    var content: String?
    var status: Int32
    var says: [String]
    /// Whether --keep-going goes on without it.
    var keepsGoing = true
  }

  static let damages = [
    Damage(
      testDescription: "a file that ends early", file: "task_0002/nanlet.json",
      content: "{\"metadata\": {\"a\": \"b\"",
      status: 65, says: ["task_0002/nanlet.json", "at byte 22"]),
    Damage(
      testDescription: "a file that is empty", file: "task_0002/nanlet.json", content: "", status: 65,
      says: ["task_0002/nanlet.json", "empty"]),
    Damage(
      testDescription: "a page that is no page", file: "task_0002/nanlet.json",
      content: "{\"metadata\": {}, \"pages\": [{\"data\": {\"values\": [1, x]}}]}", status: 65,
      says: ["task_0002/nanlet.json", "at byte 51"]),
    Damage(
      testDescription: "a file of another shape", file: "task_0002/nanlet.json",
      content: "{\"pages\": [{\"data\": {\"values\": [1], \"name\": \"DOSE\", \"unit\": \"MeV/g\"}}]}",
      status: 65,
      says: ["task_0001/nanlet.json", "task_0002/nanlet.json", "differ"]),
    Damage(
      testDescription: "a task's file twice", file: "task_2/nanlet.json",
      content: "{\"pages\": [{\"data\": {\"values\": [1]}}]}", status: 65,
      says: ["task_0002/nanlet.json", "task_2/nanlet.json", "task 2 more than once"]),
    Damage(
      testDescription: "gzip data that end early", file: "task_0002/nanlet.json", content: "\u{1f}\u{8b}",
      status: 65,
      says: ["task_0002/nanlet.json"]),
  ]

  @Test(
    "what is wrong with files is told with their names, and --keep-going leaves it out", arguments: damages)
  func damaged(_ damage: Damage) throws {
    let folder = try TemporaryFolder()
    try Self.write(11, "folders", to: folder.path("job"))
    let file = URL(filePath: folder.path("job/" + damage.file))
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    let content = damage.content ?? ""
    try Data(content.unicodeScalars.map { UInt8($0.value) }).write(to: file)
    let out = folder.path("out.json")
    let outcome = try Ebb.run("export", folder.path("job"), "-o", out)
    #expect(outcome.status == damage.status, "\(outcome.errors)")
    for text in damage.says { #expect(outcome.errors.contains(text), "\(outcome.errors)") }
    #expect(
      outcome.errors.split(separator: "\n").count { !$0.contains("warning:") } == 2, "\(outcome.errors)")
    #expect(!FileManager.default.fileExists(atPath: out))
    let left = try Ebb.run("export", folder.path("job"), "-o", out, "--keep-going")
    #expect(left.status == 1, "\(left.errors)")
    #expect(left.errors.contains("left out"))
    let document = try Ebb.decode(Document.self, try String(contentsOfFile: out, encoding: .utf8))
    #expect(document.simulations[0].estimators.first { $0.name == "diff45" }?.pages.count == 3)
  }

  private static let refusals: [([String], Int32, [String])] = [
    (["nowhere.json"], 66, ["nowhere.json"]), (["no/where"], 66, ["no/where"]),
    (["none*.json"], 66, ["none*.json"]),
    (["job", "20230615"], 64, ["'20230615'"]), (["job/", "--db", "x.sqlite"], 64, ["--db"]),
    (["job/task_*", "--db", "x.sqlite"], 64, ["--db"]), (["empty"], 66, ["empty", "--db"]),
    (["job/other.json"], 65, ["other.json", "no results"]), (["job", "-e", "none"], 66, ["diff45"]),
    (["job", "--all"], 64, ["--all"]),
  ]

  @Test("what makes no sense is refused", arguments: refusals)
  func refuses(arguments: [String], status: Int32, says: [String]) throws {
    let folder = try TemporaryFolder()
    try Self.write(11, "folders", to: folder.path("job"))
    try Data("{}".utf8).write(to: URL(filePath: folder.path("job/other.json")))
    try FileManager.default.createDirectory(atPath: folder.path("empty"), withIntermediateDirectories: false)
    let outcome = try Program.run(
      Ebb.path, ["export"] + arguments, environment: ["EBB_DB": nil, "FLASK_SQLALCHEMY_DATABASE_URI": nil],
      folder: folder.url.path)
    #expect(outcome.status == status, "\(outcome.errors)")
    for text in says { #expect(outcome.errors.contains(text), "\(outcome.errors)") }
    #expect(outcome.output == "")
  }
}
