internal import CEbbInflate

/// Inflates two gzip members at a time on one core, each in the gaps that the other's table look-ups leave.
///
/// On pages of numbers that takes about three quarters of the time of `Inflater`. What it does not find right in every
/// part is left to `Inflater`, which says what is wrong with it.
enum PairInflater {
  /// Inflates both members; their texts come to lie in `first` and `second`.
  /// - Parameter limit: the most bytes that a text may have.
  /// - Returns: which of them are right; the text of another is empty.
  static func inflate(
    _ members: (first: [UInt8], second: [UInt8]), into first: inout TextBuffer,
    _ second: inout TextBuffer, limit: Int
  ) -> (first: Bool, second: Bool) {
    let counts = (count(of: members.first, limit: limit), count(of: members.second, limit: limit))
    guard let firstCount = counts.0, let secondCount = counts.1 else { return (false, false) }
    first.reserve(firstCount)
    second.reserve(secondCount)
    let outcomes = unsafe members.first.withUnsafeBufferPointer { firstBytes in
      unsafe members.second.withUnsafeBufferPointer { secondBytes in
        var pair = unsafe (member(firstBytes, into: first), member(secondBytes, into: second))
        _ = unsafe withUnsafeMutableBytes(of: &pair) { pair in
          unsafe ebb_inflate(pair.baseAddress?.assumingMemoryBound(to: ebb_inflate_member.self), 2)
        }
        return unsafe (isRight(pair.0, firstCount), isRight(pair.1, secondCount))
      }
    }
    first.setCount(outcomes.0 ? firstCount : 0)
    second.setCount(outcomes.1 ? secondCount : 0)
    return outcomes
  }

  /// The length of the member's text that its trailer claims, if it can be believed.
  private static func count(of member: [UInt8], limit: Int) -> Int? {
    guard let claimed = Inflater.plausibleCount(of: member), claimed <= limit else { return nil }
    return claimed
  }

  private static func member(
    _ bytes: UnsafeBufferPointer<UInt8>, into text: borrowing TextBuffer
  ) -> ebb_inflate_member {
    var member = unsafe ebb_inflate_member()
    unsafe member.in = bytes.baseAddress
    unsafe member.in_size = bytes.count
    unsafe member.out = text.start
    // The padding after the text may be written to: it is made anew.
    unsafe member.out_size = text.capacity + TextBuffer.padding
    return unsafe member
  }

  private static func isRight(_ member: ebb_inflate_member, _ count: Int) -> Bool {
    unsafe member.status == EBB_INFLATE_OK && member.consumed == member.in_size && member.produced == count
  }
}
