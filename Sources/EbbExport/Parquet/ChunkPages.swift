/// The pages of a column's part of a row group as they lie in the file: each a header, and data that are mostly compressed.
struct ChunkPages: Sendable {
  let chunk: ParquetChunk
  /// The page of the dictionary's words; empty where there is none.
  private(set) var dictionary: [UInt8] = []
  private(set) var data: [UInt8] = []
  /// The bytes of all pages before they are compressed.
  private(set) var size = 0

  private enum Encoding: Int {
    case plain = 0
    case runs = 3
    case dictionary = 8
  }

  /// - Parameter deflate: what compresses them; `nil` for nothing.
  init(_ chunk: ParquetChunk, deflatedBy deflate: FastDeflate.Stream?) {
    self.chunk = chunk
    // The pages' kinds are 0, data, and 2, dictionary.
    if let words = chunk.dictionary {
      dictionary = page(2, words.bytes, deflate) { header in
        header.field(7) {
          $0.field(1, int32: words.count)
          $0.field(2, int32: Encoding.plain.rawValue)
        }
      }
    }
    let encoding: Encoding = chunk.dictionary == nil ? .plain : .dictionary
    data = page(0, chunk.data, deflate) { header in
      header.field(5) {
        $0.field(1, int32: chunk.rows)
        $0.field(2, int32: encoding.rawValue)
        $0.field(3, int32: Encoding.runs.rawValue)
        $0.field(4, int32: Encoding.runs.rawValue)
      }
    }
  }

  private mutating func page(
    _ kind: Int, _ data: [UInt8], _ deflate: FastDeflate.Stream?, _ kindsHeader: (inout ThriftText) -> Void
  ) -> [UInt8] {
    let stored = deflate.map { GzipMember.member(of: data, deflatedBy: $0) } ?? data
    let header = ThriftText.structure {
      $0.field(1, int32: kind)
      $0.field(2, int32: data.count)
      $0.field(3, int32: stored.count)
      kindsHeader(&$0)
    }
    size += header.count + data.count
    return header + stored
  }
}
