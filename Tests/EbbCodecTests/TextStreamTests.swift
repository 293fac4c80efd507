import EbbModel
import EbbTestSupport
import Testing

@testable import EbbCodec

/// Pages decoded while they are inflated, against the same pages decoded whole.
@Suite("TextStream") struct TextStreamTests {
  private static let window = 1 << 14

  private func page(
    values: [String], separator: String = ", ", metadata: Int = 3, blanks: String = "", nested: Bool = false
  ) -> String {
    let entries = (0..<metadata).map { "\"key \($0)\": \"value \($0)\"" }.joined(separator: ", ")
    let list = "[" + values.joined(separator: separator) + blanks + "]"
    let centres = values.indices.map { "\($0).5" }.joined(separator: ", ")
    let axis = "{\"unit\": \"cm\", \"name\": \"Position (Z)\", \"values\": [\(centres)]}"
    return """
      {"metadata": {\(entries)}, "dimensions": 1, "data": {"unit": "MeV/g", "name": "DOSE", \
      "values": \(nested ? "[\(list)]" : list)}, "axis_dim1": \(axis)}\(blanks)
      """
  }

  private func words(_ count: Int, seed: UInt64) -> [String] {
    var random = SeededGenerator(seed: seed)
    return (0..<count).map { _ in
      switch Int.random(in: 0..<10, using: &random) {
      case 0..<3: "0.0"
      case 3: "NaN"
      case 4: "-\(Int.random(in: 0..<1000, using: &random))"
      default: Double.random(in: 0..<1, using: &random).description
      }
    }
  }

  /// What both ways say of a text.
  private func outcomes(
    of member: [UInt8], limit: Int = 1 << 24
  ) async -> (streamed: Result<StoredPage?, PageDataError>, whole: Result<StoredPage?, PageDataError>) {
    let streaming = PageDecoder(byteLimit: limit, wholeLimit: 0, window: Self.window)
    let whole = PageDecoder(byteLimit: limit)
    return (await outcome(streaming, member), await outcome(whole, member))
  }

  private func outcome(_ decoder: PageDecoder, _ member: [UInt8]) async -> Result<StoredPage?, PageDataError>
  {
    do throws(PageDataError) {
      return .success(try await decoder.page(member))
    } catch {
      return .failure(error)
    }
  }

  /// NaN is equal to itself here. Where damaged data are found to be so depends on how much is inflated at a time.
  private func isSame(
    _ a: Result<StoredPage?, PageDataError>, _ b: Result<StoredPage?, PageDataError>
  ) -> Bool {
    if case .failure(.inflate(let first)) = a, case .failure(.inflate(let second)) = b {
      return first == second || first.isDamage && second.isDamage
    }
    guard case .success(var first?) = a, case .success(var second?) = b else { return a == b }
    let bits = (first.values.map(\.bitPattern), second.values.map(\.bitPattern))
    (first.values, second.values) = ([], [])
    return bits.0 == bits.1 && first == second
  }

  @Test("gives the same page", arguments: [1, 8, 500, 2_047, 2_048, 5_000, 60_000], [", ", ",", " ,\n "])
  func same(count: Int, separator: String) async {
    let text = page(values: words(count, seed: UInt64(count)), separator: separator)
    let (streamed, whole) = await outcomes(of: Gzip.member(text))
    #expect(isSame(streamed, whole))
    #expect((try? whole.get())??.values.count == count)
  }

  @Test("a limit may be as large as a number is")
  func noLimit() async {
    let member = Gzip.member(page(values: words(5_000, seed: 3)))
    let (streamed, whole) = await outcomes(of: member, limit: .max)
    #expect(isSame(streamed, whole))
    #expect((try? streamed.get())??.values.count == 5_000)
  }

  @Test("streams where only the arrays are long, and takes the page whole where more is")
  func streams() throws {
    let streamed = Gzip.member(page(values: words(60_000, seed: 1)))
    let stream = try TextStream(streamed, limit: 1 << 24, window: Self.window)
    #expect(!stream.isComplete)
    #expect(try PageText.decode(stream)?.values.count == 60_000)
    try stream.finish()
    let wordy = Gzip.member("{\"metadata\": {\"comment\": \"\(String(repeating: "w", count: 2_000))\"}}")
    #expect(throws: DecodeError.self) {
      try PageText.decode(try TextStream(wordy, limit: 1 << 24, window: 1 << 10))
    }
  }

  @Test(
    "streams numbers that a kernel takes to the last, wherever the window cuts them", arguments: [", ", ","])
  func regular(separator: String) throws {
    var random = SeededGenerator(seed: 9)
    let words = (0..<50_000).map { _ in String(random.next() % 1_000_000) }
    let member = Gzip.member(page(values: words, separator: separator))
    for kernel in NumberKernel.supported {
      let stream = try TextStream(member, limit: 1 << 24, window: Self.window)
      #expect(try PageText.decode(stream, kernel: kernel)?.values.count == words.count, "\(kernel.name)")
    }
  }

  @Test("gives the same for metadata longer than the window, trailing blanks, nested values")
  func odd() async {
    let long = [
      page(values: words(3, seed: 2), metadata: 3_000),
      page(values: words(20_000, seed: 3), blanks: String(repeating: " \n", count: 20_000)),
      page(values: words(1, seed: 4), nested: true), "null" + String(repeating: " ", count: 40_000), "", "7",
    ]
    for text in long {
      let (streamed, whole) = await outcomes(of: Gzip.member(text))
      #expect(isSame(streamed, whole), "\(text.prefix(60))")
    }
  }

  @Test("metadata that are objects are kept whole, wherever the window cuts them")
  func nestedMetadata() async {
    let entries = (0..<1_000).map { "\"key \($0)\": {\"a\": {\"b\": [\($0), \"\($0)\"], \"c\": {}}}" }
    let text = """
      {"metadata": {\(entries.joined(separator: ", "))}, "data": {"values": [1, 2]}, "axis_dim1": {"values": [1, 2]}}
      """
    let (streamed, whole) = await outcomes(of: Gzip.member(text))
    #expect(isSame(streamed, whole))
    #expect((try? whole.get())??.metadata.entries.count == 1_000)
  }

  @Test("says the same of broken texts, offset by offset")
  func broken() async {
    let text = Array(page(values: words(9_000, seed: 5)).utf8)
    var random = SeededGenerator(seed: 6)
    for _ in 0..<300 {
      var damaged = text
      if Bool.random(using: &random) {
        damaged.removeLast(Int.random(in: 0..<damaged.count, using: &random))
      } else {
        let place = Int.random(in: 0..<damaged.count, using: &random)
        damaged[place] = UInt8.random(in: 0...255, using: &random)
      }
      let (streamed, whole) = await outcomes(of: Gzip.member(damaged, level: 1))
      #expect(isSame(streamed, whole))
    }
  }

  @Test("a wrong trailer is told where the text ends with the window", arguments: [1, 2])
  func endsWithWindow(windows: Int) async {
    var text = Array(page(values: words(500, seed: 10)).utf8)
    text += [UInt8](repeating: UInt8(ascii: " "), count: windows * Self.window - text.count % Self.window)
    let sound = Gzip.member(text)
    for place in [5, 8] {
      var member = sound
      member[member.count - place] ^= 1
      let (streamed, whole) = await outcomes(of: member, limit: 1 << 26)
      guard case .failure(.inflate) = streamed else {
        Issue.record("accepted with byte \(place) from the end changed")
        continue
      }
      #expect(isSame(streamed, whole))
    }
  }

  @Test("says the same of broken gzip data and of limits")
  func brokenData() async {
    let member = Gzip.member(page(values: words(9_000, seed: 7)))
    var random = SeededGenerator(seed: 8)
    for _ in 0..<300 {
      var damaged = member
      switch Int.random(in: 0..<4, using: &random) {
      case 0: damaged.removeLast(Int.random(in: 0..<damaged.count, using: &random))
      case 1: damaged += [1, 2, 3]
      case 2: damaged += member
      default:
        let place = Int.random(in: 0..<damaged.count, using: &random)
        damaged[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      }
      let (streamed, whole) = await outcomes(of: damaged)
      #expect(isSame(streamed, whole))
    }
    for limit in [1, 1 << 14, 100_000] {
      let (streamed, whole) = await outcomes(of: member, limit: limit)
      #expect(isSame(streamed, whole))
    }
  }

  @Test("gives the same where the member's memory goes meanwhile, and leaves what others hold of it as it is")
  func releases() async throws {
    // Some 7 MB of a member: several parts go.
    let member = Gzip.member(page(values: words(1_000_000, seed: 21), separator: ","))
    #expect(member.count > 4 << 20)
    let copy = Array(member)
    let whole = await outcome(PageDecoder(byteLimit: 1 << 30), member)
    for shared in [false, true] {
      let stream = try TextStream(
        shared ? member : member.map { $0 }, limit: 1 << 30, window: 1 << 16, releases: true)
      let page = try PageText.decode(stream)
      try stream.finish()
      #expect(isSame(.success(page), whole))
    }
    #expect(member == copy)
  }

  @Test("what is wrong with a member is found where its memory goes meanwhile, too")
  func releasesDamaged() throws {
    var member = Gzip.member(page(values: words(300_000, seed: 22), separator: ","))
    member[member.count - 6] ^= 1
    let stream = try TextStream(member, limit: 1 << 30, window: 1 << 16, releases: true)
    _ = try PageText.decode(stream)
    #expect(throws: InflateError.wrongChecksum) { try stream.finish() }
  }

  @Test("data that are given over are decoded once; those of a text that must be whole are asked for again")
  func taken() async throws {
    let long = Gzip.member(page(values: words(60_000, seed: 23)))
    let comment = "\"" + String(repeating: "w", count: 2 * Self.window) + "\""
    let wordy = Gzip.member(
      page(values: words(3, seed: 2)).replacing("\"value 0\"", with: comment))
    for wholeLimit in [0, 1 << 26] {
      let decoder = PageDecoder(byteLimit: 1 << 26, wholeLimit: wholeLimit, window: Self.window)
      await decoder.take(long)
      guard case .page(let page) = try await decoder.takenPage() else {
        Issue.record("a page with long arrays is not streamed")
        return
      }
      #expect(isSame(.success(page), await outcome(decoder, long)))
      await decoder.take(wordy)
      if case .page(let page) = try await decoder.takenPage() {
        #expect(wholeLimit > 0)
        #expect(page?.values.count == 3)
      } else {
        #expect(wholeLimit == 0)
      }
    }
  }

  @Test("of a part that is released, memory is what it was or 0, and the rest is as it was")
  func releasedPart() {
    let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 | 1) }
    for part in [0..<100_000, 1..<99_999, 5_000..<5_001, 4_000..<60_000, 70_000..<70_000] {
      var changed = bytes
      changed.release(part)
      for place in bytes.indices {
        if !(changed[place] == bytes[place] || part.contains(place) && changed[place] == 0) {
          Issue.record("byte \(place) of \(part)")
          return
        }
      }
    }
  }
}

extension InflateError {
  fileprivate var isDamage: Bool {
    switch self {
    case .invalidData, .wrongChecksum, .endsEarly: true
    default: false
    }
  }
}
