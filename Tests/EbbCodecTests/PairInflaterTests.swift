import EbbModel
import EbbTestSupport
import Testing

@testable import EbbCodec

/// Two members inflated together, against each inflated alone.
@Suite("PairInflater") struct PairInflaterTests {
  private static let limit = 1 << 20

  /// What `Inflater` makes of a member.
  private func alone(_ member: [UInt8], limit: Int = limit) -> [UInt8]? {
    var inflater = Inflater()
    var text = TextBuffer()
    do {
      try inflater.inflate(member, into: &text, limit: limit)
      return text.bytes
    } catch {
      return nil
    }
  }

  /// Expects that each member that the pair takes is taken alone, with the same text.
  /// - Returns: how many were taken.
  @discardableResult
  private func expectSame(_ first: [UInt8], _ second: [UInt8], limit: Int = limit) -> Int {
    var firstText = TextBuffer()
    var secondText = TextBuffer()
    let taken = PairInflater.inflate((first, second), into: &firstText, &secondText, limit: limit)
    let found = (firstText.bytes, secondText.bytes)
    #expect(found.0 == (taken.first ? alone(first, limit: limit) : []))
    #expect(found.1 == (taken.second ? alone(second, limit: limit) : []))
    let isPadded = firstText.hasZeroPadding && secondText.hasZeroPadding
    #expect(isPadded)
    return (taken.first ? 1 : 0) + (taken.second ? 1 : 0)
  }

  private func numbers(_ count: Int, _ random: inout SeededGenerator) -> [UInt8] {
    let words = (0..<count).map { _ in
      Int.random(in: 0..<3, using: &random) == 0
        ? "0.0" : Double.random(in: 0..<1, using: &random).description
    }
    return Array(words.joined(separator: ", ").utf8)
  }

  @Test("sound members are taken: every level, strategy and header, numbers and noise, long beside short")
  func sound() {
    var random = SeededGenerator(seed: 1)
    for level in Int32(0)...9 {
      for strategy in Gzip.Strategy.allCases {
        let noise = (0..<Int.random(in: 0..<40_000, using: &random)).map { _ in
          UInt8.random(in: 0...255, using: &random)
        }
        let header = Gzip.Header(extra: [1, 2, 3], name: "page", comment: "a", hasChecksum: true)
        let members = [
          Gzip.member(
            numbers(Int.random(in: 0..<9_000, using: &random), &random), level: level, strategy: strategy),
          Gzip.member(noise, level: level, strategy: strategy, header: header),
          Gzip.member([], level: level, strategy: strategy),
          Gzip.member(Array(repeating: 48, count: 70_000), level: level, strategy: strategy),
        ]
        for first in members {
          for second in members { #expect(expectSame(first, second) == 2) }
        }
      }
    }
  }

  @Test("damaged members are taken only where they are taken alone, whatever lies beside them")
  func damaged() {
    var random = SeededGenerator(seed: 2)
    let sound = (0..<6).map { Gzip.member(numbers(40 << $0, &random)) }
    func damage(_ member: [UInt8]) -> [UInt8] {
      var member = member
      switch Int.random(in: 0..<5, using: &random) {
      case 0: member.removeLast(Int.random(in: 0...member.count, using: &random))
      case 1: member += member
      case 2: member.append(0)
      default:
        for _ in 0..<Int.random(in: 1...3, using: &random) {
          member[Int.random(in: 0..<member.count, using: &random)] ^=
            1 << UInt8.random(in: 0..<8, using: &random)
        }
      }
      return member
    }
    for round in 0..<20_000 {
      let first = damage(sound[round % 3])
      let second = round % 2 == 0 ? damage(sound[(round / 2) % 6]) : sound[round % 6]
      expectSame(first, second)
    }
  }

  @Test("no text is longer than the limit", arguments: [0, 1, 99, 100, 101])
  func limits(limit: Int) {
    let member = Gzip.member([UInt8](repeating: 55, count: 100))
    let empty = Gzip.member([])
    #expect(expectSame(member, empty, limit: limit) == (limit >= 100 ? 2 : 0))
  }

  @Test("a decoder says of two pages what it says of each")
  func pages() async {
    let texts = [
      #"{"dimensions": 0, "data": {"values": [1.5]}}"#, "null", "", "{", #"{"data": {"values": [2, NaN]}}"#,
      #"{"dimensions": 0, "data": {"values": [02]}}"#,
    ]
    let members = texts.map { Gzip.member($0) } + [[], [1, 2, 3], Array(Gzip.member("null").dropLast())]
    let decoder = PageDecoder(byteLimit: 1 << 16)
    for first in members {
      for second in members {
        let both = await decoder.pages(first, second)
        #expect(isSame(both.first, await alone(first)))
        #expect(isSame(both.second, await alone(second)))
      }
    }
  }

  private func alone(_ member: [UInt8]) async -> Result<StoredPage?, PageDataError> {
    do throws(PageDataError) {
      return .success(try await PageDecoder(byteLimit: 1 << 16).page(member))
    } catch {
      return .failure(error)
    }
  }

  private func isSame(
    _ a: Result<StoredPage?, PageDataError>, _ b: Result<StoredPage?, PageDataError>
  ) -> Bool {
    guard case .success(let first?) = a, case .success(let second?) = b else { return a == b }
    return first.values.map(\.bitPattern) == second.values.map(\.bitPattern)
  }
}
