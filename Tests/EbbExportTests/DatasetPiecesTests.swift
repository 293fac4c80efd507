import Testing

@testable import EbbExport

@Suite("Pieces of datasets") struct DatasetPiecesTests {
  @Test(
    "pieces are runs of all values in C order, of whole chunks, and none is large",
    arguments: [
      ([], []), ([1], [1]), ([1_000_000], [131_072]), ([1_000_000], [1]), ([7, 300], [7, 300]),
      ([600, 500], [100, 500]), ([3, 1000, 1000], [1, 100, 1000]), ([200, 300, 40], [1, 1, 40]),
      ([2, 2, 200_000], [1, 1, 131_072]), ([5, 0, 3], [1, 1, 1]), ([4, 4, 4, 4], [1, 2, 4, 4]),
    ] as [([Int], [Int])])
  func cover(shape: [Int], chunk: [Int]) {
    let pieces = DatasetPieces(shape: shape, chunk: chunk)
    var next = 0
    for piece in pieces {
      #expect(piece.count == shape.count)
      // The first value of a piece lies where the one before ends, and its last as many later as it has.
      func place(_ bins: [Int]) -> Int { zip(bins, shape).reduce(0) { $0 * $1.1 + $1.0 } }
      let size = piece.reduce(1) { $0 * $1.count }
      #expect(place(piece.map(\.lowerBound)) == next)
      #expect(place(piece.map { $0.upperBound - 1 }) == next + size - 1)
      #expect(size <= pieces.largest)
      next += size
    }
    #expect(next == shape.reduce(1, *))
    #expect(pieces.largest <= (1 << 17) + chunk.reduce(1, *))
  }
}
