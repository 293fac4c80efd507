package import EbbModel

extension PageText {
  /// Decodes a JSON document of any shape, not deeper than 64; a document within a text is decoded in its place.
  package static func decodeTree(_ text: borrowing TextBuffer) throws(DecodeError) -> JSONTree {
    let found = try document(text)
    guard case .string(let inner) = found, inner.first == "{" else { return found }
    return try document(TextBuffer(Array(inner.utf8)))
  }

  private static func document(_ text: borrowing TextBuffer) throws(DecodeError) -> JSONTree {
    var cursor = JSONCursor(text)
    let found = try tree(&cursor, depth: 0)
    try cursor.expectEnd()
    return found
  }

  private static func tree(_ cursor: inout JSONCursor, depth: Int) throws(DecodeError) -> JSONTree {
    guard depth < JSONCursor.deepest else { throw cursor.error(.nestedTooDeep) }
    switch cursor.peek() {
    case UInt8(ascii: "{"):
      var members: [String: JSONTree] = [:]
      try cursor.object { (key, cursor) throws(DecodeError) in
        members[key] = try tree(&cursor, depth: depth + 1)
      }
      return .object(members)
    case UInt8(ascii: "["):
      var elements: [JSONTree] = []
      try cursor.array { (cursor) throws(DecodeError) in
        elements.append(try tree(&cursor, depth: depth + 1))
      }
      return .array(elements)
    case UInt8(ascii: "\""): return .string(try cursor.string())
    case UInt8(ascii: "t") where cursor.take(word: "true"): return .boolean(true)
    case UInt8(ascii: "f") where cursor.take(word: "false"): return .boolean(false)
    case UInt8(ascii: "n") where cursor.take(word: "null"): return .null
    default: return .number(try cursor.number())
    }
  }
}
