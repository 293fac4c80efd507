internal import CEbbInflate

/// Inflates gzip members one at a time, whole or piece by piece, and says what is wrong with those that it refuses.
///
/// Refuses what zlib refuses, whichever way is taken: all lead through one decoder, that of `PairInflater` too.
///
/// One for each worker: `mutating` says that two threads cannot share one. Its state takes about 16 KB.
@safe package struct Inflater: ~Copyable {
  /// The largest ratio of text to compressed bytes: a match of 258 bytes takes at least 2 bits (RFC 1951 §3.2).
  private static let largestRatio = 1032
  /// Header and trailer of a member without optional fields (RFC 1952 §2.3).
  private static let smallestMember = 18
  /// Flags that must be zero (RFC 1952 §2.3.1.2).
  private static let reservedFlags: UInt8 = 0xe0
  /// Matches reach no further back; so many bytes of text must lie before what is inflated next.
  static let reach = Int(EBB_INFLATE_WINDOW)

  private let state: UnsafeMutableRawPointer
  /// Bytes of text that have come of the member at hand.
  private(set) var inflated = 0
  /// Bytes of the member that have been read.
  private(set) var consumed = 0
  private var status = EBB_INFLATE_OUTPUT_FULL
  /// What a second thread helps with, while it does.
  private var split: OpaquePointer?

  package init() {
    unsafe state = .allocate(byteCount: ebb_inflate_stream_size(), alignment: 16)
  }

  deinit {
    if let split = unsafe split { unsafe ebb_inflate_split_end(split) }
    unsafe state.deallocate()
  }

  /// Inflates one gzip member into `text`, whose earlier content is lost.
  ///
  /// The trailer's length is a claim: no more than `limit` bytes are allocated on its word, nor more than
  /// the compressed bytes could expand to. CRC-32 and length are checked.
  /// - Parameter limit: the most bytes that the text may have. A text of 4 GiB and more is too large whatever the
  ///   limit: the trailer has its length modulo 2³² (RFC 1952 §2.3.1). It can be inflated piece by piece.
  package mutating func inflate(
    _ member: [UInt8], into text: inout TextBuffer, limit: Int
  ) throws(InflateError) {
    let declared = try begin(member, limit: limit)
    text.reserve(min(declared, Self.largestText(of: member), limit))
    unsafe step(member, into: text.start, room: min(text.capacity, limit))
    let count = inflated
    do throws(InflateError) {
      try unsafe finish(member, limit: limit, after: text.start + count)
      guard inflated == count else { throw .tooLarge(declared: inflated, limit: Int(UInt32.max)) }
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
    unsafe ebb_inflate_begin(OpaquePointer(state))
    inflated = 0
    consumed = 0
    status = EBB_INFLATE_OUTPUT_FULL
    return declared
  }

  /// Has a second thread help with the member that was begun, of which nothing has been inflated yet. Where the system has
  /// no thread to give there is no help. What is wrong with the member is not told then: `finish` throws
  /// `invalidData` for all of it.
  /// - Parameter member: stays where it is until `endHelp`, and what has not been `consumed` of it as it is.
  @unsafe mutating func help(with member: UnsafeBufferPointer<UInt8>, _ help: InflateHelp) {
    endHelp()
    unsafe split = ebb_inflate_split_begin(member.baseAddress, member.count, help.own, help.round)
  }

  /// Bytes of text that the second thread has inflated, while it helps.
  var helped: Int { unsafe split.map { unsafe Int(ebb_inflate_split_helped($0)) } ?? 0 }

  /// Ends the second thread.
  mutating func endHelp() {
    if let split = unsafe split { unsafe ebb_inflate_split_end(split) }
    unsafe split = nil
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

  /// Inflates on to `target`, where there is room for `room` bytes. Before it must lie the last `reach` bytes of the
  /// text so far, or all that there are.
  /// - Returns: how many bytes came; fewer than `room` at the end of the text or of what can be read of it.
  @discardableResult
  mutating func step(_ member: [UInt8], into target: UnsafeMutablePointer<UInt8>, room: Int) -> Int {
    var piece = unsafe ebb_inflate_member()
    unsafe member.withUnsafeBufferPointer { source in
      unsafe piece.in = source.baseAddress
      unsafe piece.in_size = source.count
      unsafe piece.out = target
      unsafe piece.out_size = room
      if let split = unsafe split {
        unsafe ebb_inflate_split_next(split, &piece)
      } else {
        unsafe ebb_inflate_next(OpaquePointer(state), &piece)
      }
    }
    status = unsafe piece.status
    consumed = unsafe piece.consumed
    unsafe inflated += piece.produced
    return unsafe piece.produced
  }

  /// Inflates what is left, and checks the member as a whole.
  ///
  /// Text for which there was no room is forgotten: only the end tells a wrong claim of the length from a second
  /// member, from trailing bytes, and from data that end early and have no trailer. No more than `limit` is inflated,
  /// or hardly more.
  /// - Parameter end: the place after the last byte of text that came, with others before it as `step` asks for.
  mutating func finish(
    _ member: [UInt8], limit: Int, after end: UnsafeMutablePointer<UInt8>
  ) throws(InflateError) {
    if status == EBB_INFLATE_OUTPUT_FULL { unsafe passRest(of: member, limit: limit, after: end) }
    guard inflated <= limit else {
      throw .tooLarge(declared: Self.declaredCount(of: member), limit: limit)
    }
    switch status {
    case EBB_INFLATE_OK:
      if consumed < member.count { throw Self.leftover(member, unread: member.count - consumed) }
    case EBB_INFLATE_NOT_GZIP: throw .notGzip
    case EBB_INFLATE_UNSUPPORTED_METHOD: throw .unsupportedMethod
    case EBB_INFLATE_ENDS_EARLY: throw .endsEarly(inflated: inflated)
    case EBB_INFLATE_WRONG_CHECKSUM: throw .wrongChecksum
    case EBB_INFLATE_WRONG_LENGTH:
      throw .wrongLength(declared: Self.littleEndian(member, at: consumed - 4), found: inflated)
    default: throw .invalidData(inflated: inflated)
    }
  }

  /// Inflates until the member ends or its text is longer than `limit`, and keeps nothing but what matches reach.
  private mutating func passRest(of member: [UInt8], limit: Int, after end: UnsafeMutablePointer<UInt8>) {
    unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 2 * Self.reach) { scratch in
      guard let target = unsafe scratch.baseAddress.map({ unsafe $0 + Self.reach }) else { return }
      var end = unsafe end
      while status == EBB_INFLATE_OUTPUT_FULL, inflated <= limit {
        let known = min(inflated, Self.reach)
        unsafe (target - known).update(from: end - known, count: known)
        unsafe end = target + step(member, into: target, room: Self.reach)
      }
    }
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
