internal import CIsal

/// Inflates gzip members, by ISA-L.
///
/// One for each worker: `mutating` says that two threads cannot share one. Its state takes about 90 KB.
@safe package struct Inflater: ~Copyable {
  /// No deflate stream expands by more: a match of 258 bytes takes at least 2 bits (RFC 1951 §3.2).
  private static let largestRatio = 1032
  /// Header and trailer of a member without optional fields (RFC 1952 §2.3).
  private static let smallestMember = 18
  /// Flags that must be zero (RFC 1952 §2.3.1.2); ISA-L does not ask.
  private static let reservedFlags: UInt8 = 0xe0

  private let state: UnsafeMutablePointer<inflate_state>

  package init() {
    unsafe state = UnsafeMutablePointer<inflate_state>.allocate(capacity: 1)
  }

  deinit { unsafe state.deallocate() }

  /// Inflates one gzip member into `text`, whose earlier content is lost.
  ///
  /// The trailer's length is a claim: no more than `limit` bytes are allocated on its word, nor more than
  /// the compressed bytes could expand to. CRC-32 and length are checked.
  /// - Parameter limit: the most bytes that the text may have, up to 4 GiB - 1.
  package mutating func inflate(
    _ member: [UInt8], into text: inout TextBuffer, limit: Int
  ) throws(InflateError) {
    guard member.count >= 2, member[0] == 0x1f, member[1] == 0x8b else { throw .notGzip }
    guard member.count >= Self.smallestMember else { throw .endsEarly(inflated: 0) }
    guard member[3] & Self.reservedFlags == 0 else { throw .notGzip }
    let declared = littleEndian(member, at: member.count - 4)  // ISIZE
    let (largest, overflows) = member.count.multipliedReportingOverflow(by: Self.largestRatio)
    let isPlausible = overflows || declared <= largest
    guard !isPlausible || declared <= limit else {
      throw .tooLarge(declared: declared, limit: limit)
    }
    text.reserve(min(isPlausible ? declared : largest, limit, Int(UInt32.max)))
    let outcome = run(member, into: text, limit: limit)
    do throws(InflateError) {
      try check(outcome, of: member, declared: declared, limit: limit)
    } catch {
      text.setCount(0)
      throw error
    }
    text.setCount(outcome.inflated)
  }

  private func check(
    _ outcome: Outcome, of member: [UInt8], declared: Int, limit: Int
  ) throws(InflateError) {
    guard outcome.inflated <= limit else { throw .tooLarge(declared: declared, limit: limit) }
    switch outcome.status {
    case ISAL_DECOMP_OK where outcome.isFinished:
      if outcome.unread > 0 { throw leftover(member, unread: outcome.unread) }
      guard outcome.inflated == declared else {
        throw .wrongLength(declared: declared, found: outcome.inflated)
      }
    case ISAL_DECOMP_OK, ISAL_END_INPUT: throw .endsEarly(inflated: outcome.inflated)
    case ISAL_INVALID_WRAPPER: throw .notGzip
    case ISAL_UNSUPPORTED_METHOD: throw .unsupportedMethod
    case ISAL_INCORRECT_CHECKSUM: throw wrongTrailer(outcome, member: member)
    default: throw .invalidData(inflated: outcome.inflated)
    }
  }

  private struct Outcome {
    var status: Int32
    /// Whether the trailer was reached. It may be wrong: `status` says.
    var isFinished: Bool
    /// Bytes of text, more than the buffer's where it goes on past them.
    var inflated: Int
    var unread: Int
    var crc: UInt32
  }

  private mutating func run(
    _ member: [UInt8], into text: borrowing TextBuffer, limit: Int
  ) -> Outcome {
    unsafe isal_inflate_init(state)
    unsafe state.pointee.crc_flag = UInt32(ISAL_GZIP)
    let target = unsafe text.start
    let room = text.capacity
    return unsafe member.withUnsafeBufferPointer { source in
      // ISA-L does not write to its input; its interface only lacks the const.
      unsafe state.pointee.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
      unsafe state.pointee.avail_in = UInt32(clamping: source.count)
      unsafe state.pointee.next_out = target
      unsafe state.pointee.avail_out = UInt32(clamping: min(room, limit))
      var status = unsafe isal_inflate(state)
      var inflated = unsafe target.distance(to: state.pointee.next_out)
      if unsafe status == ISAL_DECOMP_OK && state.pointee.avail_out == 0 && !isFinished {
        inflated += discardRest(status: &status, limit: limit - inflated)
      }
      return unsafe Outcome(
        status: status, isFinished: isFinished, inflated: inflated,
        unread: Int(state.pointee.avail_in) + Int(state.pointee.read_in_length / 8),
        crc: state.pointee.crc)
    }
  }

  private var isFinished: Bool { unsafe state.pointee.block_state == ISAL_BLOCK_FINISH }

  /// Inflates what the trailer's claim left no room for, and forgets it: only the end tells a wrong claim from a
  /// second member, from trailing bytes, and from data that end early and have no trailer.
  /// - Returns: how many bytes came, hardly more than `limit`.
  private func discardRest(status: inout Int32, limit: Int) -> Int {
    unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1 << 15) { scratch in
      var inflated = 0
      repeat {
        unsafe state.pointee.next_out = scratch.baseAddress
        unsafe state.pointee.avail_out = UInt32(scratch.count)
        status = unsafe isal_inflate(state)
        inflated += unsafe scratch.count - Int(state.pointee.avail_out)
      } while unsafe status == ISAL_DECOMP_OK && state.pointee.avail_out == 0 && inflated <= limit
      return inflated
    }
  }

  /// ISA-L has one status for both numbers of the trailer, and for the header's checksum.
  private func wrongTrailer(_ outcome: Outcome, member: [UInt8]) -> InflateError {
    let end = member.count - outcome.unread
    guard outcome.isFinished, littleEndian(member, at: end - 8) == Int(outcome.crc) else {
      return .wrongChecksum
    }
    return .wrongLength(declared: littleEndian(member, at: end - 4), found: outcome.inflated)
  }

  private func leftover(_ member: [UInt8], unread: Int) -> InflateError {
    let rest = member.suffix(unread)
    return rest.starts(with: [0x1f, 0x8b]) ? .secondMember : .trailingBytes(count: unread)
  }

  /// The 32-bit number at `offset`, or 0 where there is none.
  private func littleEndian(_ bytes: [UInt8], at offset: Int) -> Int {
    guard offset >= 0, offset + 4 <= bytes.count else { return 0 }
    return (0..<4).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
  }
}
