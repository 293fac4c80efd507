/// Text being composed, as UTF-8: what the text exporters write block by block.
package struct TextBlock {
  /// Large enough that a write costs little beside composing it.
  static let size = 1 << 16

  package private(set) var bytes: [UInt8] = []

  package init() { bytes.reserveCapacity(Self.size + 512) }

  var isFull: Bool { bytes.count >= Self.size }

  mutating func clear() { bytes.removeAll(keepingCapacity: true) }

  package mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  mutating func append(_ byte: Unicode.Scalar) { bytes.append(UInt8(ascii: byte)) }

  mutating func append(_ number: Int) { append(String(number)) }

  /// The shortest digits that read back as the same double. `value` is finite.
  mutating func append(finite value: Double) { append(value.description) }
}
