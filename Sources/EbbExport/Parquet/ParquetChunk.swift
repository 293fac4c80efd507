/// The bytes of a column of a row group, before they are compressed, and what a reader may know of them beforehand.
struct ParquetChunk: Sendable {
  let type: ParquetType
  let rows: Int
  let nulls: Int
  /// The plain bytes of the dictionary's words, and their number; `nil` where values stand as they are.
  let dictionary: (bytes: [UInt8], count: Int)?
  /// The levels and the values of the one data page.
  let data: [UInt8]
  let bounds: (least: [UInt8], largest: [UInt8])?

  /// Which rows have a value: runs of 1 and 0, their length before them. All columns are optional, one level deep.
  static func levels(_ stretches: [(isValid: Bool, count: Int)]) -> [UInt8] {
    var runs: [UInt8] = []
    for stretch in stretches {
      IndexRuns.append(run: stretch.count, of: stretch.isValid ? 1 : 0, width: 1, to: &runs)
    }
    var levels: [UInt8] = []
    levels.append(littleEndian: UInt32(runs.count))
    return levels + runs
  }

  /// A column that has no value in any of `rows`.
  static func nothing(_ type: ParquetType, rows: Int) -> ParquetChunk {
    ParquetChunk(
      type: type, rows: rows, nulls: rows, dictionary: nil, data: levels([(false, rows)]), bounds: nil)
  }
}
