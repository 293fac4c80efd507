/// A value of a column: its type in Parquet, its bytes, its order.
protocol ParquetWord: Sendable {
  /// What a dictionary tells words apart by.
  associatedtype Key: Hashable, Sendable

  static var type: ParquetType { get }
  var key: Key { get }
  /// Appends the bytes that stand in pages (parquet-format, Encodings.md, "Plain").
  func appendPlain(to bytes: inout [UInt8])
  /// The bytes of the least and the largest; `nil` where there is no order to filter by.
  static func bounds(of words: some Sequence<Self>) -> (least: [UInt8], largest: [UInt8])?
}

/// A physical type of Parquet's, by its number in the format.
enum ParquetType: Int, Sendable {
  case int32 = 1
  case int64 = 2
  case double = 5
  case bytes = 6
}

extension Double: ParquetWord {
  static var type: ParquetType { .double }

  /// The bits, so that −0 stays, and NaN is found again.
  var key: UInt64 { bitPattern }

  func appendPlain(to bytes: inout [UInt8]) { bytes.append(littleEndian: bitPattern) }

  /// None where a number is NaN, which has no place in the order; zeros as −0 and 0, since they are equal but not the same
  /// bytes (parquet.thrift, "ColumnOrder").
  static func bounds(of words: some Sequence<Double>) -> (least: [UInt8], largest: [UInt8])? {
    var least = Double.infinity
    var largest = -Double.infinity
    var isEmpty = true
    for word in words {
      if word.isNaN { return nil }
      isEmpty = false
      if word < least { least = word }
      if word > largest { largest = word }
    }
    guard !isEmpty else { return nil }
    return ((least == 0 ? -0.0 : least).plain, (largest == 0 ? 0.0 : largest).plain)
  }
}

extension Int64: ParquetWord {
  static var type: ParquetType { .int64 }
  var key: Int64 { self }
  func appendPlain(to bytes: inout [UInt8]) { bytes.append(littleEndian: self) }

  static func bounds(of words: some Sequence<Int64>) -> (least: [UInt8], largest: [UInt8])? {
    guard let least = words.min(), let largest = words.max() else { return nil }
    return (least.plain, largest.plain)
  }
}

extension Int32: ParquetWord {
  static var type: ParquetType { .int32 }
  var key: Int32 { self }
  func appendPlain(to bytes: inout [UInt8]) { bytes.append(littleEndian: self) }

  static func bounds(of words: some Sequence<Int32>) -> (least: [UInt8], largest: [UInt8])? {
    guard let least = words.min(), let largest = words.max() else { return nil }
    return (least.plain, largest.plain)
  }
}

extension String: ParquetWord {
  static var type: ParquetType { .bytes }

  /// The bytes: texts that look alike may be written differently.
  var key: [UInt8] { Array(utf8) }

  func appendPlain(to bytes: inout [UInt8]) {
    bytes.append(littleEndian: UInt32(utf8.count))
    bytes += utf8
  }

  /// By bytes, as the format orders texts.
  static func bounds(of words: some Sequence<String>) -> (least: [UInt8], largest: [UInt8])? {
    let texts = words.map { Array($0.utf8) }
    func isBefore(_ a: [UInt8], _ b: [UInt8]) -> Bool { a.lexicographicallyPrecedes(b) }
    guard let least = texts.min(by: isBefore), let largest = texts.max(by: isBefore) else { return nil }
    return (least, largest)
  }
}

extension ParquetWord {
  fileprivate var plain: [UInt8] {
    var bytes: [UInt8] = []
    appendPlain(to: &bytes)
    return bytes
  }
}
