internal import CIsal

/// Inflates gzip members, by ISA-L.
///
/// One for each worker: `mutating` says that two threads cannot share one. Its state takes about 90 KB.
@safe package struct Inflater: ~Copyable {
  /// No deflate stream expands by more: a match of 258 bytes takes at least 2 bits (RFC 1951 §3.2).
  private static let largestRatio = 1032
  /// Header and trailer of a member without optional fields (RFC 1952 §2.3).
  private static let smallestMember = 18

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
    let declared = littleEndian(member, at: member.count - 4)  // ISIZE
    let (largest, overflows) = member.count.multipliedReportingOverflow(by: Self.largestRatio)
    let isPlausible = overflows || declared <= largest
    guard !isPlausible || declared <= limit else {
      throw .tooLarge(declared: declared, limit: limit)
    }
    let room = min(isPlausible ? declared : largest, limit, Int(UInt32.max))
    text.reserve(room)
    let outcome = run(member, into: text, room: room)
    guard outcome.finished else {
      if outcome.status == ISAL_DECOMP_OK || outcome.status == ISAL_END_INPUT {
        if outcome.unread > 0 || outcome.inflated == room && outcome.hasMore {
          throw room < declared && room == limit
            ? .tooLarge(declared: declared, limit: limit)
            : .wrongLength(declared: declared, found: nil)
        }
        throw .endsEarly(inflated: outcome.inflated)
      }
      throw failure(outcome, member: member, declared: declared)
    }
    if outcome.unread > 0 { throw leftover(member, unread: outcome.unread) }
    guard outcome.inflated == declared else {
      throw .wrongLength(declared: declared, found: outcome.inflated)
    }
    text.setCount(outcome.inflated)
  }

  private struct Outcome {
    var status: Int32
    var finished: Bool
    var inflated: Int
    var unread: Int
    var crc: UInt32
    /// Whether text is left for which there was no room.
    var hasMore: Bool
  }

  private mutating func run(
    _ member: [UInt8], into text: borrowing TextBuffer, room: Int
  ) -> Outcome {
    unsafe isal_inflate_init(state)
    unsafe state.pointee.crc_flag = UInt32(ISAL_GZIP)
    let target = unsafe text.start
    return unsafe member.withUnsafeBufferPointer { source in
      // ISA-L does not write to its input; its interface only lacks the const.
      unsafe state.pointee.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
      unsafe state.pointee.avail_in = UInt32(clamping: source.count)
      unsafe state.pointee.next_out = target
      unsafe state.pointee.avail_out = UInt32(room)
      let status = unsafe isal_inflate(state)
      return unsafe Outcome(
        status: status, finished: state.pointee.block_state == ISAL_BLOCK_FINISH,
        inflated: Int(state.pointee.total_out),
        unread: Int(state.pointee.avail_in) + Int(state.pointee.read_in_length / 8),
        crc: state.pointee.crc,
        hasMore: state.pointee.tmp_out_valid > state.pointee.tmp_out_processed
          || state.pointee.copy_overflow_length > 0 || state.pointee.write_overflow_len > 0
          || state.pointee.avail_out == 0)
    }
  }

  private func failure(_ outcome: Outcome, member: [UInt8], declared: Int) -> InflateError {
    switch outcome.status {
    case ISAL_INVALID_WRAPPER: return .notGzip
    case ISAL_UNSUPPORTED_METHOD: return .unsupportedMethod
    case ISAL_INCORRECT_CHECKSUM:
      let stored = littleEndian(member, at: member.count - 8 - outcome.unread)
      return stored == Int(outcome.crc)
        ? .wrongLength(declared: declared, found: outcome.inflated) : .wrongChecksum
    default: return .invalidData(inflated: outcome.inflated)
    }
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
