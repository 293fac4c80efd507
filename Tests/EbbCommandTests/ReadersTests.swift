import EbbTestSupport
import Foundation
import Testing

/// Exports in the readers that users have: h5py, xarray, netCDF4, silx, nexusformat.
@Suite("Readers", .enabled(if: Python.isPresent))
struct ReadersTests {
  @Test("every simulation with results opens in every HDF5 reader")
  func simulations() throws {
    try check((1...16).map { ["id:\($0)"] }, store: MadeStore.path)
  }

  @Test("those of the reference do too", .enabled(if: Reference.isPresent, "real results"))
  func real() throws {
    try check((1...16).map { ["id:\($0)"] }, store: Reference.path("real.sqlite"))
  }

  @Test("several simulations in one file, contributions on their own and errors of every kind do too")
  func options() throws {
    let together = [1, 3, 5, 6, 7, 11].map { "id:\($0)" } + ["--include-failed"]
    let options = [
      ["--per-task"], ["--error", "stddev"], ["--error", "none"], ["--nan", "skip", "--include-failed"],
    ]
    try check([together] + options.map { ["id:11"] + $0 }, store: MadeStore.path)
  }

  @Test("the sample does too")
  func sample() throws {
    let listing = try Ebb.run("list", "simulations", "--state", "COMPLETED", "--json", "--db", Sample.path)
    struct Row: Decodable { var jobId: String }
    let jobs = try Ebb.decode([Row].self, listing.output).map { [$0.jobId] }
    #expect(jobs.count == 4)
    try check(jobs, store: Sample.path)
  }

  private func check(_ exports: [[String]], store: String) throws {
    let folder = try TemporaryFolder()
    let files = try exports.enumerated().map { index, arguments in
      let file = folder.path("\(index).h5")
      let export = try Program.run(Ebb.path, ["export", "--db", store, "-o", file] + arguments)
      try #require(export.status == 0, "\(export.errors)")
      return file
    }
    #expect(try HDF5Readers.failures(files) == "")
  }
}

/// The store in `samples/`.
enum Sample {
  static let path = Reference.root.appending(path: "samples/pencil-beam.sqlite").path
}
