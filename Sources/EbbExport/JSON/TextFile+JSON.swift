internal import EbbFiles
internal import EbbText

extension TextFile {
  /// The count of numbers that are composed at once.
  private static let batch = 1 << 10

  /// An array of numbers under a key after a comma, a block at a time.
  /// - Parameter isNested: whether it is the only element of another.
  mutating func write(key: String, json values: [Double], isNested: Bool = false) throws(FileError) {
    var block = TextBlock()
    block.append(", \"\(key)\": \(isNested ? "[[" : "[")")
    var start = 0
    while start < values.count {
      if start > 0 { block.append(", ") }
      let end = min(start + Self.batch, values.count)
      block.append(json: values.span.extracting(start..<end))
      start = end
      if block.isFull {
        try write(block)
        block.clear()
      }
    }
    block.append(isNested ? "]]" : "]")
    try write(block)
  }
}
