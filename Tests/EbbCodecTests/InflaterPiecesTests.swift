import EbbTestSupport
import Testing

@testable import EbbCodec

/// A member inflated piece by piece, against its text.
@Suite("Inflater, piece by piece") struct InflaterPiecesTests {
  /// Inflates into pieces of the lengths that `room` gives.
  private func pieces(_ member: [UInt8], of count: Int, room: () -> Int) throws(InflateError) -> [UInt8] {
    var inflater = Inflater()
    var text = TextBuffer()
    _ = try inflater.begin(member, limit: .max)
    text.reserve(count)
    while inflater.inflated < count {
      let room = min(room(), count - inflater.inflated)
      let came = unsafe inflater.step(member, into: text.start + inflater.inflated, room: room)
      guard came == room else { break }
    }
    try unsafe inflater.finish(member, limit: .max, after: text.start + inflater.inflated)
    text.setCount(inflater.inflated)
    return text.bytes
  }

  @Test("the text is the same wherever it is cut", arguments: Gzip.Strategy.allCases, [0, 1, 9] as [Int32])
  func anywhere(strategy: Gzip.Strategy, level: Int32) throws {
    var random = SeededGenerator(seed: 31)
    let text = random.compressibleBytes(700) + [UInt8](repeating: 48, count: 900) + random.randomBytes(90)
    let member = Gzip.member(text, level: level, strategy: strategy)
    for length in [1, 2, 3, 7, 16, 63, 64, 65, 257, 258, 259, 1_000] {
      #expect(try pieces(member, of: text.count) { length } == text, "pieces of \(length)")
    }
    for first in 0..<600 {
      var isFirst = true
      let found = try pieces(member, of: text.count) {
        defer { isFirst = false }
        return isFirst ? first : text.count
      }
      #expect(found == text, "cut at \(first)")
    }
  }

  @Test("a long text is the same in pieces of any length", arguments: [0, 1, 9] as [Int32])
  func long(level: Int32) throws {
    var random = SeededGenerator(seed: 32)
    let text = random.compressibleBytes(400_000) + [UInt8](repeating: 7, count: 100_000)
    let member = Gzip.member(text, level: level)
    for longest in [300, 5_000, 70_000] {
      var lengths = random
      let found = try pieces(member, of: text.count) { Int.random(in: 0...longest, using: &lengths) }
      #expect(found == text, "pieces up to \(longest)")
    }
  }

  @Test("pieces without room change nothing")
  func noRoom() throws {
    let text = Array("null".utf8)
    var turn = 0
    let found = try pieces(Gzip.member(text), of: text.count) {
      turn += 1
      return turn % 3 == 0 ? 1 : 0
    }
    #expect(found == text)
  }

  @Test("what comes after the end or an error is nothing, however often it is asked for")
  func afterTheEnd() throws {
    var damaged = Gzip.member(Array("null".utf8))
    damaged[damaged.count - 8] ^= 1
    for (member, isSound) in [(Gzip.member("null"), true), (damaged, false)] {
      var inflater = Inflater()
      var text = TextBuffer()
      text.reserve(100)
      _ = try inflater.begin(member, limit: 100)
      let first = unsafe inflater.step(member, into: text.start, room: 100)
      #expect(first == 4)
      for _ in 0..<3 {
        let more = unsafe inflater.step(member, into: text.start + 4, room: 96)
        #expect(more == 0)
      }
      let failure: InflateError?
      do throws(InflateError) {
        try unsafe inflater.finish(member, limit: 100, after: text.start + 4)
        failure = nil
      } catch {
        failure = error
      }
      #expect(failure == (isSound ? nil : .wrongChecksum))
    }
  }

  /// Zeros in a block by two bits for 258 of them, with an empty stored block behind it that ends with a byte.
  private func zeros(_ count: Int) -> [UInt8] {
    let literals = [0: 2, 256: 2, 285: 1]
    let (matches, single) = (count - 1).quotientAndRemainder(dividingBy: 258)
    var bits = DeflateBits()
    bits.beginBlock(literals: literals, distances: [0: 1], isLast: false)
    bits.append([Int](repeating: 0, count: single + 1), by: literals)
    for _ in 0..<matches {
      bits.append([285], by: literals)
      bits.append([0], by: [0: 1])
    }
    bits.append([256], by: literals)
    bits.appendEmptyBlock(isLast: false)
    return bits.bytes
  }

  @Test("a text of 4 GiB and more is told from one as long as its trailer says, its length modulo 4 GiB")
  func beyond4GiB() {
    let count = 1 << 32 + 4
    let (pieces, rest) = count.quotientAndRemainder(dividingBy: 1 << 20)
    let piece = zeros(1 << 20)
    var member = Gzip.Header().bytes
    for _ in 0..<pieces { member += piece }
    member += zeros(rest)
    var last = DeflateBits()
    last.appendEmptyBlock(isLast: true)
    // The CRC-32 of so many zeros, and their number.
    member += last.bytes + Gzip.littleEndian(0xc622_f71d, 4) + Gzip.littleEndian(4, 4)

    var inflater = Inflater()
    var text = TextBuffer()
    #expect(throws: InflateError.tooLarge(declared: count, limit: Int(UInt32.max))) {
      try inflater.inflate(member, into: &text, limit: .max)
    }
    #expect(text.capacity == 4)
  }
}
