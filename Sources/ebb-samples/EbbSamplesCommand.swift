import ArgumentParser
import EbbSamples
import Foundation

/// Generates the sample store, or a larger one for benchmarks.
@main struct EbbSamplesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ebb-samples",
    abstract: "Writes a store of synthetic results: a 150 MeV proton pencil beam in water.",
    discussion: """
      Examples:
        ebb-samples --sqlite samples/pencil-beam.sqlite --force
        ebb-samples --sqlite large.sqlite --tasks 100 --scale 10
        ebb-samples --postgres-sql beam.sql && createdb beam && psql -qf beam.sql beam

      The same options give the same bytes. The errors of what is exported from the store can be checked: \
      every bin scatters around an analytic value, with a variance that goes as one over the primaries.
      """)

  @Option(name: .customLong("sqlite"), help: ArgumentHelp("The SQLite file to write.", valueName: "file"))
  var sqlitePath: String?

  @Option(
    name: .customLong("postgres-sql"),
    help: ArgumentHelp("The file of SQL for psql to write.", valueName: "file"))
  var postgresPath: String?

  @Option(help: "The seed of the random numbers.")
  var seed: UInt64 = 1

  @Option(help: "The tasks of the job that keeps every task's results, 3 to 9999.")
  var tasks = 12

  @Option(help: "How many times as many Z bins the meshes have, 1 to 1000.")
  var scale = 1

  @Flag(help: "Without the faults of the platform and its converter: nothing that 'ebb check' finds.")
  var clean = false

  @Flag(help: "Overwrite files that exist.")
  var force = false

  func validate() throws {
    guard sqlitePath != nil || postgresPath != nil else {
      throw ValidationError("nothing to write: give --sqlite FILE, --postgres-sql FILE or both.")
    }
    guard SampleRequest.taskRange.contains(tasks) else {
      throw ValidationError("--tasks must be from 3 to 9999, not \(tasks).")
    }
    guard SampleRequest.scaleRange.contains(scale) else {
      throw ValidationError("--scale must be from 1 to 1000, not \(scale).")
    }
  }

  func run() throws {
    let sample = SampleStore(SampleRequest(seed: seed, tasks: tasks, scale: scale, isClean: clean))
    do {
      if let sqlitePath {
        try sample.writeSQLite(to: sqlitePath, overwrite: force)
        print("wrote \(sqlitePath)")
      }
      if let postgresPath {
        try sample.writePostgreSQL(to: postgresPath, overwrite: force)
        print("wrote \(postgresPath)")
      }
    } catch {
      FileHandle.standardError.write(Data("ebb-samples: \(Self.message(error))\n".utf8))
      throw Self.cannotCreate
    }
  }

  /// EX_CANTCREAT.
  private static let cannotCreate = ExitCode(73)

  /// The fault in a sentence, and one line of what to do.
  private static func message(_ error: SampleError) -> String {
    switch error {
    case .exists(let path):
      return "'\(path)' exists.\n     Choose another name, or overwrite it with --force."
    case .notWritten(let path, let reason):
      return "cannot write '\(path)': \(reason)\n     Choose a folder that can be written to."
    }
  }
}
