@testable import EbbCodec

/// Any bytes as gzip data: what zlib accepts as one member is accepted, with the same text, and nothing else: whole, in
/// windows, beside another member, and by two threads.
///
/// The first byte says what the others are: a whole member, or deflate blocks to be put between a header and a trailer
/// that fit, which random bytes would never have; and how long the text may be and the windows that it is inflated in.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzInflate(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
  guard let first = input.first else { return 0 }
  let limit = first & 2 == 0 ? 1 << 11 : 40_000
  let window = limit >> 6 + Int(first) << 2
  var member = Array(input.dropFirst())
  if first & 1 == 1 {
    let text = Gzip.text(deflated: member, limit: limit) ?? []
    member = Gzip.member(text, deflated: member)
  }
  let expected = Gzip.text(of: member, limit: limit).flatMap {
    $0.unread == 0 && $0.text.count <= limit ? $0.text : nil
  }
  let found = whole(member, limit: limit)
  let reference = expected.map { "\($0.count) bytes" } ?? "refuses"
  guard (try? found.get()) == expected else { fail("zlib \(reference), here \(found)", member) }
  let streamed = Result { () throws(InflateError) in
    try inWindows(of: window, keeping: Int(first) >> 2, member, limit: limit)
  }
  guard (try? streamed.get()) == expected else {
    fail("zlib \(reference), in windows of \(window) \(streamed)", member)
  }
  for isFirst in [true, false] {
    guard inPair(member, isFirst: isFirst, limit: limit) == expected else {
      fail("zlib \(reference), another text in a pair, first: \(isFirst)", member)
    }
  }
  // A thread for each takes as long as all the rest of thirty inputs.
  if first >> 2 & 7 == 0, count.isMultiple(of: 4) { checkHelp(with: Array(input.dropFirst()), first) }
  return 0
}

/// Of a text of more than matches reach, whose last blocks are given, a second thread inflates what it can.
private func checkHelp(with blocks: [UInt8], _ first: UInt8) {
  let limit = before.count + 20_000
  let deflated = Gzip.storedBlock(before) + blocks
  let expected = Gzip.text(deflated: deflated, limit: limit).flatMap { $0.count <= limit ? $0 : nil }
  let member = Gzip.member(expected ?? [], deflated: deflated)
  let share = before.count + 15 + Int(first >> 5) * 20
  let found = Result { () throws(InflateError) in
    try inWindows(
      of: 40_000, keeping: 0, member, limit: limit,
      help: InflateHelp(round: max(share + 1, member.count), own: share))
  }
  guard (try? found.get()) == expected else {
    fail("zlib \(expected.map { "\($0.count) bytes" } ?? "refuses"), by two threads \(found)", member)
  }
}

/// What matches reach, all of it known.
private let before = (0..<33_000).map { UInt8(truncatingIfNeeded: $0 ^ $0 >> 7) }

/// A sound member that every other is inflated beside.
private let neighbour = {
  let text = Array(String(repeating: "0.0, 1.2345678901234567e-05, ", count: 40).utf8)
  return (text: text, member: Gzip.member(text))
}()

/// The text of a member that is found right beside another, which must be found right too.
private func inPair(_ member: [UInt8], isFirst: Bool, limit: Int) -> [UInt8]? {
  var text = TextBuffer()
  var other = TextBuffer()
  let isRight: Bool
  let isOtherRight: Bool
  if isFirst {
    (isRight, isOtherRight) = PairInflater.inflate(
      (member, neighbour.member), into: &text, &other, limit: limit)
  } else {
    (isOtherRight, isRight) = PairInflater.inflate(
      (neighbour.member, member), into: &other, &text, limit: limit)
  }
  if isOtherRight ? bytes(of: other) != neighbour.text : isRight { fail("the neighbour is another", member) }
  return isRight ? bytes(of: text) : nil
}

private func bytes(of text: borrowing TextBuffer) -> [UInt8] {
  unsafe Array(UnsafeBufferPointer(start: text.start, count: text.count))
}

/// Used again and again, as by a worker; its state is large.
nonisolated(unsafe) private var inflater = Inflater()

private func whole(_ member: [UInt8], limit: Int) -> Result<[UInt8], InflateError> {
  var text = TextBuffer()
  do throws(InflateError) {
    try unsafe inflater.inflate(member, into: &text, limit: limit)
    return .success(bytes(of: text))
  } catch {
    return .failure(error)
  }
}

/// - Parameter kept: bytes of each window that the next begins with.
private func inWindows(
  of window: Int, keeping kept: Int, _ member: [UInt8], limit: Int, help: InflateHelp? = nil
) throws(InflateError) -> [UInt8] {
  let stream = try TextStream(member, limit: limit, window: window, help: help)
  var text: [UInt8] = []
  while true {
    unsafe text += UnsafeBufferPointer(start: stream.start, count: stream.count)
    if stream.isComplete { break }
    let again = min(kept, stream.count / 2)
    stream.slide(keeping: again)
    let front = unsafe UnsafeBufferPointer(start: stream.start, count: again)
    guard unsafe text.suffix(again).elementsEqual(front) else {
      fail("windows of \(window) lose what they keep", member)
    }
    text.removeLast(again)
  }
  try stream.finish()
  return text
}
