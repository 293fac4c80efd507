extension JSONCursor {
  /// Decodes an array of numbers, `null` among them as NaN; appends to `values`.
  ///
  /// - Parameter isFinite: becomes false where a value is not finite.
  mutating func numbers(
    into values: inout [Double], isFinite: inout Bool
  ) throws(DecodeError) {
    try expect(UInt8(ascii: "["), "'['")
    if take(UInt8(ascii: "]")) { return }
    let first = offset
    // A block at a time: it stays in the nearest cache, and the first says how much to reserve.
    var failure: DecodeError?
    var isComplete = false
    unsafe withUnsafeTemporaryAllocation(of: Double.self, capacity: Self.blockSize) { block in
      while !isComplete {
        var count = 0
        do throws(DecodeError) {
          isComplete = try unsafe fill(block, &count, &isFinite)
        } catch {
          failure = error
          return
        }
        if values.isEmpty, !isComplete {
          let bytesPerValue = max(2, Double(offset - first) / Double(count))
          values.reserveCapacity(Int(Double(remaining) / bytesPerValue) + 2 * count)
        }
        unsafe values.append(contentsOf: UnsafeBufferPointer(rebasing: block[..<count]))
      }
    }
    if let failure { throw failure }
  }

  private static var blockSize: Int { 2048 }

  /// Decodes until the block is full or the array ends.
  /// - Returns: whether the array ended; `count` is how many values came.
  private mutating func fill(
    _ block: UnsafeMutableBufferPointer<Double>, _ count: inout Int, _ isFinite: inout Bool
  ) throws(DecodeError) -> Bool {
    while count < block.count {
      let value = try element()
      unsafe block[count] = value
      count += 1
      if !value.isFinite { isFinite = false }
      var next = unsafe at.pointee
      if next != UInt8(ascii: ",") {
        next = peek()
        if next == UInt8(ascii: "]") {
          unsafe at += 1
          return true
        }
        guard next == UInt8(ascii: ",") else {
          throw error(Self.mayContinueNumber(next) ? .notANumber : .expected("',' or ']'"))
        }
      }
      unsafe at += 1
    }
    return false
  }

  private static func mayContinueNumber(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "+"),
      UInt8(ascii: "-"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default: false
    }
  }

  @inline(__always)
  private mutating func element() throws(DecodeError) -> Double {
    if unsafe at.pointee == 0x20 { unsafe at += 1 }
    if unsafe at.pointee == UInt8(ascii: "n") || at.pointee <= 0x20 {
      if peek() == UInt8(ascii: "n"), take(word: "null") { return .nan }
    }
    return try number()
  }
}
