/// The bins of a page in the order of its values: the last axis fastest.
struct BinWalk {
  private let shape: [Int]
  /// The bin's index on each axis.
  private(set) var index: [Int]

  init(shape: [Int]) {
    self.shape = shape
    index = [Int](repeating: 0, count: shape.count)
  }

  /// Goes to the next bin; from the last to the first.
  mutating func advance() {
    for axis in shape.indices.reversed() {
      index[axis] += 1
      if index[axis] < shape[axis] { return }
      index[axis] = 0
    }
  }
}
