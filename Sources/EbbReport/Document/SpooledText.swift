package import EbbFiles

/// Text of a report that lies on disk until its file is written: memory does not grow with it.
package struct SpooledText: Sendable {
  let spool: SpoolFile
  /// Where its parts lie, in order.
  private(set) var ranges: [Range<Int>] = []

  package init(_ spool: SpoolFile) { self.spool = spool }

  package var isEmpty: Bool { ranges.isEmpty }

  package mutating func append(_ text: String) throws(FileError) {
    guard !text.isEmpty else { return }
    append(try spool.append(text.utf8.span))
  }

  /// - Parameter text: of the same spool.
  package mutating func append(_ text: SpooledText) {
    for range in text.ranges { append(range) }
  }

  private mutating func append(_ range: Range<Int>) {
    if let last = ranges.last, last.upperBound == range.lowerBound {
      ranges[ranges.count - 1] = last.lowerBound..<range.upperBound
    } else {
      ranges.append(range)
    }
  }

  /// The bytes that are read at a time.
  private static let blockSize = 1 << 20

  /// The parts, in blocks.
  var blocks: [Range<Int>] {
    ranges.flatMap { range in
      stride(from: range.lowerBound, to: range.upperBound, by: Self.blockSize).map {
        $0..<min($0 + Self.blockSize, range.upperBound)
      }
    }
  }
}
