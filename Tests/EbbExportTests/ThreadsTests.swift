import EbbModel
import EbbTestSupport
import Foundation
import Testing

@testable import EbbExport

@Suite("threads of exporters")
struct ThreadsTests {
  /// Two pages with errors, hits and numbers that are none, of more bins than are composed at once.
  private static func pages() -> [ResultPage] {
    var random = SeededGenerator(seed: 21)
    return [[23, 17, 31], [5_000]].map { shape in
      let axes = shape.enumerated().map { number, count in
        Axis.position("xyz".map(String.init)[number], (0...count).map { Double($0) / 7 })
      }
      let values = (0..<shape.reduce(1, *)).map { bin in
        bin % 97 == 5 ? .nan : bin % 3 == 0 ? 0 : Double.random(in: 0..<1, using: &random)
      }
      var page = ResultPage.mean(
        values, axes: axes, errors: values.map { $0 / 3 }, number: shape.count,
        binContributions: values.indices.map { $0 % 2 + 1 })
      page.hits = values.indices.map { UInt32($0 % 3) }
      return page
    }
  }

  @Test(
    "a file has the same bytes for any number of threads",
    arguments: ["csv", "ndjson", "json", "parquet", "hdf5"])
  func sameBytes(format: String) async throws {
    let exporter = try #require(exporters.first { $0.name == format })
    let folder = try TemporaryFolder()
    let (pages, particles) = (Self.pages(), (0..<8_000).map { Double($0) / 3 })
    let takesParticles = format != "hdf5"
    for (number, content) in [pages, [pages[0]], takesParticles ? [.particles(particles)] : []].enumerated()
    where !content.isEmpty {
      var files: [Data] = []
      for threads in [1, 2, 3, 7] {
        var export = SmallExport(content)
        export.outline.hasParticles = content[0].isPhaseSpace
        export.outline.axisNames = content.map { $0.axes.map(\.name) }
        var options = ExportOptions.isal(threads: threads)
        options.tellsHits = true
        let path = folder.path("\(number)-\(threads)")
        try await export.write(exporter, to: .file(path: path), options: options)
        files.append(try Data(contentsOf: URL(filePath: path)))
      }
      #expect(files[0].count > 10_000)
      #expect(Set(files).count == 1)
    }
  }
}
