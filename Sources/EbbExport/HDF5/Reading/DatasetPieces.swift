internal import EbbFiles

/// The pieces in which a dataset is read: each a run of its values in C order, and together all of them.
///
/// Along one axis ranges, before it single positions, after it all: of 1 MiB about, and of whole chunks where these
/// are made likewise (`ChunkGrid`).
struct DatasetPieces: Sequence, IteratorProtocol {
  /// The size of a piece in values: 1 MiB.
  private static let size = 1 << 17

  private let shape: [Int]
  /// The axis along which ranges are taken.
  private let axis: Int
  /// The number of positions of a piece; the last may have fewer.
  private let rows: Int
  /// The position of the next piece on each axis up to `axis`; `nil` after the last piece.
  private var place: [Int]?

  /// The values that a piece has at most.
  let largest: Int

  /// - Parameters:
  ///   - shape: empty for a single value.
  ///   - chunk: of the same rank; of 1 each where there are no chunks.
  init(shape: [Int], chunk: [Int]) {
    func row(_ axis: Int) -> Int { shape[(axis + 1)...].reduce(1, *) }
    let axis = shape.indices.first { chunk[$0] > 1 || row($0) <= Self.size } ?? 0
    self.shape = shape
    self.axis = axis
    if shape.isEmpty || shape.contains(0) {
      (rows, largest) = (1, shape.isEmpty ? 1 : 0)
      place = shape.isEmpty ? [] : nil
    } else {
      let wanted = Swift.max(1, Self.size / row(axis))
      let part = Swift.min(chunk[axis], shape[axis])
      rows = Swift.min((wanted + part - 1) / part * part, shape[axis])
      largest = rows * row(axis)
      place = [Int](repeating: 0, count: axis + 1)
    }
  }

  mutating func next() -> [Range<Int>]? {
    guard var place else { return nil }
    guard !shape.isEmpty else {
      self.place = nil
      return []
    }
    let end = Swift.min(place[axis] + rows, shape[axis])
    let piece =
      place[..<axis].map { $0..<$0 + 1 } + [place[axis]..<end] + shape[(axis + 1)...].map { 0..<$0 }
    place[axis] = end
    var moved = axis
    while moved > 0, place[moved] == shape[moved] {
      place[moved] = 0
      moved -= 1
      place[moved] += 1
    }
    self.place = place[0] == shape[0] ? nil : place
    return piece
  }
}
