/// A place in the text of a JSON document, moved forward token by token.
///
/// Strict RFC 8259, and beyond it only what Python's `json.dumps` writes: `NaN`, `Infinity`, `-Infinity`.
/// The text must lie in a `TextBuffer`: its padding of zeros ends every token, so no token asks where
/// the text ends.
@safe struct JSONCursor {
  /// Deeper than any page; a document may be all brackets.
  static let deepest = 64

  private var start: UnsafePointer<UInt8>
  private(set) var end: UnsafePointer<UInt8>
  var at: UnsafePointer<UInt8>
  /// The kernel that decodes arrays of numbers where it can.
  let kernel: NumberKernel?
  /// The source of the text, if it is larger than what lies between `start` and `end`.
  private var stream: TextStream?
  /// The number of bytes of the text before `start`.
  private var base = 0

  /// The text has to outlive the cursor, which points into it: let it be a parameter that is borrowed. A buffer that is made
  /// in the call, or a variable that is not used later, is gone by then.
  init(_ text: borrowing TextBuffer, kernel: NumberKernel? = .best) {
    unsafe self.init(UnsafePointer(text.start), count: text.count, kernel: kernel)
  }

  /// The text lies elsewhere, between paddings such as those of a `TextBuffer`.
  @unsafe init(_ text: UnsafePointer<UInt8>, count: Int, kernel: NumberKernel?) {
    self.kernel = kernel
    unsafe start = text
    unsafe end = text + count
    unsafe at = text
  }

  init(_ stream: TextStream, kernel: NumberKernel? = .best) {
    self.kernel = kernel
    self.stream = stream.isComplete ? nil : stream
    unsafe start = stream.start
    unsafe end = stream.start + stream.count
    unsafe at = start
  }

  /// Whether more of the text is to come than lies here.
  var isStreaming: Bool { stream != nil }
  /// Whether a page of which something would be lost on the way is to be decoded from its whole text.
  var isHelped: Bool { stream?.isHelped ?? false }
  /// Bytes from the start of the text.
  var offset: Int { unsafe base + (at - start) }
  /// Bytes up to the end of the text, or of what there is of it.
  var remaining: Int { unsafe end - at }
  /// The bytes that are left by the claim of the gzip trailer, where the text is not there whole.
  var declaredRemaining: Int { stream.map { max($0.declared - offset, remaining) } ?? remaining }

  /// Makes sure that `bytes` of text lie ahead, or all that there are, and that no more than a window is held. A
  /// token must not reach beyond them: then it looks broken, and the page must be decoded whole.
  @inline(__always)
  mutating func ensure(_ bytes: Int) {
    if stream != nil, remaining < bytes { slide() }
  }

  private mutating func slide() {
    guard let stream else { return }
    let kept = remaining
    base = offset
    stream.slide(keeping: kept)
    unsafe start = stream.start
    unsafe end = stream.start + stream.count
    unsafe at = start
    if stream.isComplete { self.stream = nil }
  }

  func error(_ reason: DecodeError.Reason) -> DecodeError { DecodeError(reason, at: offset) }

  mutating func skipBlanks() {
    while true {
      switch unsafe at.pointee {
      case 0x20, 0x0a, 0x0d, 0x09: unsafe at += 1
      default: return
      }
    }
  }

  /// The next byte that is no blank, not passed.
  mutating func peek() -> UInt8 {
    skipBlanks()
    return unsafe at.pointee
  }

  /// Passes `byte` and blanks before it, if it comes next.
  mutating func take(_ byte: UInt8) -> Bool {
    guard peek() == byte else { return false }
    unsafe at += 1
    return true
  }

  mutating func expect(_ byte: UInt8, _ description: String) throws(DecodeError) {
    guard take(byte) else { throw error(.expected(description)) }
  }

  /// Passes `word` if it comes next.
  mutating func take(word: StaticString) -> Bool {
    skipBlanks()
    let length = word.utf8CodeUnitCount
    let expected = unsafe word.utf8Start
    for index in 0..<length where unsafe at[index] != expected[index] { return false }
    unsafe at += length
    return true
  }

  /// Nothing but blanks up to the end of the text.
  mutating func expectEnd() throws(DecodeError) {
    repeat {
      ensure(1)
      skipBlanks()
    } while remaining == 0 && stream != nil
    guard remaining == 0 else { throw error(.expected("the end of the text")) }
  }

  /// An object: `member` is called after each key's colon and passes the value.
  mutating func object(
    _ member: (String, inout JSONCursor) throws(DecodeError) -> Void
  ) throws(DecodeError) {
    try expect(UInt8(ascii: "{"), "'{'")
    if take(UInt8(ascii: "}")) { return }
    repeat {
      ensure((stream?.window ?? 0) / 2)
      let key = try string()
      try expect(UInt8(ascii: ":"), "':'")
      try member(key, &self)
    } while take(UInt8(ascii: ","))
    try expect(UInt8(ascii: "}"), "',' or '}'")
  }

  /// An array: `element` is called before each element and passes it.
  mutating func array(
    _ element: (inout JSONCursor) throws(DecodeError) -> Void
  ) throws(DecodeError) {
    try expect(UInt8(ascii: "["), "'['")
    if take(UInt8(ascii: "]")) { return }
    repeat { try element(&self) } while take(UInt8(ascii: ","))
    try expect(UInt8(ascii: "]"), "',' or ']'")
  }

  /// Passes any value, checking it.
  mutating func skipValue(depth: Int = 0) throws(DecodeError) {
    guard depth < Self.deepest else { throw error(.nestedTooDeep) }
    switch peek() {
    case UInt8(ascii: "{"):
      try object { (_, cursor) throws(DecodeError) in try cursor.skipValue(depth: depth + 1) }
    case UInt8(ascii: "["):
      try array { (cursor) throws(DecodeError) in try cursor.skipValue(depth: depth + 1) }
    case UInt8(ascii: "\""): _ = try string()
    case UInt8(ascii: "t") where take(word: "true"): break
    case UInt8(ascii: "f") where take(word: "false"): break
    case UInt8(ascii: "n") where take(word: "null"): break
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "N"), UInt8(ascii: "I"):
      _ = try number()
    default: throw error(.expected("a value"))
    }
  }

  /// The text of any value, checked.
  mutating func rawValue() throws(DecodeError) -> String {
    skipBlanks()
    // One token: until it is passed, its text must stay where it is.
    let stream = stream
    self.stream = nil
    defer { self.stream = stream }
    let first = unsafe at
    try skipValue()
    let bytes = unsafe UnsafeBufferPointer(start: first, count: at - first)
    return unsafe String(decoding: bytes, as: UTF8.self)
  }

  /// The text that was passed since an earlier place of the same text, which lies here as a whole.
  func text(since start: JSONCursor) -> String {
    precondition(!start.isStreaming && start.offset <= offset)
    let bytes = unsafe UnsafeBufferPointer(start: start.at, count: at - start.at)
    return unsafe String(decoding: bytes, as: UTF8.self)
  }

  mutating func string() throws(DecodeError) -> String {
    try expect(UInt8(ascii: "\""), "a string")
    let first = unsafe at
    while true {
      switch unsafe at.pointee {
      case UInt8(ascii: "\""):
        let bytes = unsafe UnsafeBufferPointer(start: first, count: at - first)
        guard let text = unsafe String(validating: bytes, as: UTF8.self) else {
          unsafe at = first
          throw error(.badString)
        }
        unsafe at += 1
        return text
      case UInt8(ascii: "\\"):
        unsafe at = first
        return try escapedString()
      case 0..<0x20:
        throw error(remaining == 0 ? .expected("'\"'") : .badString)
      default: unsafe at += 1
      }
    }
  }

  /// A string with escapes, from after its first quote.
  private mutating func escapedString() throws(DecodeError) -> String {
    let first = offset
    var bytes: [UInt8] = []
    while true {
      let byte = unsafe at.pointee
      switch byte {
      case UInt8(ascii: "\""):
        unsafe at += 1
        guard let text = String(validating: bytes, as: UTF8.self) else {
          throw DecodeError(.badString, at: first)
        }
        return text
      case UInt8(ascii: "\\"): try escape(into: &bytes)
      case 0..<0x20: throw error(remaining == 0 ? .expected("'\"'") : .badString)
      default:
        bytes.append(byte)
        unsafe at += 1
      }
    }
  }

  private mutating func escape(into bytes: inout [UInt8]) throws(DecodeError) {
    let letter = unsafe at[1]
    guard let plain = Self.escapes[letter] else {
      guard letter == UInt8(ascii: "u"), let unit = hexadecimal(at: 2) else {
        throw error(.badString)
      }
      unsafe at += 6
      var scalar = UInt32(unit)
      if 0xd800..<0xdc00 ~= scalar, unsafe at[0] == UInt8(ascii: "\\"),
        unsafe at[1] == UInt8(ascii: "u"), let low = hexadecimal(at: 2), 0xdc00..<0xe000 ~= low
      {
        unsafe at += 6
        scalar = 0x10000 + (scalar - 0xd800) << 10 + UInt32(low - 0xdc00)
      }
      // Half a pair is no character; Python writes one where its text had one.
      bytes.append(contentsOf: String(Unicode.Scalar(scalar) ?? "\u{fffd}").utf8)
      return
    }
    bytes.append(plain)
    unsafe at += 2
  }

  private func hexadecimal(at distance: Int) -> UInt16? {
    var value: UInt16 = 0
    for index in distance..<distance + 4 {
      let byte = unsafe at[index]
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
        return nil
      }
      value = value << 4 | UInt16(digit)
    }
    return value
  }

  private static let escapes: [UInt8: UInt8] = [
    UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "\\"): UInt8(ascii: "\\"),
    UInt8(ascii: "/"): UInt8(ascii: "/"), UInt8(ascii: "b"): 0x08, UInt8(ascii: "f"): 0x0c,
    UInt8(ascii: "n"): 0x0a, UInt8(ascii: "r"): 0x0d, UInt8(ascii: "t"): 0x09,
  ]
}
