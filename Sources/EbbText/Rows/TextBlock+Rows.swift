extension TextBlock {
  /// Appends rows: of each the texts that `columns` have for it, one after another.
  ///
  /// Texts are copied in steps of 32 bytes: what a step copies too much is written over by the next.
  package mutating func append(rows: Range<Int>, of columns: [RowColumn]) {
    guard !rows.isEmpty else { return }
    let most = rows.count * columns.reduce(0) { $0 + $1.texts.longest } + CellTexts.padding
    TextBlock.withPlaces(of: columns, from: rows.lowerBound) { places in
      unsafe compose(atMost: most) { room in
        var end = unsafe room
        for _ in rows {
          for column in places.indices {
            unsafe end = places[column].copy(to: end)
            places[column].advance()
          }
        }
        return unsafe end - room
      }
    }
  }

  /// Lends the buffers of columns, one within the other, and where each column is.
  private static func withPlaces(
    of columns: [RowColumn], from row: Int, _ body: (inout [RowPlace]) -> Void
  ) {
    var places: [RowPlace] = []
    places.reserveCapacity(columns.count)
    func lend(_ column: Int) {
      guard column < columns.count else { return body(&places) }
      let texts = columns[column].texts
      unsafe texts.bytes.withUnsafeBytes { bytes in
        unsafe texts.starts.withUnsafeBufferPointer { starts in
          unsafe places.append(RowPlace(columns[column], bytes: bytes, starts: starts, row: row))
          lend(column + 1)
        }
      }
    }
    lend(0)
  }
}

/// The place in a column that a row has reached. Its pointers are good for as long as the column's arrays are lent.
@safe private struct RowPlace {
  private let bytes: UnsafeRawPointer
  private let starts: UnsafePointer<Int>
  private let count: Int
  private let stride: Int
  private var text: Int
  /// The rows that have this text, from this one on.
  private var left: Int

  init(_ column: RowColumn, bytes: UnsafeRawBufferPointer, starts: UnsafeBufferPointer<Int>, row: Int) {
    // Neither is ever empty: there is padding, and the start of the first text.
    unsafe self.bytes = bytes.baseAddress.unsafelyUnwrapped
    unsafe self.starts = starts.baseAddress.unsafelyUnwrapped
    count = column.texts.count
    stride = column.stride
    (text, left) = column.place(of: row)
  }

  /// Copies the text to `target`, with up to 32 bytes more.
  /// - Returns: the end of the text there.
  @inline(__always)
  func copy(to target: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
    let start = unsafe starts[text]
    let length = unsafe starts[text &+ 1] &- start
    var copied = 0
    repeat {
      let step = unsafe bytes.loadUnaligned(fromByteOffset: start &+ copied, as: SIMD32<UInt8>.self)
      unsafe target.storeBytes(of: step, toByteOffset: copied, as: SIMD32<UInt8>.self)
      copied &+= CellTexts.padding
    } while copied < length
    return unsafe target + length
  }

  @inline(__always)
  mutating func advance() {
    left &-= 1
    guard left == 0 else { return }
    left = stride
    text = text &+ 1 == count ? 0 : text &+ 1
  }
}
