/// The reason why compressed data could not be inflated.
package enum InflateError: Error, Equatable, Sendable {
  /// There is no gzip header (RFC 1952 §2.3.1).
  case notGzip
  /// The header names a compression method other than deflate.
  case unsupportedMethod
  /// The data stop before the last block and the trailer; `inflated` bytes had come out.
  case endsEarly(inflated: Int)
  /// A deflate block breaks RFC 1951; `inflated` bytes had come out.
  case invalidData(inflated: Int)
  /// The CRC-32 of the text is not the one in the trailer.
  case wrongChecksum
  /// The trailer's length is not that of the text.
  case wrongLength(declared: Int, found: Int)
  /// The text is longer than allowed, or so the trailer says.
  case tooLarge(declared: Int, limit: Int)
  /// A second gzip member follows the first.
  case secondMember
  /// Bytes that are no gzip member follow.
  case trailingBytes(count: Int)
}
