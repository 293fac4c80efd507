import EbbModel
import EbbTestSupport
import EbbText
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

  @Test("rows with a long name are composed a few at a time", arguments: ["csv", "ndjson"])
  func longNames(format: String) async throws {
    let exporter = try #require(exporters.first { $0.name == format })
    let name = String(repeating: "m", count: 1 << 18)
    let pages = [0, 1].map { ResultPage.mean((0..<20).map(Double.init), number: $0) }
    let export = SmallExport(
      pages.map { page in
        var page = page
        page.axes = [.position("z", (0...20).map(Double.init))]
        return page
      }, estimator: .named(name))
    let text = try await export.text(exporter, options: .isal(threads: 3))
    let rows = text.split(separator: "\n").filter { $0.contains(name) }
    #expect(rows.count == 40)
    #expect(text.utf8.count > 40 << 18)
  }

  @Test("as many rows are composed as a block holds, and at least one")
  func bounded() throws {
    for (length, most) in [(0, 512), (100, 512), (1_000, 140), (1 << 20, 1)] {
      var counts: [Int] = []
      let texts = CellTexts(count: 1) { $1.append(String(repeating: "a", count: length)) }
      try writeRows(1_100, threads: 1) {
        counts.append($0.count)
      } _: { _ in
        [RowColumn(texts)]
      }
      #expect(counts.reduce(0, +) == 1_100 * length)
      #expect(counts.allSatisfy { $0 <= most * max(length, 1) })
    }
  }
}
