internal import EbbModel
internal import Foundation

/// Elements of a data set, explicit value representation, little-endian (DICOM PS3.5, 7.1.2 and A.2): in the order of their
/// tags, as they are to be appended.
struct DICOMElements {
  private(set) var bytes: [UInt8] = []

  /// A tag: group and element.
  typealias Tag = (UInt16, UInt16)

  /// Values as text, with backslashes between them; filled to an even length with a space, a UID's with zero.
  mutating func append(_ tag: Tag, _ representation: String, _ texts: [String]) {
    var value = Array(texts.joined(separator: "\\").utf8)
    if value.count % 2 == 1 { value.append(representation == "UI" ? 0 : UInt8(ascii: " ")) }
    append(tag, representation, value)
  }

  mutating func append(_ tag: Tag, _ representation: String, _ text: String) {
    append(tag, representation, [text])
  }

  /// Unsigned numbers of 16 bits.
  mutating func append(_ tag: Tag, _ number: Int) {
    var value: [UInt8] = []
    value.append(littleEndian: UInt16(number))
    append(tag, "US", value)
  }

  /// A pointer to another element.
  mutating func append(_ tag: Tag, pointingTo other: Tag) {
    var value: [UInt8] = []
    value.append(littleEndian: other.0)
    value.append(littleEndian: other.1)
    append(tag, "AT", value)
  }

  /// A sequence of one item.
  mutating func append(_ tag: Tag, item: DICOMElements) {
    var value: [UInt8] = []
    value.append(littleEndian: UInt16(0xFFFE))
    value.append(littleEndian: UInt16(0xE000))
    value.append(littleEndian: UInt32(item.bytes.count))
    append(tag, "SQ", value + item.bytes)
  }

  mutating func append(_ tag: Tag, _ representation: String, _ value: [UInt8]) {
    bytes.append(littleEndian: tag.0)
    bytes.append(littleEndian: tag.1)
    bytes += representation.utf8
    if ["OB", "OW", "SQ"].contains(representation) {
      bytes.append(littleEndian: UInt16(0))
      bytes.append(littleEndian: UInt32(value.count))
    } else {
      bytes.append(littleEndian: UInt16(value.count))
    }
    bytes += value
  }

  /// A number in at most the 16 characters that a decimal string has (PS3.5, 6.2, DS): with as many digits as fit.
  static func decimal(_ number: Double) -> String {
    for digits in stride(from: 17, through: 1, by: -1) {
      let text = String(format: "%.\(digits)g", number)
      if text.utf8.count <= 16 { return text }
    }
    return "0"
  }

  /// A text of at most `limit` characters without what separates values.
  static func text(_ text: String, limit: Int = 64) -> String {
    String(text.printable.replacing("\\", with: "/").prefix(limit))
  }
}
