internal import EbbFiles
internal import EbbModel

/// Puts a message together (`ReadingMessage`).
struct MessageWriter {
  private(set) var bytes: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0]

  init(_ kind: ReadingMessage) { set(kind.rawValue, at: 4) }

  /// The message with its length.
  consuming func finished() -> [UInt8] {
    set(UInt32(clamping: bytes.count - ReadingMessage.headerSize), at: 0)
    return bytes
  }

  /// The eight bytes before a content of that length.
  static func header(_ kind: ReadingMessage, length: Int) -> [UInt8] {
    var writer = MessageWriter(kind)
    writer.set(UInt32(clamping: length), at: 0)
    return writer.bytes
  }

  private mutating func set(_ number: UInt32, at place: Int) {
    for byte in 0..<4 { bytes[place + byte] = UInt8(truncatingIfNeeded: number >> (8 * UInt32(byte))) }
  }

  mutating func put(_ byte: UInt8) { bytes.append(byte) }

  mutating func put(_ isTrue: Bool) { bytes.append(isTrue ? 1 : 0) }

  mutating func put(_ number: UInt64) {
    for byte in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * UInt64(byte)))) }
  }

  mutating func put(_ number: Int64) { put(UInt64(bitPattern: number)) }

  mutating func put(_ number: Int) { put(Int64(number)) }

  mutating func put(_ number: Double) { put(number.bitPattern) }

  private mutating func put(count: Int) {
    let count = UInt32(clamping: count)
    for byte in 0..<4 { bytes.append(UInt8(truncatingIfNeeded: count >> (8 * UInt32(byte)))) }
  }

  mutating func put(_ text: String) {
    put(count: text.utf8.count)
    bytes.append(contentsOf: text.utf8)
  }

  mutating func put(_ texts: [String]) {
    put(count: texts.count)
    for text in texts { put(text) }
  }

  mutating func put(_ text: String?) {
    put(text != nil)
    if let text { put(text) }
  }

  mutating func put(_ number: Int64?) {
    put(number != nil)
    if let number { put(number) }
  }

  mutating func put(_ number: Double?) {
    put(number != nil)
    if let number { put(number) }
  }

  mutating func put(_ metadata: Metadata) {
    put(count: metadata.entries.count)
    for entry in metadata.entries {
      put(entry.name)
      put(entry.value)
    }
  }
}
