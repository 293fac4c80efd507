private import Glibc

extension JSONCursor {
  /// Passes a string without reading it.
  mutating func skipString() throws(DecodeError) {
    try expect(UInt8(ascii: "\""), "a string")
    while true {
      switch unsafe at.pointee {
      case UInt8(ascii: "\""):
        unsafe at += 1
        return
      case UInt8(ascii: "\\"): unsafe at += unsafe at[1] < 0x20 ? 1 : 2
      case 0..<0x20: throw error(remaining <= 0 ? .expected("'\"'") : .badString)
      default: unsafe at += 1
      }
    }
  }

  /// Passes any value of which only the brackets and quotes are looked at: whoever decodes it checks the
  /// rest.
  mutating func skipUnread(depth: Int = 0) throws(DecodeError) {
    guard depth < Self.deepest else { throw error(.nestedTooDeep) }
    switch peek() {
    case UInt8(ascii: "{"):
      try object { (_, cursor) throws(DecodeError) in try cursor.skipUnread(depth: depth + 1) }
    case UInt8(ascii: "["):
      try array { (cursor) throws(DecodeError) in try cursor.skipUnread(depth: depth + 1) }
    case UInt8(ascii: "\""): try skipString()
    default: try skipWord()
    }
  }

  /// Passes an array of numbers, or of such arrays, at the speed of memory: its first `]` ends it.
  mutating func skipNumbers(depth: Int = 0) throws(DecodeError) {
    guard depth < Self.deepest else { throw error(.nestedTooDeep) }
    try expect(UInt8(ascii: "["), "'['")
    if peek() == UInt8(ascii: "[") {
      repeat { try skipNumbers(depth: depth + 1) } while take(UInt8(ascii: ","))
      try expect(UInt8(ascii: "]"), "',' or ']'")
      return
    }
    guard remaining > 0, let end = unsafe memchr(at, Int32(UInt8(ascii: "]")), remaining) else {
      unsafe at += max(0, remaining)
      throw error(.expected("',' or ']'"))
    }
    unsafe at = UnsafePointer(end.assumingMemoryBound(to: UInt8.self)) + 1
  }

  /// A number, or a word such as `true`.
  private mutating func skipWord() throws(DecodeError) {
    let first = unsafe at
    while true {
      switch unsafe at.pointee {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "-"),
        UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"):
        unsafe at += 1
      default:
        guard unsafe at > first else { throw error(.expected("a value")) }
        return
      }
    }
  }
}
