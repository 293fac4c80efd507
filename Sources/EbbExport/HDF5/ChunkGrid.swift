/// The chunks of a dataset, counted in its order, where at most one axis is cut into parts: those before it are cut
/// into single positions, those after it are whole. Then each chunk is a run of the dataset's values.
struct ChunkGrid {
  private let shape: [Int]
  private let chunk: [Int]
  /// The axis that is cut into parts.
  private let axis: Int
  /// Values for each position on that axis.
  private let row: Int
  /// Parts of that axis.
  private let parts: Int

  /// Values in a chunk.
  let chunkSize: Int
  /// The number of chunks.
  let count: Int

  init(shape: [Int], chunk: [Int]) {
    self.shape = shape
    self.chunk = chunk
    axis = shape.indices.first { chunk[$0] > 1 } ?? shape.count - 1
    row = shape[(axis + 1)...].reduce(1, *)
    precondition(chunk[(axis + 1)...] == shape[(axis + 1)...], "a chunk is a run of values")
    parts = (shape[axis] + chunk[axis] - 1) / chunk[axis]
    chunkSize = chunk.reduce(1, *)
    count = shape[..<axis].reduce(parts, *)
  }

  /// The dataset's values that a chunk holds; fewer than it has room for in an axis' last part.
  func values(_ number: Int) -> Range<Int> {
    let (position, part) = number.quotientAndRemainder(dividingBy: parts)
    let first = part * chunk[axis]
    let last = min(first + chunk[axis], shape[axis])
    let start = position * shape[axis] * row
    return start + first * row..<start + last * row
  }

  /// The place of a chunk's first value on each axis.
  func offset(_ number: Int) -> [Int] {
    var (position, part) = number.quotientAndRemainder(dividingBy: parts)
    var offset = [Int](repeating: 0, count: shape.count)
    offset[axis] = part * chunk[axis]
    for axis in (0..<axis).reversed() {
      (position, offset[axis]) = position.quotientAndRemainder(dividingBy: shape[axis])
    }
    return offset
  }
}
