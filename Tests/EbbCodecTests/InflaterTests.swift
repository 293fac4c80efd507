import EbbTestSupport
import Testing

@testable import EbbCodec

@Suite("Inflater")
struct InflaterTests {
  private static let sizes =
    Array(0...66) + [127, 128, 255, 256, 257, 258, 259, 1_000, 4_095, 4_096, 16_383, 32_767, 32_768]
    + [32_769, 65_534, 65_535, 65_536, 65_537, 65_824, 66_000, 98_304, 131_072, 200_000]

  @Test("what zlib deflates comes out again, at every level", arguments: Int32(0)...9)
  func everyLevel(level: Int32) async throws {
    var random = SeededGenerator(seed: UInt64(level) + 1)
    for size in Self.sizes {
      for text in [random.compressibleBytes(size), random.randomBytes(size)] {
        #expect(try inflate(Gzip.member(text, level: level)) == text, "\(size) bytes")
      }
      await Task.yield()
    }
  }

  @Test("what zlib deflates comes out again, by every strategy", arguments: Gzip.Strategy.allCases)
  func everyStrategy(strategy: Gzip.Strategy) throws {
    var random = SeededGenerator(seed: 77)
    for size in [0, 1, 257, 40_000, 150_000] {
      let text = random.compressibleBytes(size)
      #expect(try inflate(Gzip.member(text, strategy: strategy)) == text, "\(size) bytes")
    }
    let zeros = [UInt8](repeating: 48, count: 3_000_000)
    #expect(try inflate(Gzip.member(zeros, strategy: strategy)) == zeros)
  }

  @Test("stored blocks of any length, the empty one too, are read")
  func storedBlocks() throws {
    var random = SeededGenerator(seed: 5)
    let parts = [0, 1, 65_535, 0, 300].map { random.randomBytes($0) }
    var blocks: [UInt8] = []
    for (index, part) in parts.enumerated() {
      let length = UInt32(part.count)
      blocks += [index == parts.count - 1 ? 1 : 0]
      blocks += Gzip.littleEndian(length, 2) + Gzip.littleEndian(~length, 2) + part
    }
    let text = parts.flatMap { $0 }
    #expect(try inflate(Gzip.member(text, deflated: blocks)) == text)
  }

  @Test(
    "optional header fields are passed over",
    arguments: [
      Gzip.Header(extra: []), Gzip.Header(extra: [1, 2, 0, 4]),
      Gzip.Header(extra: [UInt8](repeating: 0, count: 65_535)),
      Gzip.Header(name: ""), Gzip.Header(name: "page.json"),
      Gzip.Header(name: String(repeating: "n", count: 100_000)), Gzip.Header(comment: "made by hand"),
      Gzip.Header(hasChecksum: true), Gzip.Header(moreFlags: 1),
      Gzip.Header(extra: [9], name: "a", comment: "b", hasChecksum: true, moreFlags: 1),
    ])
  func optionalFields(header: Gzip.Header) throws {
    var random = SeededGenerator(seed: 3)
    for text in [[], Array("null".utf8), random.compressibleBytes(100_000)] {
      #expect(try inflate(Gzip.member(text, header: header)) == text)
    }
  }

  @Test("a wrong header checksum and reserved flags are refused, as zlib does")
  func wrongHeaders() {
    let header = Gzip.Header(name: "page.json", hasChecksum: true)
    var member = Gzip.member(Array("null".utf8), header: header)
    member[header.bytes.count - 1] ^= 1
    #expect(throws: InflateError.wrongChecksum) { try inflate(member) }
    for flag: UInt8 in [0x20, 0x40, 0x80] {
      let member = Gzip.member(Array("null".utf8), header: Gzip.Header(moreFlags: flag))
      #expect(throws: InflateError.notGzip) { try inflate(member) }
    }
  }

  @Test(
    "what is no gzip member is refused",
    arguments: [
      [], [0x1f], [0x8b, 0x1f], Array("this is no gzip data".utf8), [UInt8](repeating: 0, count: 100),
    ])
  func notGzip(bytes: [UInt8]) {
    #expect(throws: InflateError.notGzip) { try inflate(bytes) }
  }

  @Test("a compression method other than deflate is refused")
  func unsupportedMethod() {
    var member = Gzip.member("null")
    member[2] = 7
    #expect(throws: InflateError.unsupportedMethod) { try inflate(member) }
  }

  @Test("a member that is cut short ends early, wherever it is cut")
  func truncated() {
    var random = SeededGenerator(seed: 11)
    let text = random.compressibleBytes(3_000)
    let header = Gzip.Header(
      extra: [UInt8](repeating: 0, count: 30), name: "a\u{1}b", comment: "c", hasChecksum: true)
    let members = [
      Gzip.member(text), Gzip.member(text, level: 0), Gzip.member(text, strategy: .fixedCodes),
      Gzip.member([UInt8](repeating: 0, count: 5_000)), Gzip.member([]),
      Gzip.member(Array("null".utf8), header: header),
    ]
    for member in members {
      for length in 2..<member.count {
        let error = #expect(throws: InflateError.self) { try inflate(Array(member[..<length])) }
        guard case .endsEarly(let inflated) = error else {
          Issue.record("cut to \(length) of \(member.count): \(String(describing: error))")
          continue
        }
        #expect(inflated <= 5_000)
      }
    }
  }

  @Test("a long member that is cut short says how much came out")
  func truncatedLong() {
    var random = SeededGenerator(seed: 12)
    let text = random.compressibleBytes(1_500_000)
    let member = Gzip.member(text, level: 1)
    for length in stride(from: member.count - 9, to: 100, by: -(member.count / 40)) {
      let error = #expect(throws: InflateError.self) { try inflate(Array(member[..<length])) }
      guard case .endsEarly(let inflated) = error else {
        Issue.record("cut to \(length) of \(member.count): \(String(describing: error))")
        continue
      }
      let share = Double(inflated) / Double(text.count) - Double(length) / Double(member.count)
      #expect(abs(share) < 0.2, "\(inflated) bytes from \(length) of \(member.count)")
    }
  }

  @Test("a changed byte is noticed, or changes nothing", arguments: [Int32(9), 0])
  func corrupted(level: Int32) {
    var random = SeededGenerator(seed: 13)
    let text = random.compressibleBytes(150)
    let header = Gzip.Header(extra: [1, 2, 3], name: "x", comment: "y")
    let member = Gzip.member(text, level: level, header: header)
    var inflater = Inflater()
    var found = TextBuffer()
    for at in member.indices {
      for value in UInt8.min...UInt8.max where value != member[at] {
        var changed = member
        changed[at] = value
        do throws(InflateError) {
          try inflater.inflate(changed, into: &found, limit: 1 << 20)
        } catch {
          continue
        }
        #expect(found.bytes == text, "byte \(at) is \(value)")
      }
    }
  }

  @Test("of members with one changed bit, those are accepted that zlib accepts")
  func corruptedLikeZlib() {
    var random = SeededGenerator(seed: 14)
    for round in 0..<6_000 {
      let text = random.compressibleBytes(Int(random.next() % 600))
      let header = Gzip.Header(name: round % 3 == 0 ? "n" : nil)
      var member = Gzip.member(text, level: Int32(round % 10), header: header)
      let at = Int(random.next() % UInt64(member.count))
      member[at] ^= UInt8(1) << UInt8(random.next() % 8)
      #expect((try? inflate(member)) == byZlib(member), "byte \(at), round \(round)")
    }
  }

  @Test("random blocks behind a sound header are read as zlib reads them")
  func randomBlocks() {
    var random = SeededGenerator(seed: 15)
    for round in 0..<5_000 {
      let blocks = random.randomBytes(Int(random.next() % 200))
      let member = Gzip.member([], deflated: blocks)
      #expect((try? inflate(member)) == byZlib(member), "round \(round)")
    }
  }

  @Test("an invalid block is refused")
  func invalidBlock() {
    let member = Array(Gzip.member("null")[..<10]) + [UInt8](repeating: 0xff, count: 30)
    #expect(throws: InflateError.invalidData(inflated: 0)) {
      try inflate(member + Gzip.member("null").suffix(8))
    }
  }

  @Test("a wrong checksum is refused")
  func wrongChecksum() {
    for text in [Array("null".utf8), [UInt8](repeating: 7, count: 100_000), []] {
      var member = Gzip.member(text)
      member[member.count - 8] ^= 1
      #expect(throws: InflateError.wrongChecksum) { try inflate(member) }
    }
  }

  @Test("the trailer's length must be the text's", arguments: [0, 4, 17, 5_000, 150_000])
  func wrongLength(count: Int) {
    var random = SeededGenerator(seed: 16)
    let text = random.compressibleBytes(count)
    let claims = [0, 1, 7, count - 1, count + 1, count * 2, 0x7fff_ffff, 0xffff_fff0, 0xffff_ffff]
    for claim in claims where claim >= 0 && claim != count {
      let member = self.member(text, claiming: UInt32(claim))
      #expect(throws: InflateError.wrongLength(declared: claim, found: count)) {
        try inflate(member)
      }
    }
  }

  @Test("a text as long as the limit is accepted, one byte longer is not")
  func limit() throws {
    var random = SeededGenerator(seed: 17)
    for count in [1, 100, 40_000, 70_000, 150_000] {
      let text = random.compressibleBytes(count)
      let member = Gzip.member(text)
      #expect(try inflate(member, limit: count) == text)
      #expect(throws: InflateError.tooLarge(declared: count, limit: count - 1)) {
        try inflate(member, limit: count - 1)
      }
    }
    #expect(try inflate(Gzip.member([]), limit: 0) == [])
  }

  @Test("a claim beyond what the bytes can hold allocates no more than they can")
  func implausibleClaim() {
    let member = self.member(Array("null".utf8), claiming: 0xffff_fff0)
    var inflater = Inflater()
    var text = TextBuffer()
    #expect(throws: InflateError.wrongLength(declared: 0xffff_fff0, found: 4)) {
      try inflater.inflate(member, into: &text, limit: 1 << 32)
    }
    #expect(text.capacity <= member.count * 1032)
  }

  @Test(
    "a text that goes on past the limit is too large, whatever the trailer claims",
    arguments: [0, 5, 100_000, 4_000_000, 0xffff_ffff] as [UInt32])
  func bomb(claim: UInt32) {
    let member = self.member([UInt8](repeating: 0, count: 4_000_000), claiming: claim)
    var inflater = Inflater()
    var text = TextBuffer()
    #expect(throws: InflateError.tooLarge(declared: Int(claim), limit: 100_000)) {
      try inflater.inflate(member, into: &text, limit: 100_000)
    }
    #expect(text.capacity <= 100_000)
  }

  @Test("a second member is refused, however long the two are", arguments: [0, 4, 70_000])
  func secondMember(count: Int) {
    var random = SeededGenerator(seed: 18)
    let first = random.compressibleBytes(count)
    for second in [[], [1], first, random.compressibleBytes(100_000)] {
      #expect(throws: InflateError.secondMember) {
        try inflate(Gzip.member(first) + Gzip.member(second))
      }
    }
  }

  @Test("bytes behind the member are refused", arguments: [0, 4, 70_000])
  func trailingBytes(count: Int) {
    var random = SeededGenerator(seed: 19)
    let member = Gzip.member(random.compressibleBytes(count))
    for length in 1...20 {
      for rest in [[UInt8](repeating: 0, count: length), Array("xyz trailing garbage".utf8)] {
        #expect(throws: InflateError.trailingBytes(count: rest.count)) {
          try inflate(member + rest)
        }
      }
    }
  }

  @Test("one inflater serves member after member, after errors too")
  func reuse() throws {
    var random = SeededGenerator(seed: 20)
    var inflater = Inflater()
    var text = TextBuffer()
    for round in 0..<100 {
      let expected = random.compressibleBytes(Int(random.next() % 100_000))
      var member = Gzip.member(expected, level: 1)
      if round % 3 == 0 {
        if round % 2 == 0 { member[member.count - 6] ^= 1 } else { member.removeLast(12) }
        #expect(throws: InflateError.self) {
          try inflater.inflate(member, into: &text, limit: 1 << 20)
        }
      } else {
        try inflater.inflate(member, into: &text, limit: 1 << 20)
        #expect(text.bytes == expected)
      }
      let isPadded = text.hasZeroPadding
      #expect(isPadded)
    }
  }

  private func inflate(_ member: [UInt8], limit: Int = 1 << 30) throws(InflateError) -> [UInt8] {
    var inflater = Inflater()
    var text = TextBuffer()
    try inflater.inflate(member, into: &text, limit: limit)
    return text.bytes
  }

  /// The text of a member that zlib accepts whole.
  private func byZlib(_ member: [UInt8]) -> [UInt8]? {
    Gzip.text(of: member, limit: 250_000).flatMap { $0.unread == 0 ? $0.text : nil }
  }

  /// A member whose trailer claims another length.
  private func member(_ text: [UInt8], claiming length: UInt32) -> [UInt8] {
    Gzip.member(text).dropLast(4) + Gzip.littleEndian(length, 4)
  }
}
