@testable import EbbCodec

/// Any bytes as gzip data: what zlib accepts is accepted, with the same text, and nothing else.
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
  let streamed = Result { () throws(InflateError) in try inWindows(of: window, member, limit: limit) }
  guard (try? streamed.get()) == expected else {
    fail("zlib \(reference), in windows of \(window) \(streamed)", member)
  }
  return 0
}

/// Used again and again, as by a worker; its state is large.
nonisolated(unsafe) private var inflater = Inflater()

private func whole(_ member: [UInt8], limit: Int) -> Result<[UInt8], InflateError> {
  var text = TextBuffer()
  do throws(InflateError) {
    try unsafe inflater.inflate(member, into: &text, limit: limit)
    return .success(unsafe Array(UnsafeBufferPointer(start: text.start, count: text.count)))
  } catch {
    return .failure(error)
  }
}

private func inWindows(of window: Int, _ member: [UInt8], limit: Int) throws(InflateError) -> [UInt8] {
  let stream = try TextStream(member, limit: limit, window: window)
  var text: [UInt8] = []
  while true {
    unsafe text += UnsafeBufferPointer(start: stream.start, count: stream.count)
    if stream.isComplete { break }
    stream.slide(keeping: 0)
  }
  try stream.finish()
  return text
}
