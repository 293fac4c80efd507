import EbbTestSupport
import Foundation
import Testing

/// Exports in the readers that users have: h5py, xarray, netCDF4, silx, nexusformat.
@Suite("Readers", .enabled(if: Python.isPresent))
struct ReadersTests {
  @Test("every simulation with results opens in every HDF5 reader", arguments: 1...16)
  func simulation(id: Int) throws {
    try check(["id:\(id)", "--db", MadeStore.path])
  }

  @Test("those of the reference do too", .enabled(if: Reference.isPresent, "real results"), arguments: 1...16)
  func real(id: Int) throws {
    try check(["id:\(id)", "--db", Reference.path("real.sqlite")])
  }

  @Test("several simulations in one file do too")
  func together() throws {
    let jobs = [1, 3, 5, 6, 7, 11].map { "id:\($0)" }
    try check(jobs + ["--db", MadeStore.path, "--include-failed"])
  }

  @Test(
    "contributions on their own do too, and errors of every kind",
    arguments: [
      ["--per-task"], ["--error", "stddev"], ["--error", "none"], ["--nan", "skip", "--include-failed"],
    ])
  func options(_ options: [String]) throws {
    try check(["id:11", "--db", MadeStore.path] + options)
  }

  @Test("the sample does too", arguments: try sampleJobs())
  func sample(job: String) throws {
    try check([job, "--db", Sample.path])
  }

  private static func sampleJobs() throws -> [String] {
    let listing = try Ebb.run("list", "simulations", "--state", "COMPLETED", "--json", "--db", Sample.path)
    struct Row: Decodable { var jobId: String }
    return try Ebb.decode([Row].self, listing.output).map(\.jobId)
  }

  private func check(_ arguments: [String]) throws {
    let folder = try TemporaryFolder()
    let file = folder.path("export.h5")
    let export = try Program.run(Ebb.path, ["export"] + arguments + ["-o", file])
    try #require(export.status == 0, "\(export.errors)")
    #expect(try HDF5Readers.failures(file) == "")
  }
}

/// The store in `samples/`.
enum Sample {
  static let path = Reference.root.appending(path: "samples/pencil-beam.sqlite").path
}
