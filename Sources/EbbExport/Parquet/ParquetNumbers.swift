internal import EbbFiles

/// A column of numbers that seldom repeat, such as results: they stand one after another.
struct ParquetNumbers: PendingColumn, Sendable {
  private var stretches: [(isValid: Bool, count: Int)] = []
  private var numbers: [Double] = []
  private(set) var count = 0

  init() {}

  mutating func append(nothing rows: Int) { extend(rows, isValid: false) }

  mutating func append(_ more: ArraySlice<Double>) {
    numbers += more
    extend(more.count, isValid: true)
  }

  private mutating func extend(_ rows: Int, isValid: Bool) {
    guard rows > 0 else { return }
    count += rows
    if let last = stretches.last, last.isValid == isValid {
      stretches[stretches.count - 1].count += rows
    } else {
      stretches.append((isValid, rows))
    }
  }

  func chunk() -> ParquetChunk {
    ParquetChunk(
      type: .double, rows: count, nulls: count - numbers.count, dictionary: nil,
      data: ParquetChunk.levels(stretches) + littleEndianBytes(numbers), bounds: Double.bounds(of: numbers))
  }
}
