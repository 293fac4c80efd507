import EbbFiles
import EbbModel
import EbbTestSupport
import Foundation
import Testing

@testable import EbbExport

@Suite(
  "A full disk",
  .enabled(if: SmallDisk.isPossible, "this process may not mount a small file system"))
struct DiskFullTests {
  /// Noise, which no filter makes small.
  private static let large: SmallExport = {
    var random = SeededGenerator(seed: 4)
    let values = (0..<100_000).map { _ in Double.random(in: 0..<1, using: &random) }
    let page = ResultPage.mean(values, axes: [.centres("n", values.indices.map(Double.init))])
    return SmallExport([page, page])
  }()
  private static let small = SmallExport([.mean([1, 2], axes: [.zones], errors: [0, 1])])

  /// A large export and a small one that a format can hold: of a dose over positions, of particles, or of any pages.
  private static func exports(for exporter: any Exporter) -> (large: SmallExport, small: SmallExport) {
    var random = SeededGenerator(seed: 5)
    switch exporter.name {
    case "nrrd", "mha", "vti", "vtr", "vtkhdf", "dicom":
      let edges = (0...300).map(Double.init)
      let values = (0..<300 * 300).map { _ in Double.random(in: 0..<1, using: &random) }
      let page = ResultPage.mean(
        values, axes: [.position("x", edges), .position("z", edges)], errors: values, unit: "Gy")
      let (x, z) = (Axis.position("x", [0, 1]), Axis.position("z", [0, 1]))
      return (SmallExport([page]), SmallExport([.mean([1], axes: [x, z], unit: "Gy")]))
    case "tripcube":
      let edges = (0...300).map(Double.init)
      let values = (0..<300 * 300 * 2).map { _ in Double.random(in: 0..<1, using: &random) }
      let (x, y, z) = (Axis.position("x", edges), Axis.position("y", edges), Axis.position("z", [0, 1, 2]))
      let one = Axis.position("x", [0, 1])
      return (
        SmallExport([.mean(values, axes: [x, y, z], unit: "Gy")]),
        SmallExport([.mean([1, 1], axes: [one, .position("y", [0, 1]), z], unit: "Gy")])
      )
    case "tripddd":
      let beam = ResultEstimator.named(
        "mesh",
        metadata: [
          .init(name: "projectile_a", value: "1"), .init(name: "projectile_z", value: "1"),
          .init(name: "Tmax_MeV/amu", value: "150"),
        ])
      func depths(_ count: Int) -> SmallExport {
        let values = (0..<count).map { _ in Double.random(in: 0.5..<1, using: &random) }
        let axis = Axis.position("z", (0...count).map(Double.init))
        return SmallExport([.mean(values, axes: [axis])], estimator: beam)
      }
      return (depths(30_000), depths(5))
    case "mcpl":
      let row: [Double] = [2212, 0, 0, 0, 0, 0, 1, 100]
      let rows = (0..<10_000).flatMap { _ in row }
      return (SmallExport([.particles(rows)]), SmallExport([.particles(row)]))
    default: return (large, small)
    }
  }

  @Test(
    "it is told in the system's words, nothing is left, and what is exported next is whole",
    arguments: exporters.map(\.name))
  func file(format: String) async throws {
    let disk = try SmallDisk(kilobytes: 256)
    let exporter = try #require(exporters.first { $0.name == format })
    let path = disk.folder.path("out")
    let (large, small) = Self.exports(for: exporter)
    for _ in 0..<5 {
      await #expect(
        throws: FileError.writeFailed(path: path, reason: "No space left on device")
      ) {
        try await large.write(exporter, to: .file(path: path))
      }
      #expect(try disk.folder.names == [])
    }
    #expect(try disk.openFiles == [])
    let elsewhere = try TemporaryFolder()
    try await small.write(exporter, to: .file(path: elsewhere.path("out")))
    try await Self.writeOnceFree(small, exporter, to: path)
    #expect(try disk.folder.bytes("out") == elsewhere.bytes("out"))
    // A cube has its header beside it.
    #expect(try disk.folder.names == (format == "tripcube" ? ["out", "out.hed"] : ["out"]))
  }

  /// Processes that other tests have started meanwhile hold what was open then, and its space, until they end: the
  /// HDF5 library hands its files on to them.
  private static func writeOnceFree(_ small: SmallExport, _ exporter: any Exporter, to path: String)
    async throws
  {
    for _ in 0..<600 {
      do {
        return try await small.write(exporter, to: .file(path: path))
      } catch FileError.writeFailed(_, reason: "No space left on device") {
        try await Task.sleep(for: .milliseconds(100))
      }
    }
    try await small.write(exporter, to: .file(path: path))
  }

  @Test("of a folder's files none is left")
  func folder() async throws {
    let disk = try SmallDisk(kilobytes: 256)
    let path = disk.folder.path("tables")
    await #expect(
      throws: FileError.writeFailed(
        path: path + "/mesh_p0_dose.csv", reason: "No space left on device")
    ) {
      try await Self.large.write(CSVExporter(), to: .folder(path: path))
    }
    #expect(try disk.folder.names == [])
  }

  @Test("a disk that fills at every single step of an HDF5 export leaves nothing", arguments: 0..<24)
  func everyStep(step: Int) async throws {
    let disk = try SmallDisk(kilobytes: 4 * (1 + step))
    let centres = (0..<600).map { Double($0 * 7_919 % 600).squareRoot() }
    let export = SmallExport(
      (0..<8).map { .mean(centres, axes: [.centres("n", centres)], number: $0) })
    do {
      try await export.write(HDF5Exporter(), to: .file(path: disk.folder.path("out")))
      #expect(try disk.folder.names == ["out"])
    } catch let error as FileError {
      #expect(
        error == .writeFailed(path: disk.folder.path("out"), reason: "No space left on device")
          || error == .notCreatable(path: disk.folder.path("out"), reason: "No space left on device"))
      #expect(try disk.folder.names == [])
    }
    #expect(try disk.openFiles == [])
  }
}
