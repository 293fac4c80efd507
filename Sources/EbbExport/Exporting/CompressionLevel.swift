internal import EbbModel

/// The level that arrays are compressed by: from 0, not at all, to 9.
package struct CompressionLevel: Sendable, Equatable {
  /// The option of formats that have it.
  static let optionName = "compression"

  /// ISA-L's fastest level is the default: of shuffled doubles its slower ones make files of the same size, zlib's, from 4
  /// on, a few percent smaller ones in several times the time.
  var level = 1

  init() {}

  /// The level that was asked for, or the default.
  init(_ options: FormatOptions) throws(FormatOptionError) {
    guard let text = options[Self.optionName] else { return }
    guard let level = Int(text), 0...9 ~= level else {
      throw FormatOptionError(
        reason: "--compression is a number from 0 to 9.", advice: "0 does not compress; 1 is the default.")
    }
    self.level = level
  }

  /// The compressor of the level, or of the next below that `fast` has; `nil` where nothing is to be compressed.
  func stream(of fast: FastDeflate?) -> FastDeflate.Stream? {
    guard level > 0, let fast else { return nil }
    return fast.make(min(max(level, fast.levels.lowerBound), fast.levels.upperBound))
  }
}
