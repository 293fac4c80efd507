internal import EbbFiles

/// A Parquet file being written: row groups one after another, what they hold at the end.
///
/// Apache Parquet, parquet-format 2.10 (parquet.thrift): data pages of version 1, each compressed by gzip, since every
/// reader has it; dictionaries and plain values, since Spark 3.5 cannot read what is newer. A column that a later row group is the
/// first to have is written for the earlier ones as nothing, at the end.
struct ParquetFile: ~Copyable {
  /// A column's part of a row group as the end of the file tells of it.
  private struct ChunkPlace: Sendable {
    var chunk: ParquetChunk
    var dictionaryStart: Int?
    var dataStart: Int
    var size: Int
    var compressedSize: Int
  }

  private struct Group: Sendable {
    var rows: Int
    /// By the columns' order.
    var places: [Int: ChunkPlace] = [:]
  }

  private var file: TextFile
  /// One for each thread that compresses; none where nothing is compressed.
  private let deflates: [FastDeflate.Stream]
  private var length: Int
  private var columns: [(name: String, type: ParquetType)] = []
  private var groups: [Group] = []

  init(
    _ output: ExportTarget, options: ExportOptions, _ compression: CompressionLevel
  ) throws(FileError) {
    var file = try TextFile(output, options: options, named: ParquetExporter.partName)
    let mark = Array("PAR1".utf8)
    try file.write(mark)
    self.file = file
    deflates = (0..<max(1, options.threads)).compactMap { _ in compression.stream(of: options.deflate) }
    length = mark.count
  }

  /// Writes the columns of a row group.
  mutating func write(_ rows: ParquetRows) throws(FileError) {
    guard rows.count > 0 else { return }
    var group = Group(rows: rows.count)
    let deflates = deflates
    var number = 0
    try inOrder(rows.names.count, threads: max(1, deflates.count)) { maker, number in
      rows.chunk(of: rows.names[number]).map {
        ChunkPages($0, deflatedBy: deflates.isEmpty ? nil : deflates[maker])
      }
    } _: { (pages) throws(FileError) in
      let name = rows.names[number]
      number += 1
      guard let pages else { return }
      let column = columns.firstIndex { $0.name == name } ?? columns.count
      if column == columns.count { columns.append((name, pages.chunk.type)) }
      group.places[column] = try write(pages)
    }
    groups.append(group)
  }

  /// Writes the end, and puts the file in its place.
  /// - Parameters:
  ///   - order: the columns' names, in the order in which tables show them.
  ///   - facts: names and texts of what is known of the whole.
  consuming func commit(
    order: [String], creator: String, facts: [(name: String, text: String)]
  ) throws(FileError) {
    for index in groups.indices {
      for column in columns.indices where groups[index].places[column] == nil {
        let nothing = ParquetChunk.nothing(columns[column].type, rows: groups[index].rows)
        groups[index].places[column] = try write(ChunkPages(nothing, deflatedBy: deflates.first))
      }
    }
    let shown = order.compactMap { name in columns.firstIndex { $0.name == name } }
    let footer = footer(shown, creator: creator, facts: facts)
    try write(footer)
    var end: [UInt8] = []
    end.append(littleEndian: UInt32(footer.count))
    try write(end + Array("PAR1".utf8))
    try file.commit()
  }

  private mutating func write(_ bytes: [UInt8]) throws(FileError) {
    try file.write(bytes)
    length += bytes.count
  }

  private mutating func write(_ pages: ChunkPages) throws(FileError) -> ChunkPlace {
    var place = ChunkPlace(
      chunk: pages.chunk, dataStart: length, size: pages.size,
      compressedSize: pages.dictionary.count + pages.data.count)
    if !pages.dictionary.isEmpty {
      place.dictionaryStart = length
      try write(pages.dictionary)
      place.dataStart = length
    }
    try write(pages.data)
    return place
  }

  /// What there is in the file: the schema, each group's chunks, facts of the whole.
  private func footer(
    _ shown: [Int], creator: String, facts: [(name: String, text: String)]
  ) -> [UInt8] {
    let (columns, groups, isCompressed) = (columns, groups, !deflates.isEmpty)
    return ThriftText.structure { footer in
      footer.field(1, int32: 2)
      footer.field(2, [nil] + shown.map(Optional.some)) { element, column in
        guard let column else {
          element.field(4, "schema")
          return element.field(5, int32: shown.count)
        }
        element.field(1, int32: columns[column].type.rawValue)
        // Optional.
        element.field(3, int32: 1)
        element.field(4, columns[column].name)
        if columns[column].type == .bytes {
          element.field(6, int32: 0)
          // The logical type of a text.
          element.field(10) { $0.field(1) { _ in } }
        }
      }
      footer.field(3, int64: groups.reduce(0) { $0 + $1.rows })
      footer.field(4, groups) { element, group in
        let places = shown.compactMap { column in group.places[column].map { (columns[column].name, $0) } }
        element.field(1, places) { Self.write(chunk: $1.1, of: $1.0, isCompressed, to: &$0) }
        element.field(2, int64: places.reduce(0) { $0 + $1.1.size })
        element.field(3, int64: group.rows)
        element.field(6, int64: places.reduce(0) { $0 + $1.1.compressedSize })
      }
      footer.field(5, facts) { element, fact in
        element.field(1, fact.name)
        element.field(2, fact.text)
      }
      // Readers tell faulty writers by a version and a build.
      footer.field(6, "ebb version \(creator) (build ebb)")
      // All in the order of their types.
      footer.field(7, shown) { element, _ in element.field(1) { _ in } }
    }
  }

  private static func write(
    chunk place: ChunkPlace, of name: String, _ isCompressed: Bool, to text: inout ThriftText
  ) {
    let chunk = place.chunk
    text.field(2, int64: place.dictionaryStart ?? place.dataStart)
    text.field(3) { meta in
      meta.field(1, int32: chunk.type.rawValue)
      meta.field(2, int32s: chunk.dictionary == nil ? [0, 3] : [0, 3, 8])
      meta.field(3, texts: [name])
      meta.field(4, int32: isCompressed ? 2 : 0)
      meta.field(5, int64: chunk.rows)
      meta.field(6, int64: place.size)
      meta.field(7, int64: place.compressedSize)
      meta.field(9, int64: place.dataStart)
      if let start = place.dictionaryStart { meta.field(11, int64: start) }
      meta.field(12) { statistics in
        statistics.field(3, int64: chunk.nulls)
        if let bounds = chunk.bounds {
          statistics.field(5, bounds.largest)
          statistics.field(6, bounds.least)
        }
      }
    }
  }
}
