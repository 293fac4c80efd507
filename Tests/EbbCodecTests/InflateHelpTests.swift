import EbbModel
import EbbTestSupport
import Testing

@testable import EbbCodec

/// Members that two threads inflate, against one thread.
@Suite("Inflater, with the help of a second thread") struct InflateHelpTests {
  /// The text of a member, of which each window begins with the last of the one before.
  private func text(
    of member: [UInt8], _ help: InflateHelp?, window: Int = 1 << 15, limit: Int = 1 << 27
  ) -> (text: Result<[UInt8], InflateError>, helped: Int) {
    var text: [UInt8] = []
    var helped = 0
    let found = Result { () throws(InflateError) in
      let stream = try TextStream(member, limit: limit, window: window, help: help)
      while true {
        unsafe text += UnsafeBufferPointer(start: stream.start, count: stream.count)
        if stream.isComplete { break }
        stream.slide(keeping: 100)
        text.removeLast(100)
      }
      helped = stream.helped
      try stream.finish()
      return text
    }
    return (found, helped)
  }

  /// Numbers as pages hold them.
  private static func numbers(_ count: Int, seed: UInt64) -> [UInt8] {
    var random = SeededGenerator(seed: seed)
    return (0..<count).flatMap { _ -> [UInt8] in
      let value = Int.random(in: 0..<3, using: &random) == 0 ? 0 : Double.random(in: 0..<1e-3, using: &random)
      return Array("\(value), ".utf8)
    }
  }

  /// Numbers, text that has other words, and long runs of one byte: 1.3 MB.
  private static let mixed =
    numbers(30_000, seed: 1) + [UInt8](repeating: 48, count: 200_000) + numbers(20_000, seed: 2)

  private static let shares = [(40_000, 10_000), (150_000, 1_000), (500_000, 150_000), (200_000, 199_999)].map
  {
    InflateHelp(round: $0, own: $1)
  }

  @Test(
    "the text is the same, whatever the shares", arguments: Gzip.Strategy.allCases, [0, 1, 6, 9] as [Int32])
  func same(strategy: Gzip.Strategy, level: Int32) throws {
    let member = Gzip.member(Self.mixed, level: level, strategy: strategy)
    for help in Self.shares {
      for window in [1 << 15, 1 << 20] {
        let (found, helped) = text(of: member, help, window: window)
        #expect(try found.get() == Self.mixed, "\(help), windows of \(window)")
        // Blocks without codes of their own have no places where they are known to begin; of literals alone none is asked for.
        let hasCodes = level > 0 && strategy != .fixedCodes && strategy != .huffmanOnly
        if !hasCodes { #expect(helped == 0) }
        if hasCodes, help.own < 100_000, help.round < 200_000 { #expect(helped > 100_000, "\(help)") }
      }
    }
  }

  @Test("a text of more than the second thread may be ahead")
  func long() throws {
    let some = Self.numbers(40_000, seed: 3)
    let text = Array(repeatElement(some + [UInt8](repeating: 48, count: 4_000_000), count: 8).joined())
    let member = Gzip.member(text, level: 1)
    let (found, helped) = self.text(
      of: member, InflateHelp(round: member.count, own: 10_000), window: 1 << 20)
    #expect(try found.get() == text)
    #expect(helped > text.count / 2)
  }

  @Test("ends where the text is left before its end")
  func left() throws {
    let member = Gzip.member(
      Self.numbers(40_000, seed: 4) + [UInt8](repeating: 48, count: 30_000_000), level: 1)
    for slides in 0..<20 {
      let stream = try TextStream(
        member, limit: 1 << 27, window: 1 << 16, help: InflateHelp(round: member.count, own: 1_000))
      for _ in 0..<slides { stream.slide(keeping: 0) }
      #expect(!stream.isComplete)
    }
  }

  @Test("a text that is shorter than what matches reach, none, and one that is larger than allowed")
  func short() throws {
    for count in [0, 1, 500, 1_400] {
      let text = Self.numbers(count, seed: 5)
      let found = self.text(of: Gzip.member(text), InflateHelp(round: 200, own: 50))
      #expect(try found.text.get() == text)
    }
    let member = Gzip.member(Self.mixed)
    let found = text(of: member, Self.shares[0], limit: Self.mixed.count - 1).text
    #expect(found == .failure(.tooLarge(declared: Self.mixed.count, limit: Self.mixed.count - 1)))
  }

  @Test("what looks like blocks and is text is no block")
  func falseBlocks() throws {
    let inner = Gzip.deflated(Self.numbers(20_000, seed: 6))
    let rest = Self.numbers(30_000, seed: 7)
    var random = SeededGenerator(seed: 8)
    for length in [0, 1, 2, 3, 100] {
      let before = random.randomBytes(33_000 + length)
      let pieces = [before, Array(inner.prefix(60_000)), random.randomBytes(500)]
      let text = Array((pieces + [rest]).joined())
      let member = Gzip.member(text, deflated: pieces.flatMap(Gzip.storedBlock) + Gzip.deflated(rest))
      for own in [33_010, 34_000, 60_000, 100_000] {
        let found = self.text(of: member, InflateHelp(round: 150_000, own: own)).text
        #expect(try found.get() == text, "\(length), \(own)")
      }
      let (found, helped) = self.text(of: member, InflateHelp(round: 500_000, own: 96_000))
      #expect(try found.get() == text)
      // From the block after the stored ones on.
      #expect(helped > 300_000)
    }
  }

  @Test("blocks that hold nothing, thousands of them, are not searched again from each")
  func emptyBlocks() throws {
    // Eight of a block's bits end with a byte.
    var bits = DeflateBits()
    for _ in 0..<8 {
      bits.beginBlock(literals: [0: 1, 256: 1], isLast: false)
      bits.append([256], by: [0: 1, 256: 1])
    }
    let text = Self.numbers(20_000, seed: 12)
    let before = Gzip.storedBlock(Array(text.prefix(40_000)))
    let rest = Gzip.deflated(Array(text.dropFirst(40_000)))
    let empty = Array(repeatElement(bits.bytes, count: 1_500_000 / bits.bytes.count).joined())
    let member = Gzip.member(text, deflated: before + empty + rest)
    for own in [41_000, 500_000] {
      let found = self.text(of: member, InflateHelp(round: member.count, own: own)).text
      #expect(try found.get() == text)
    }
    // The same as a text, which is no block at all.
    let stored = stride(from: 0, to: 1_200_000, by: 60_000).map { Array(empty[$0..<$0 + 60_000]) }
    let words = Array(stored.joined()) + text
    let other = Gzip.member(words, deflated: stored.flatMap(Gzip.storedBlock) + Gzip.deflated(text))
    #expect(try self.text(of: other, InflateHelp(round: other.count, own: 100_000)).text.get() == words)
  }

  @Test("data that others hold too, and leave meanwhile, are inflated all the same")
  func shared() throws {
    let text = Self.numbers(400_000, seed: 13)
    let member = Gzip.member(text, level: 1)
    for window in [1 << 16, 1 << 20] {
      var held = Array(member[...])
      let stream = try TextStream(
        held, limit: 1 << 27, window: window, releases: true,
        help: InflateHelp(round: 1_000_000, own: 300_000))
      var found: [UInt8] = []
      while true {
        unsafe found += UnsafeBufferPointer(start: stream.start, count: stream.count)
        if stream.isComplete { break }
        stream.slide(keeping: 0)
        if found.count > 1 << 20 { held = [] }
      }
      try stream.finish()
      #expect(found == text && held.isEmpty)
    }
    #expect(Gzip.text(of: member, limit: 1 << 27)?.text == text)
  }

  @Test("damage is found, wherever it is")
  func damage() throws {
    let text = Self.numbers(30_000, seed: 9)
    let sound = Gzip.member(text)
    var random = SeededGenerator(seed: 10)
    for number in 0..<300 {
      var member = sound
      switch number % 3 {
      case 0: member[Int.random(in: 0..<member.count, using: &random)] ^= 1 << UInt8(number / 3 % 8)
      case 1: member.removeLast(Int.random(in: 1..<member.count, using: &random))
      default:
        let start = Int.random(in: 0..<member.count - 300, using: &random)
        for place in start..<start + 300 { member[place] = UInt8.random(in: 0...255, using: &random) }
      }
      let alone = self.text(of: member, nil).text
      let found = self.text(of: member, InflateHelp(round: 60_000, own: 12_000)).text
      #expect((try? found.get()) == (try? alone.get()), "damage \(number)")
    }
  }

  // MARK: Pages

  private static let values = Array(numbers(170_000, seed: 11).dropLast(2))
  private static let axis =
    #""axis_dim1": {"unit": "cm", "name": "Position (Z)", "values": ["#
    + (0..<170_000).map { "\($0).5" }.joined(separator: ", ") + "]}"

  private func page(_ metadata: String = "", _ member: String = "") -> [UInt8] {
    let values = String(decoding: Self.values, as: UTF8.self)
    return Gzip.member(
      """
      {"metadata": {"name": "DOSE", "unit": "MeV/g"\(metadata)}, "dimensions": 1, \
      "data": {"unit": "MeV/g", "name": "DOSE", "values": [\(values)]}, \(member)\(Self.axis)}
      """)
  }

  private func outcome(
    _ body: () async throws(PageDataError) -> StoredPage?
  ) async -> Result<StoredPage?, PageDataError> {
    do throws(PageDataError) {
      return .success(try await body())
    } catch {
      return .failure(error)
    }
  }

  /// A page with and without help, and with data that are given over.
  private func check(_ member: [UInt8], wholeLimit: Int, _ comment: Comment) async throws {
    try #require(member.count >= PageDecoder.smallestHelped)
    let decoder = PageDecoder(byteLimit: 1 << 26, wholeLimit: wholeLimit)
    let alone = await outcome { () throws(PageDataError) in try await decoder.page(member) }
    let helped = await outcome { () throws(PageDataError) in try await decoder.page(member, helped: true) }
    #expect(helped == alone, comment)
    await decoder.take(Array(member[...]))
    let taken = await outcome { () throws(PageDataError) in
      switch try await decoder.takenPage(helped: true) {
      case .page(let page): page
      case .needsData: try await decoder.page(member)
      }
    }
    #expect(taken == alone, comment)
  }

  @Test("a page is the same, that of the web interface and a damaged one too", arguments: [1 << 26, 1 << 20])
  func pages(wholeLimit: Int) async throws {
    let plain = page()
    try await check(plain, wholeLimit: wholeLimit, "as the converter writes it")
    #expect(try await PageDecoder(byteLimit: 1 << 26).page(plain, helped: true)?.values.count == 170_000)
    try await check(page(#", "pageNumber": "1""#), wholeLimit: wholeLimit, "other metadata")
    try await check(page("", #""extra": {"a": 1}, "#), wholeLimit: wholeLimit, "another member")
    try await check(page("", #""dimensions": 3, "#), wholeLimit: wholeLimit, "wrong dimensions")
    var damaged = plain
    damaged[700_000] ^= 4
    try await check(damaged, wholeLimit: wholeLimit, "damage")
    try await check(Array(plain.dropLast(9)), wholeLimit: wholeLimit, "cut off")
    try await check(plain + [1], wholeLimit: wholeLimit, "more than a member")
  }

  @Test(
    "the slower numbers are decoded, the less the thread that decodes inflates",
    arguments: [PageDecoder.smallestHelped, 4_000_000, 80_000_000])
  func shares(bytes: Int) {
    let kernels = NumberKernel.supported
    let own = (kernels.map(Optional.some) + [nil]).map { kernel in
      let help = InflateHelp.shares(of: bytes, kernel: kernel)
      #expect(help.round == min(bytes, 4_000_000))
      return 100 * help.own / help.round
    }
    let expected = ["avx512": 30, "avx2": 20, "neon": 20]
    // A percent less where the whole bytes of a round are less.
    for (found, percent) in zip(own, kernels.map { expected[$0.name] ?? 0 } + [8]) {
      #expect(percent - 1...percent ~= found)
    }
  }
}
