import EbbTestSupport
import Testing

@testable import EbbCodec

@Suite("Deflater")
struct DeflaterTests {
  private static let texts: [[UInt8]] = {
    var random = SeededGenerator(seed: 31)
    var texts = [0, 1, 2, 100, 65_535, 65_536, 300_000].map { count in
      (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
    }
    texts += [1, 1000, 1 << 20].map { [UInt8](repeating: 7, count: $0) }
    texts.append((0..<500_000).map { _ in UInt8.random(in: 0...3, using: &random) })
    return texts
  }()

  /// Adler-32 (RFC 1950 §8.2).
  private func checksum(_ text: [UInt8]) -> [UInt8] {
    var (a, b): (UInt32, UInt32) = (1, 0)
    for byte in text {
      a = (a + UInt32(byte)) % 65_521
      b = (b + a) % 65_521
    }
    return [b >> 8, b & 255, a >> 8, a & 255].map(UInt8.init)
  }

  @Test("a stream inflates to its text, and has a header and the text's checksum", arguments: Deflater.levels)
  func streams(level: Int) throws {
    let deflater = Deflater(level: level)
    var inflater = Inflater()
    var read = TextBuffer()
    for text in Self.texts {
      let stream = deflater.zlibStream(of: text)
      #expect(stream[0] == 0x78 && (Int(stream[0]) * 256 + Int(stream[1])) % 31 == 0)
      #expect(Array(stream.suffix(4)) == checksum(text))
      let member = Gzip.member(text, deflated: Array(stream.dropFirst(2).dropLast(4)))
      try inflater.inflate(member, into: &read, limit: 1 << 30)
      let same = unsafe UnsafeBufferPointer(start: read.start, count: read.count).elementsEqual(text)
      #expect(same, "\(text.count) bytes")
    }
  }

  @Test("a stream depends on nothing that came before", arguments: Deflater.levels)
  func independence(level: Int) {
    let used = Deflater(level: level)
    for text in Self.texts + Self.texts.reversed() {
      // Not as an expectation of two arrays: their difference would take minutes to find.
      let isSame = used.zlibStream(of: text) == Deflater(level: level).zlibStream(of: text)
      #expect(isSame, "\(text.count) bytes")
    }
  }

  @Test("ISA-L's state lies where its address changes no stream")
  func address() {
    let deflaters = (0..<40).map { Deflater(level: $0 % 3 + 1) }
    #expect(deflaters.allSatisfy { $0.lowAddress == 0 })
  }
}
