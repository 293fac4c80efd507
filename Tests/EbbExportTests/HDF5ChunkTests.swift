import EbbTestSupport
import Testing

@testable import EbbExport

@Suite("HDF5 chunks")
struct HDF5ChunkTests {
  private static let shapes: [[Int]] = {
    var random = SeededGenerator(seed: 12)
    var shapes = [
      [64], [131_072], [131_073], [131_101], [1 << 40], [(1 << 31) - 1], [1, 1 << 40], [1 << 40, 1],
      [131_071, 131_101], [2, 131_072], [2, 131_073], [997, 991, 983], [1, 1, 1, 1, 1 << 20],
      [65_537, 3, 1, 2], [1_000_003, 1_000_003],
    ]
    for _ in 0..<2_000 {
      let rank = Int.random(in: 1...5, using: &random)
      shapes.append(
        (0..<rank).map { _ in
          Int.random(in: 1...(1 << Int.random(in: 0...12, using: &random)), using: &random)
        })
    }
    return shapes
  }()

  @Test("a chunk holds at most 1 MiB, lies within the page, and wastes little")
  func bounds() {
    for shape in Self.shapes {
      let chunk = HDF5File.chunk(of: shape)
      let size = chunk.reduce(1, *)
      #expect(chunk.count == shape.count)
      #expect(zip(chunk, shape).allSatisfy { 1...$1 ~= $0 }, "\(chunk) of \(shape)")
      #expect(size * 8 <= 1 << 20, "\(chunk) of \(shape)")
      // What the chunks hold together, the parts beyond the page among it.
      let stored = zip(chunk, shape).reduce(1.0) {
        $0 * (Double(($1.1 + $1.0 - 1) / $1.0) * Double($1.0) / Double($1.1))
      }
      #expect(stored < 2, "\(chunk) of \(shape)")
    }
  }

  @Test("the chunks of a page are runs of its values, each where it belongs")
  func grid() {
    for shape in Self.shapes where shape.reduce(1.0, { $0 * Double($1) }) < 3e7 {
      let chunk = HDF5File.chunk(of: shape)
      let grid = ChunkGrid(shape: shape, chunk: chunk)
      var end = 0
      for number in 0..<grid.count {
        let values = grid.values(number)
        let offset = grid.offset(number)
        let place = zip(offset, shape).reduce(0) { $0 * $1.1 + $1.0 }
        let isThere = values.lowerBound == end && place == end && 1...grid.chunkSize ~= values.count
        guard isThere, zip(offset, chunk).allSatisfy({ $0 % $1 == 0 }) else {
          Issue.record("chunk \(number) of \(shape)")
          return
        }
        end = values.upperBound
      }
      #expect(end == shape.reduce(1, *))
    }
  }

  @Test("shuffled doubles are their bytes, all first ones first, zeros behind", arguments: 0...40)
  func shuffle(count: Int) {
    var random = SeededGenerator(seed: UInt64(count))
    let values = (0..<count).map { _ in Double(bitPattern: random.next()) }
    for size in [count, count + 1, count + 11] {
      let padded = values + [Double](repeating: 0, count: size - count)
      let planes = (0..<8).flatMap { plane in
        padded.map { UInt8(truncatingIfNeeded: $0.bitPattern >> UInt64(8 * plane)) }
      }
      #expect(ChunkWorkers.shuffled(values.span, size: size) == planes)
    }
  }

  @Test("a page of up to 1 MiB is one chunk")
  func small() {
    for shape in Self.shapes where shape.reduce(1, { $0.multipliedReportingOverflow(by: $1).0 }) <= 1 << 17 {
      #expect(HDF5File.chunk(of: shape) == shape)
    }
  }
}
