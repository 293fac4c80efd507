import EbbModel
import EbbTestSupport
import Testing

@testable import EbbExport

@Suite("CSV rows")
struct CSVRowsTests {
  /// Axes of lengths from 1 on, some with edges.
  private static func axes(_ count: Int, _ random: inout SeededGenerator) -> [Axis] {
    (0..<count).map { number in
      let edges = (0...Int.random(in: 1...4, using: &random)).map { Double($0) / 10 + Double(number) }
      return Bool.random(using: &random)
        ? .position("a\(number)", edges) : .centres("a\(number)", edges.dropLast().map { -$0 })
    }
  }

  /// The bins' indices on each axis, the last fastest.
  private static func indices(_ shape: [Int]) -> [[Int]] {
    shape.reduce([[]]) { rows, length in rows.flatMap { row in (0..<length).map { row + [$0] } } }
  }

  @Test("each row has the cells of its bin, whatever the number of axes", arguments: 0...5)
  func rows(axisCount: Int) async throws {
    var random = SeededGenerator(seed: UInt64(axisCount))
    for _ in 0..<20 {
      let axes = Self.axes(axisCount, &random)
      let indices = Self.indices(axes.map(\.centres.count))
      let values = indices.map { _ in Double.random(in: 0..<1, using: &random) }
      let page = ResultPage.mean(values, axes: axes, errors: values.map { $0 / 3 })
      var wide: [String] = []
      var long: [String] = []
      for (index, value) in zip(indices, values) {
        let cells = zip(axes, index).flatMap { axis, position in
          guard let edges = axis.edges else { return [axis.centres[position]] }
          return [edges[position], axis.centres[position], edges[position + 1]]
        }
        let centres = zip(axes, index).map { $0.centres[$1].description }
        let padded = centres + [String](repeating: "", count: 5 - axisCount)
        let ends = [value.description, (value / 3).description]
        wide.append((cells.map(\.description) + ends).joined(separator: ","))
        let edges = zip(axes, index).flatMap { axis, position in
          axis.edges.map { [$0[position].description, $0[position + 1].description] } ?? ["", ""]
        }
        let noEdges = [String](repeating: "", count: 2 * (5 - axisCount))
        long.append((padded + ends + edges + noEdges).joined(separator: ","))
      }
      let table = try await SmallExport([page]).text(CSVExporter())
      #expect(table.split(separator: "\n").dropFirst().map(String.init) == wide)
      let both = try await SmallExport([page, page]).text(CSVExporter())
      let ends = both.split(separator: "\n").dropFirst().map {
        $0.split(separator: ",", omittingEmptySubsequences: false).suffix(17).joined(separator: ",")
      }
      #expect(ends == long + long)
    }
  }
}
