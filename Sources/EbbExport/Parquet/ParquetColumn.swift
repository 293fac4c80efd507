/// A column of a row group on its way: where it has values, and which.
struct ParquetColumn<Word: ParquetWord>: PendingColumn, Sendable {
  /// The numbers of rows that follow one another with and without a value.
  private var stretches: [(isValid: Bool, count: Int)] = []
  private(set) var count = 0
  private var validCount = 0
  private var words: [Word] = []
  private var places: [Word.Key: UInt32] = [:]
  /// The word of each value.
  private var indices: [UInt32] = []

  init() {}

  mutating func append(nothing rows: Int) { extend(rows, isValid: false) }

  /// Takes rows with the same value.
  mutating func append(_ word: Word, rows: Int) {
    guard rows > 0 else { return }
    let index = place(of: word)
    indices.append(contentsOf: repeatElement(index, count: rows))
    extend(rows, isValid: true)
  }

  /// Takes rows whose values are `words[position]`, the position changing after every `stride` rows and starting again after
  /// the last.
  /// - Parameter first: the number of the first row in that order.
  mutating func append(_ words: [Word], stride: Int, first: Int, rows: Int) {
    guard rows > 0 else { return }
    var places = [UInt32?](repeating: nil, count: words.count)
    var row = first
    while row < first + rows {
      let position = row / stride % words.count
      let end = min((row / stride + 1) * stride, first + rows)
      let index = places[position] ?? place(of: words[position])
      places[position] = index
      indices.append(contentsOf: repeatElement(index, count: end - row))
      row = end
    }
    extend(rows, isValid: true)
  }

  private mutating func extend(_ rows: Int, isValid: Bool) {
    guard rows > 0 else { return }
    count += rows
    if isValid { validCount += rows }
    if let last = stretches.last, last.isValid == isValid {
      stretches[stretches.count - 1].count += rows
    } else {
      stretches.append((isValid, rows))
    }
  }

  private mutating func place(of word: Word) -> UInt32 {
    let key = word.key
    if let place = places[key] { return place }
    let place = UInt32(words.count)
    words.append(word)
    places[key] = place
    return place
  }

  /// The column as a chunk of a file, its words in a dictionary.
  func chunk() -> ParquetChunk {
    guard !words.isEmpty else { return .nothing(Word.type, rows: count) }
    var dictionary: [UInt8] = []
    for word in words { word.appendPlain(to: &dictionary) }
    let width = max(1, UInt32.bitWidth - UInt32(words.count - 1).leadingZeroBitCount)
    var data = ParquetChunk.levels(stretches)
    data.append(UInt8(width))
    IndexRuns.append(indices, width: width, to: &data)
    return ParquetChunk(
      type: Word.type, rows: count, nulls: count - validCount,
      dictionary: (dictionary, words.count), data: data,
      bounds: Word.bounds(of: words))
  }
}
