/// Text being composed, as UTF-8: what the text exporters write block by block.
package struct TextBlock {
  /// Large enough that a write costs little beside composing it.
  package static let size = 1 << 16

  /// The text that was written, and room after it.
  private var storage: [UInt8] = []
  package private(set) var count = 0
  private let powers = PowersOfTen.table

  package init() {}

  package var bytes: [UInt8] { Array(storage[..<count]) }

  /// What is written, and bytes after it that are no part of it: `padding` of them or more.
  consuming func bytes(padding: Int) -> [UInt8] {
    if storage.count < count + padding { grow(by: padding) }
    return storage
  }

  package var isFull: Bool { count >= Self.size }

  /// Lends what is written.
  package func withBytes<R, E: Error>(_ body: (Span<UInt8>) throws(E) -> R) throws(E) -> R {
    try body(storage.span.extracting(first: count))
  }

  package mutating func clear() { count = 0 }

  package mutating func append(_ text: String) { append(text.utf8.span) }

  package mutating func append(_ bytes: Span<UInt8>) {
    let length = bytes.count
    unsafe compose(atMost: length) { room in
      unsafe bytes.withUnsafeBytes { bytes in
        unsafe UnsafeMutableRawBufferPointer(start: room, count: length).copyMemory(from: bytes)
      }
      return length
    }
  }

  package mutating func append(_ byte: Unicode.Scalar) {
    unsafe compose(atMost: 1) { room in
      unsafe room.storeBytes(of: UInt8(ascii: byte), as: UInt8.self)
      return 1
    }
  }

  /// Puts `new` in the place of every `old` from the byte `start` on.
  package mutating func replace(_ old: Unicode.Scalar, with new: Unicode.Scalar, from start: Int) {
    let (old, new) = (UInt8(ascii: old), UInt8(ascii: new))
    for index in start..<count where storage[index] == old { storage[index] = new }
  }

  package mutating func append(_ number: Int) { append(String(number)) }

  /// The shortest digits that read back as the same double. `value` is finite.
  package mutating func append(finite value: Double) {
    let powers = powers
    unsafe compose(atMost: NumberText.room) { room in
      unsafe NumberText.write(value, by: powers, to: room)
    }
  }

  /// Numbers with ", " between them; `null` for those that are not finite, which JSON cannot say.
  package mutating func append(json values: Span<Double>) {
    guard !values.isEmpty else { return }
    let powers = powers
    unsafe compose(atMost: values.count * (NumberText.longest + 2) + NumberText.room) { room in
      var end = unsafe room
      for index in values.indices {
        unsafe end += Self.write(values[index], by: powers, to: end) { _ in "null" }
        unsafe end.copyMemory(from: ", ", byteCount: 2)
        unsafe end += 2
      }
      return unsafe end - room - 2
    }
  }

  /// Numbers one after another, with nothing between them.
  /// - Parameter nonFinite: the text of a number that is not finite.
  /// - Returns: where each begins, and where the last one ends.
  mutating func append(each values: Span<Double>, nonFinite: (Double) -> StaticString) -> [Int] {
    let powers = powers
    let start = count
    return unsafe [Int](unsafeUninitializedCapacity: values.count + 1) { starts, startCount in
      unsafe starts[0] = start
      unsafe compose(atMost: values.count * NumberText.longest + NumberText.room) { room in
        var end = unsafe room
        for index in values.indices {
          unsafe end += Self.write(values[index], by: powers, to: end, nonFinite: nonFinite)
          unsafe starts[index &+ 1] = start &+ (end - room)
        }
        return unsafe end - room
      }
      startCount = values.count + 1
    }
  }

  /// Writes a number, or what stands for it, to where there is room for `NumberText.room` bytes.
  /// - Returns: how many bytes it has.
  @inline(__always)
  private static func write(
    _ value: Double, by powers: PowersOfTen, to end: UnsafeMutableRawPointer,
    nonFinite: (Double) -> StaticString
  ) -> Int {
    if value.isFinite { return unsafe NumberText.write(value, by: powers, to: end) }
    let text = nonFinite(value)
    precondition(text.utf8CodeUnitCount <= NumberText.longest)
    unsafe end.copyMemory(from: text.utf8Start, byteCount: text.utf8CodeUnitCount)
    return text.utf8CodeUnitCount
  }

  /// Makes room, lets `write` fill it, and counts as many bytes as that says.
  @inline(__always)
  mutating func compose(atMost most: Int, _ write: (UnsafeMutableRawPointer) -> Int) {
    if storage.count &- count < most { grow(by: most) }
    let start = count
    let length = unsafe storage.withUnsafeMutableBytes { bytes in
      unsafe write(bytes.baseAddress.unsafelyUnwrapped + start)
    }
    count = start &+ length
  }

  @inline(never)
  private mutating func grow(by more: Int) {
    let size = max(2 * storage.count, count + more, 256)
    let room = [UInt8](repeating: 0, count: size - storage.count)
    if storage.isEmpty { storage = room } else { storage += room }
  }
}
