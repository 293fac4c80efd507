import EbbModel
import EbbTestSupport
import Testing

@testable import EbbCodec

/// Huffman codes of every kind that zlib refuses, and odd ones that it takes, through every way to inflate.
@Suite("Code sets of deflate blocks") struct CodeSetTests {
  private static let limit = 1 << 16
  /// The letters of "null".
  private static let (n, u, l) = (0x6e, 0x75, 0x6c)
  private static let end = 256
  private static let null = [n, u, l, l, end]
  /// A code that has the letters and the end of block, and in which every bit pattern means something.
  private static let sound = [n: 2, u: 2, l: 2, end: 2]

  /// Blocks, and the text that is in them if they are taken.
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var blocks: [UInt8]
    var text: String
    /// What zlib says, or `nil` where it takes the member.
    var refusal: String?

    init(_ description: String, _ text: String, _ refusal: String?, _ write: (inout DeflateBits) -> Void) {
      var bits = DeflateBits()
      write(&bits)
      (testDescription, blocks, self.text, self.refusal) = (description, bits.bytes, text, refusal)
    }

    /// A block that says "null" by these codes.
    init(
      _ description: String, _ refusal: String?, literals: [Int: Int] = sound, distances: [Int: Int] = [:],
      counts: (literals: Int, distances: Int)? = nil, lengths: [Int: Int] = DeflateBits.soundLengths
    ) {
      self.init(description, "null", refusal) { bits in
        bits.beginBlock(
          literals: literals, distances: distances, counts: counts, lengths: lengths)
        bits.append(null, by: literals)
      }
    }

    var member: [UInt8] { Gzip.member(Array(text.utf8), deflated: blocks) }
  }

  private static let literalSets = [
    Case("codes of four letters", nil),
    Case(
      "too many codes", "invalid literal/lengths set", literals: [n: 2, u: 2, l: 1, end: 2]),
    Case(
      "a bit pattern without a meaning", "invalid literal/lengths set", literals: [n: 2, u: 2, l: 2, end: 3]),
    Case(
      "a bit pattern of 15 bits without a meaning", "invalid literal/lengths set",
      literals: [n: 2, u: 2, l: 2, end: 15]),
    Case(
      "no code for the end of block", "invalid code -- missing end-of-block", literals: [n: 2, u: 2, l: 1]),
    Case("a single code of two bits", "", "invalid literal/lengths set") { bits in
      bits.beginBlock(literals: [end: 2])
      bits.append([end], by: [end: 2])
    },
    Case("a single code of one bit", "", nil) { bits in
      bits.beginBlock(literals: [end: 1])
      bits.append([end], by: [end: 1])
    },
    Case("the other bit where there is a single code", "", "invalid literal/length code") { bits in
      bits.beginBlock(literals: [end: 1])
      bits.append(1, bits: 1)
    },
    Case(
      "as many literals as there are", nil,
      literals: sound.merging([285: 3, l: 3]) { $1 }, counts: (286, 1)),
    Case(
      "more literals than there are", "too many length or distance symbols", counts: (287, 1)),
    Case("more distances than there are", "too many length or distance symbols", counts: (257, 31)),
  ]

  private static let distanceSets = [
    Case("two distances", nil, distances: [0: 1, 1: 1]),
    Case("one distance of one bit", nil, distances: [0: 1]),
    Case("one far distance of one bit", nil, distances: [29: 1]),
    Case("one distance of two bits", "invalid distances set", distances: [0: 2]),
    Case("two distances of two bits", "invalid distances set", distances: [0: 2, 1: 2]),
    Case("distances of one and three bits", "invalid distances set", distances: [0: 1, 1: 3, 2: 3]),
    Case("three distances of one bit", "invalid distances set", distances: [0: 1, 1: 1, 2: 1]),
    Case("a distance of fifteen bits more", "invalid distances set", distances: [0: 1, 1: 1, 2: 15]),
  ]

  private static let lengthSets = [
    Case(
      "a code for lengths that lacks one", "invalid code lengths set",
      lengths: DeflateBits.soundLengths.merging([18: 0]) { $1 }),
    Case(
      "a code for lengths that has one too many", "invalid code lengths set",
      lengths: DeflateBits.soundLengths.merging([18: 4]) { $1 }),
    Case("a code for lengths of one bit alone", "invalid code lengths set", lengths: [0: 1]),
    Case("no code for lengths", "", "invalid code -- missing end-of-block") { bits in
      bits.beginBlock(literals: [:], lengths: [:])
      bits.append(0, bits: 300)
    },
    Case("a repeat of nothing", "null", "invalid bit length repeat") { bits in
      bits.beginBlock(literals: sound, repeats: [(16, 0)])
      bits.append(null, by: sound)
    },
    Case("a repeat past the end", "null", "invalid bit length repeat") { bits in
      bits.beginBlock(literals: [:], counts: (257, 1), repeats: [(18, 127), (18, 127)])
    },
  ]

  /// Text that repeats: "null", where the last letter comes by a match.
  private static let matches = [
    Case("a match by the single distance", "nullll", nil) { bits in
      let literals = [n: 2, u: 2, l: 2, end: 3, 257: 3]
      bits.beginBlock(literals: literals, distances: [0: 1])
      bits.append([n, u, l, 257], by: literals)
      bits.append([0], by: [0: 1])
      bits.append([end], by: literals)
    },
    Case("the other bit where there is a single distance", "nullll", "invalid distance code") { bits in
      let literals = [n: 2, u: 2, l: 2, end: 3, 257: 3]
      bits.beginBlock(literals: literals, distances: [0: 1])
      bits.append([n, u, l, 257], by: literals)
      bits.append(1, bits: 1)
      bits.append([end], by: literals)
    },
    Case("a match where there are no distances", "nullll", "invalid distance code") { bits in
      let literals = [n: 2, u: 2, l: 2, end: 3, 257: 3]
      bits.beginBlock(literals: literals)
      bits.append([n, u, l, 257], by: literals)
      bits.append(0, bits: 1)
      bits.append([end], by: literals)
    },
    Case("a match from before the text", "nullll", "invalid distance too far back") { bits in
      let literals = [n: 2, u: 2, l: 2, end: 3, 257: 3]
      bits.beginBlock(literals: literals, distances: [0: 1, 3: 1])
      bits.append([n, u, l, 257], by: literals)
      bits.append([3], by: [0: 1, 3: 1])
      bits.append([end], by: literals)
    },
    Case("a fixed block", "nullll", nil) { bits in
      bits.beginFixedBlock()
      bits.append([n, u, l, 257], by: DeflateBits.fixedLiterals)
      bits.append([0], by: DeflateBits.fixedDistances)
      bits.append([end], by: DeflateBits.fixedLiterals)
    },
    Case("a length of the fixed code that means nothing", "nullll", "invalid literal/length code") { bits in
      bits.beginFixedBlock()
      bits.append([n, u, l, 286], by: DeflateBits.fixedLiterals)
      bits.append([0], by: DeflateBits.fixedDistances)
      bits.append([end], by: DeflateBits.fixedLiterals)
    },
    Case("a distance of the fixed code that means nothing", "nullll", "invalid distance code") { bits in
      bits.beginFixedBlock()
      bits.append([n, u, l, 257], by: DeflateBits.fixedLiterals)
      bits.append([30], by: DeflateBits.fixedDistances)
      bits.append([end], by: DeflateBits.fixedLiterals)
    },
    Case("a block of no type", "", "invalid block type") { $0.append(7, bits: 3) },
    Case("a stored block whose length is another than it says again", "", "invalid stored block lengths") {
      $0.append(1, bits: 8)
      $0.append(0x1234_0000, bits: 32)
    },
  ]

  private static let cases = literalSets + distanceSets + lengthSets + matches

  @Test("zlib takes and refuses what the cases say", arguments: cases)
  func zlib(_ expected: Case) {
    #expect(Gzip.refusal(of: expected.member, limit: Self.limit) == expected.refusal)
    let text = Gzip.text(of: expected.member, limit: Self.limit).map(\.text)
    #expect(text == (expected.refusal == nil ? Array(expected.text.utf8) : nil))
  }

  @Test("alone, in windows and as text is taken what zlib takes", arguments: cases)
  func alone(_ expected: Case) async {
    let taken = expected.refusal == nil ? Array(expected.text.utf8) : nil
    #expect(whole(expected.member) == taken)
    for window in [1, 2, 3, 100] { #expect(inWindows(of: window, expected.member) == taken) }
    let text = try? await PageDecoder(byteLimit: Self.limit).text(expected.member)
    #expect(text.map { Array($0.utf8) } == taken)
  }

  @Test("beside another member is taken what zlib takes", arguments: cases)
  func besideAnother(_ expected: Case) {
    let taken = expected.refusal == nil ? Array(expected.text.utf8) : nil
    for other in [Gzip.member(String(repeating: "0.25, ", count: 900)), expected.member] {
      #expect(inPair(expected.member, other).first == taken)
      #expect(inPair(other, expected.member).second == taken)
    }
  }

  @Test("no way makes a page of what zlib refuses", arguments: cases)
  func pages(_ expected: Case) async {
    let isTaken = expected.refusal == nil && expected.text == "null"
    for wholeLimit in [0, 1 << 16] {
      let decoder = PageDecoder(byteLimit: Self.limit, wholeLimit: wholeLimit, window: 64)
      let alone = await outcome(decoder, expected.member)
      #expect(alone == .success(nil) || !isTaken)
      if case .success = alone { #expect(isTaken) }
      let pair = await decoder.pages(expected.member, Gzip.member("null"))
      #expect(pair.first == alone)
      #expect(pair.second == .success(nil))
    }
  }

  private func outcome(_ decoder: PageDecoder, _ member: [UInt8]) async -> Result<StoredPage?, PageDataError>
  {
    do throws(PageDataError) {
      return .success(try await decoder.page(member))
    } catch {
      return .failure(error)
    }
  }

  private func whole(_ member: [UInt8]) -> [UInt8]? {
    var inflater = Inflater()
    var text = TextBuffer()
    guard (try? inflater.inflate(member, into: &text, limit: Self.limit)) != nil else { return nil }
    return text.bytes
  }

  private func inWindows(of window: Int, _ member: [UInt8]) -> [UInt8]? {
    do throws(InflateError) {
      let stream = try TextStream(member, limit: Self.limit, window: window)
      var text: [UInt8] = []
      while true {
        unsafe text += UnsafeBufferPointer(start: stream.start, count: stream.count)
        if stream.isComplete { break }
        stream.slide(keeping: 0)
      }
      try stream.finish()
      return text
    } catch {
      return nil
    }
  }

  private func inPair(_ first: [UInt8], _ second: [UInt8]) -> (first: [UInt8]?, second: [UInt8]?) {
    var text = TextBuffer()
    var secondText = TextBuffer()
    let isRight = PairInflater.inflate((first, second), into: &text, &secondText, limit: Self.limit)
    return (isRight.first ? text.bytes : nil, isRight.second ? secondText.bytes : nil)
  }
}
