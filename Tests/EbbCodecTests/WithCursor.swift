@testable import EbbCodec

/// Lends a cursor at the start of `text`, which lives as long as `body` runs.
func withCursor<R>(
  _ text: [UInt8], kernel: NumberKernel? = .best,
  _ body: (inout JSONCursor) throws(DecodeError) -> R
) throws(DecodeError) -> R {
  try withCursor(TextBuffer(text), kernel: kernel, body)
}

func withCursor<R>(
  _ text: String, _ body: (inout JSONCursor) throws(DecodeError) -> R
) throws(DecodeError) -> R {
  try withCursor(TextBuffer(Array(text.utf8)), kernel: .best, body)
}

private func withCursor<R>(
  _ text: borrowing TextBuffer, kernel: NumberKernel?,
  _ body: (inout JSONCursor) throws(DecodeError) -> R
) throws(DecodeError) -> R {
  var cursor = JSONCursor(text, kernel: kernel)
  return try body(&cursor)
}

/// A document that is one number.
func decodeNumber(_ text: String) throws(DecodeError) -> Double {
  try withCursor(text) { (cursor) throws(DecodeError) in
    let value = try cursor.number()
    try cursor.expectEnd()
    return value
  }
}
