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
  /// Bytes of text that have come of the member at hand.
  private(set) var inflated = 0
  private var status: Int32 = 0

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
    let declared = try begin(member, limit: limit)
    text.reserve(min(declared, Self.largestText(of: member), limit))
    unsafe step(member, into: text.start, room: min(text.capacity, limit))
    let count = inflated
    do throws(InflateError) {
      try finish(member, limit: limit)
    } catch {
      text.setCount(0)
      throw error
    }
    text.setCount(count)
  }

  /// Begins with a member.
  /// - Returns: the length of its text that the trailer claims.
  mutating func begin(_ member: [UInt8], limit: Int) throws(InflateError) -> Int {
    guard member.count >= 2, member[0] == 0x1f, member[1] == 0x8b else { throw .notGzip }
    guard member.count >= Self.smallestMember else { throw .endsEarly(inflated: 0) }
    guard member[3] & Self.reservedFlags == 0 else { throw .notGzip }
    let declared = Self.declaredCount(of: member)
    guard declared <= limit || declared > Self.largestText(of: member) else {
      throw .tooLarge(declared: declared, limit: limit)
    }
    unsafe isal_inflate_init(state)
    unsafe state.pointee.crc_flag = UInt32(ISAL_GZIP)
    unsafe state.pointee.avail_in = UInt32(clamping: member.count)
    inflated = 0
    status = ISAL_DECOMP_OK
    return declared
  }

  /// The length of the text that the trailer claims, unless the member cannot be that long or is none.
  static func plausibleCount(of member: [UInt8]) -> Int? {
    guard member.count >= smallestMember else { return nil }
    let declared = declaredCount(of: member)
    return declared <= largestText(of: member) ? declared : nil
  }

  /// ISIZE, the last of the trailer (RFC 1952 §2.3.1), where `member` is as long as the smallest.
  static func declaredCount(of member: [UInt8]) -> Int { littleEndian(member, at: member.count - 4) }

  /// The most bytes that a member can expand to.
  private static func largestText(of member: [UInt8]) -> Int {
    let (largest, overflows) = member.count.multipliedReportingOverflow(by: largestRatio)
    return overflows ? .max : min(largest, Int(UInt32.max))
  }

  /// Inflates on to `target`, where there is room for `room` bytes.
  /// - Returns: how many bytes came; fewer than `room` at the end of the text or of what can be read of it.
  @discardableResult
  mutating func step(_ member: [UInt8], into target: UnsafeMutablePointer<UInt8>, room: Int) -> Int {
    // Asked again behind an error, ISA-L would go on and say that all is well.
    guard status >= ISAL_DECOMP_OK else { return 0 }
    unsafe member.withUnsafeBufferPointer { source in
      let left = unsafe Int(state.pointee.avail_in)
      // ISA-L does not write to its input; its interface only lacks the const.
      unsafe state.pointee.next_in = source.baseAddress.map {
        unsafe UnsafeMutablePointer(mutating: $0 + (source.count - left))
      }
      unsafe state.pointee.next_out = target
      unsafe state.pointee.avail_out = UInt32(clamping: room)
      status = unsafe isal_inflate(state)
    }
    let count = unsafe target.distance(to: state.pointee.next_out)
    inflated += count
    return count
  }

  /// Inflates what is left, and checks the member as a whole.
  ///
  /// What there was no room for is forgotten: only the end tells a wrong claim of the length from a second member,
  /// from trailing bytes, and from data that end early and have no trailer. No more than `limit` is inflated, or
  /// hardly more.
  mutating func finish(_ member: [UInt8], limit: Int) throws(InflateError) {
    unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1 << 15) { scratch in
      while status == ISAL_DECOMP_OK, !isFinished, inflated <= limit, let target = scratch.baseAddress {
        guard unsafe step(member, into: target, room: scratch.count) == scratch.count else { break }
      }
    }
    let declared = Self.declaredCount(of: member)
    guard inflated <= limit else { throw .tooLarge(declared: declared, limit: limit) }
    let unread = unsafe Int(state.pointee.avail_in) + Int(state.pointee.read_in_length / 8)
    switch status {
    case ISAL_DECOMP_OK where isFinished:
      if unread > 0 { throw Self.leftover(member, unread: unread) }
      guard inflated == declared else { throw .wrongLength(declared: declared, found: inflated) }
    case ISAL_DECOMP_OK, ISAL_END_INPUT: throw .endsEarly(inflated: inflated)
    case ISAL_INVALID_WRAPPER: throw .notGzip
    case ISAL_UNSUPPORTED_METHOD: throw .unsupportedMethod
    case ISAL_INCORRECT_CHECKSUM: throw wrongTrailer(of: member, unread: unread)
    default: throw .invalidData(inflated: inflated)
    }
  }

  /// Whether the trailer was reached. It may be wrong: `status` says.
  private var isFinished: Bool { unsafe state.pointee.block_state == ISAL_BLOCK_FINISH }

  /// ISA-L has one status for both numbers of the trailer, and for the header's checksum.
  private func wrongTrailer(of member: [UInt8], unread: Int) -> InflateError {
    let end = member.count - unread
    let crc = unsafe Int(state.pointee.crc)
    guard isFinished, Self.littleEndian(member, at: end - 8) == crc else { return .wrongChecksum }
    return .wrongLength(declared: Self.littleEndian(member, at: end - 4), found: inflated)
  }

  private static func leftover(_ member: [UInt8], unread: Int) -> InflateError {
    let rest = member.suffix(unread)
    return rest.starts(with: [0x1f, 0x8b]) ? .secondMember : .trailingBytes(count: unread)
  }

  /// The 32-bit number at `offset`, or 0 where there is none.
  private static func littleEndian(_ bytes: [UInt8], at offset: Int) -> Int {
    guard offset >= 0, offset + 4 <= bytes.count else { return 0 }
    return (0..<4).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
  }
}
