import EbbModel
import EbbTestSupport
import Foundation
import Testing

@testable import EbbExport

/// Phase space, read by the format's own reader.
@Suite("MCPL") struct MCPLExporterTests {
  private static let reader = """
    import sys, mcpl
    file = mcpl.MCPLFile(sys.argv[1])
    for p in file.particles:
        print(p.pdgcode, *(f"{number:.15g}" for number in (p.x, p.y, p.z, p.ux, p.uy, p.uz, p.ekin)), p.weight, p.time)
    print(file.sourcename, file.comments)
    """

  @Test("every particle comes back, whatever way it flies", .enabled(if: Python.has("mcpl")))
  func readBack() async throws {
    var directions: [[Double]] = [[0, 0, 1], [0, 0, -1], [0, 1, 0], [0, -1, 0], [1, 0, 0], [-1, 0, 0]]
    for x in [-0.36, 0.48, 0.8] {
      for y in [-0.48, 0.36, 0.6] {
        for sign in [-1.0, 1] {
          directions.append([x, y, sign * (1 - x * x - y * y).magnitude.squareRoot()])
        }
      }
    }
    let rows = directions.enumerated().map { number, direction in
      [Double(number % 2 == 0 ? 2212 : -11), Double(number), 0.5, -2] + direction + [Double(number) * 10]
    }
    let folder = try TemporaryFolder()
    try await SmallExport([.particles(rows.flatMap(\.self))]).write(
      MCPLExporter(), to: .file(path: folder.path("a.mcpl")))
    let outcome = try Program.run(Python.path, ["-c", Self.reader, folder.path("a.mcpl")])
    let lines = outcome.output.split(separator: "\n").map(String.init)
    try #require(lines.count == rows.count + 1, "\(outcome.errors)")
    for (line, row) in zip(lines, rows) {
      let read = line.split(separator: " ").compactMap { Double($0) }
      try #require(read.count == 10)
      #expect(read[0] == row[0] && read[8] == 1 && read[9] == 0)
      for index in 1...7 { #expect((read[index] - row[index]).magnitude < 1e-12, "\(line)") }
    }
    #expect(lines.last?.contains("job-1: Water") == true)
  }

  @Test("what is no particle, and pages of bins, are refused")
  func refused() async throws {
    let folder = try TemporaryFolder()
    let rows: [[Double]] = [
      [2212, 0, 0, 0, 0, 0, 0, 1], [0.5, 0, 0, 0, 0, 0, 1, 1], [22, 0, 0, 0, 0, 0, 1, -1],
    ]
    for row in rows {
      await #expect(throws: ExportError.self) {
        try await SmallExport([.particles(row)]).write(MCPLExporter(), to: .file(path: folder.path("out")))
      }
    }
    await #expect(throws: ExportError.unsuitable(format: "mcpl", reason: "it is no table of particles")) {
      try await SmallExport([.mean([1])]).write(MCPLExporter(), to: .file(path: folder.path("out")))
    }
    #expect(try folder.names == [])
  }
}
