import EbbTestSupport
import Foundation
import Testing

/// Scripts for Slurm, run by a shell in the place of Slurm. `script/slurm-test` runs them on a cluster.
@Suite("Scripts for Slurm") struct SlurmTests {
  /// Runs a script as a task of an array, with ebb on the PATH.
  private static func run(_ script: String, task: Int, in folder: TemporaryFolder) throws -> Program.Outcome {
    let path = URL(filePath: Ebb.path).deletingLastPathComponent().path
    return try Program.run(
      "bash", ["-c", script],
      environment: [
        "SLURM_ARRAY_TASK_ID": "\(task)", "SLURM_ARRAY_TASK_COUNT": "1", "EBB_DB": Sample.path,
        "SOURCE_DATE_EPOCH": "1750000000",
        "PATH": "\(path):\(ProcessInfo.processInfo.environment["PATH"] ?? "")",
      ], folder: folder.url.path)
  }

  private static func script(_ words: String...) throws -> String {
    let outcome = try Program.run(Ebb.path, ["slurm"] + words, environment: ["EBB_DB": nil])
    try #require(outcome.status == 0, "\(outcome.errors)")
    return outcome.output
  }

  @Test("samples/slurm has what is printed, and it is a script")
  func samples() throws {
    let made = [
      "export": try Self.script("export", "--shards", "8", "--", "-f", "hdf5", "-o", "results/"),
      "merge": try Self.script("merge", "workspace", "--shards", "8", "-o", "result.h5"),
    ]
    for (name, script) in made {
      let path = Reference.root.appending(path: "samples/slurm/\(name).sbatch").path
      if ProcessInfo.processInfo.environment["EBB_UPDATE_SNAPSHOTS"] == "1" {
        try Data(script.utf8).write(to: URL(filePath: path))
      }
      #expect(try String(contentsOfFile: path, encoding: .utf8) == script)
    }
    for name in ["export", "merge", "convertmc"] {
      let path = Reference.root.appending(path: "samples/slurm/\(name).sbatch").path
      let checked = try Program.run("bash", ["-n", path])
      #expect(checked.status == 0, "\(checked.errors)")
      #expect(!(try String(contentsOfFile: path, encoding: .utf8)).contains("$SLURM_ARRAY_TASK_COUNT"))
    }
  }

  @Test(
    "shards, more than the array has tasks, and then the index make what one process makes; paths have blanks and quotes"
  )
  func export() throws {
    let folder = try TemporaryFolder()
    let output = "it's $HOME's \"results\"/"
    let script = try Self.script(
      "export", "--shards", "5", "--array-limit", "4", "--account", "grant1", "--time", "1:00:00", "--", "-e",
      "peak",
      "-f", "json", "-o", output)
    for line in [
      "#SBATCH --array=1-3", "#SBATCH --requeue", "#SBATCH --account=grant1", "#SBATCH --time=1:00:00",
    ] {
      #expect(script.contains(line + "\n"))
    }
    for task in 1...3 {
      let outcome = try Self.run(script, task: task, in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    let index = try Self.run(script, task: 0, in: folder)
    #expect(index.status == 0, "\(index.errors)")
    let whole = try Ebb.run(
      "export", "--all", "--db", Sample.path, "-e", "peak", "-f", "json", "-q", "-o",
      folder.path("whole") + "/")
    try #require(whole.status == 0)
    let difference = try Program.run(
      "diff", ["-r", "--exclude=index.d", folder.path("whole"), folder.path(output)])
    #expect(difference.status == 0, "\(difference.output)")
  }

  @Test("an index of which a task is missing fails, and so does the script")
  func missing() throws {
    let folder = try TemporaryFolder()
    let script = try Self.script("export", "--shards", "2", "--", "-e", "peak", "-f", "json", "-o", "out/")
    #expect(try Self.run(script, task: 1, in: folder).status == 0)
    let index = try Self.run(script, task: 0, in: folder)
    #expect(index.status == 1 && index.errors.contains("shard 2 of 2 is missing"), "\(index.errors)")
  }

  @Test("parts and then the merge are what one process makes")
  func merge() throws {
    let folder = try TemporaryFolder()
    let script = try Self.script(
      "merge", "20260112", "--shards", "3", "-o", "a result.json", "--", "-e", "peak")
    for task in [2, 1, 3, 0] {
      let outcome = try Self.run(script, task: task, in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    #expect(try folder.names == ["a result.json", "a result.json.parts"])
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path("a result.json.parts")).count == 3)
    try FileManager.default.removeItem(atPath: folder.path("a result.json.parts") + "/3.h5")
    #expect(try Self.run(script, task: 0, in: folder).status == 66)
  }

  @Test(
    "what ebb export would refuse is refused before anything is submitted",
    arguments: [
      (["export", "--shards", "2", "--", "-f", "hdf5"], "-o FOLDER/"),
      (["export", "--shards", "2", "--", "-o", "x/", "--shard", "1/2"], "--shard of its own"),
      (["export", "--shards", "2", "--", "-o", "x/", "--frobnicate"], "--frobnicate"),
      (["export", "--shards", "2", "--account", "a b", "--", "-o", "x/"], "--account"),
      (["export", "--shards", "0", "--", "-o", "x/"], "from 1"),
      (["merge", "20260112", "--shards", "2", "-o", "x/"], "-o takes a file"),
      (["merge", "20260112", "--shards", "2", "-o", "x.h5", "--", "--per-task"], "--per-task"),
    ])
  func refused(words: [String], says: String) throws {
    let outcome = try Program.run(Ebb.path, ["slurm"] + words)
    #expect(outcome.status == 64 && outcome.errors.contains(says), "\(outcome.errors)")
    #expect(outcome.output == "")
  }
}
