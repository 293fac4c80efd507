internal import EbbFiles
internal import EbbText

extension TextFile {
  /// Of up to 20 bytes each about what a block holds.
  private static let numbersAtOnce = 1 << 12

  /// An array of numbers under a key after a comma, a block at a time.
  /// - Parameter isNested: whether it is the only element of another.
  mutating func write(key: String, json values: [Double], isNested: Bool = false) throws(FileError) {
    try write(Array(", \"\(key)\": \(isNested ? "[[" : "[")".utf8))
    try writeBlocks(of: values.count, atOnce: Self.numbersAtOnce, threads: threads) {
      (block) throws(FileError) in
      try write(block)
    } _: { numbers, block in
      if numbers.lowerBound > 0 { block.append(", ") }
      block.append(json: values.span.extracting(numbers))
    }
    try write(Array((isNested ? "]]" : "]").utf8))
  }
}
