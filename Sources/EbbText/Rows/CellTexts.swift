/// Texts that rows are made of, such as the cells of a column, one after another in one buffer.
package struct CellTexts: Sendable {
  /// Bytes after the last text that may be read, so that texts are copied in steps of as many.
  static let padding = 32

  /// The texts, and `padding` bytes.
  let bytes: [UInt8]
  /// Where each text begins, and where the last one ends.
  let starts: [Int]
  /// The bytes of the longest.
  let longest: Int

  /// - Parameter write: appends the text of a position.
  package init(count: Int, _ write: (_ position: Int, _ block: inout TextBlock) -> Void) {
    var block = TextBlock()
    var starts = [0]
    starts.reserveCapacity(count + 1)
    for position in 0..<count {
      write(position, &block)
      starts.append(block.count)
    }
    self.init(block, starts: starts)
  }

  /// The texts of numbers.
  /// - Parameters:
  ///   - decimal: what stands before the fraction.
  ///   - nonFinite: the text of a number that is not finite.
  private init(
    _ values: Span<Double>, decimal: Unicode.Scalar = ".", nonFinite: (Double) -> StaticString
  ) {
    var block = TextBlock()
    let starts = block.append(each: values, nonFinite: nonFinite)
    if decimal != "." { block.replace(".", with: decimal, from: 0) }
    self.init(block, starts: starts)
  }

  /// The texts of counts.
  package init(counts: ArraySlice<some BinaryInteger>) {
    self.init(count: counts.count) { $1.append(Int(counts[counts.startIndex + $0])) }
  }

  private init(_ block: consuming TextBlock, starts: [Int]) {
    longest = zip(starts, starts.dropFirst()).reduce(0) { max($0, $1.1 - $1.0) }
    self.starts = starts
    bytes = block.bytes(padding: Self.padding)
  }

  package var count: Int { starts.count - 1 }
}

extension CellTexts {
  /// Number cells of a table, as `TextBlock.append(cell:)` writes them.
  /// - Parameter decimal: what stands before the fraction.
  package init(cells values: Span<Double>, decimal: Unicode.Scalar = ".") {
    self.init(values, decimal: decimal) { $0.isNaN ? "NaN" : $0 < 0 ? "-INF" : "INF" }
  }

  /// Numbers of JSON; `null` for those that are not finite.
  package init(json values: Span<Double>) { self.init(values) { _ in "null" } }
}
