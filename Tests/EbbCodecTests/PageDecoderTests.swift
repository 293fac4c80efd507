import EbbModel
import EbbTestSupport
import Testing

@testable import EbbCodec

@Suite("PageDecoder")
struct PageDecoderTests {
  /// Data that are broken in one way each, and the error.
  struct Case: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var data: [UInt8]
    var error: PageDataError
  }

  private static let text =
    #"{"metadata": {"page_number": "1", "name": "DOSE", "unit": "MeV/g", "page_normalized": "2"}, "#
    + #""dimensions": 1, "data": {"unit": "MeV/g", "name": "DOSE", "values": [1.0, 2.5, 3e-05]}, "#
    + #""axis_dim1": {"unit": "cm", "name": "Position (Z)", "values": [0.5, 1.5, 2.5]}}"#
  private static let good = Gzip.member(text)
  private static let count = text.utf8.count

  private static func replacing(_ old: String, _ new: String) -> [UInt8] {
    Gzip.member(text.replacing(old, with: new))
  }

  /// Where `token` begins in the text.
  private static func offset(of token: String) -> Int {
    text.utf8.distance(from: text.startIndex, to: text.firstRange(of: token)!.lowerBound)
  }

  private static func claiming(_ length: UInt32) -> [UInt8] {
    good.dropLast(4) + Gzip.littleEndian(length, 4)
  }

  private static func decode(
    _ name: String, _ data: [UInt8], _ reason: DecodeError.Reason, at offset: Int?
  ) -> Case {
    Case(testDescription: name, data: data, error: .decode(DecodeError(reason, at: offset)))
  }

  private static func inflate(_ name: String, _ data: [UInt8], _ error: InflateError) -> Case {
    Case(testDescription: name, data: data, error: .inflate(error))
  }

  private static let cases = [
    inflate("bad CRC", good.dropLast(8) + [good[good.count - 8] ^ 1] + good.suffix(7), .wrongChecksum),
    inflate("bad length", claiming(7), .wrongLength(declared: 7, found: count)),
    inflate("huge length", claiming(0xffff_fff0), .wrongLength(declared: 0xffff_fff0, found: count)),
    inflate("not gzip", Array("this is no gzip data".utf8), .notGzip),
    inflate(
      "no deflate", good[..<10] + [UInt8](repeating: 255, count: 30) + good.suffix(8),
      .invalidData(inflated: 0)),
    inflate("second member", good + good, .secondMember),
    inflate("trailing garbage", good + Array("xyz".utf8), .trailingBytes(count: 3)),
    inflate(
      "too long", Gzip.member([UInt8](repeating: 48, count: 2_000_000)),
      .tooLarge(declared: 2_000_000, limit: 1 << 20)),
    decode(
      "array not closed", replacing("3e-05]", "3e-05"), .expected("',' or ']'"), at: offset(of: "]}")),
    decode("2.5.1", replacing("2.5,", "2.5.1,"), .notANumber, at: offset(of: "2.5,") + 3),
    decode("leading zero", replacing("2.5,", "02.5,"), .notANumber, at: offset(of: "2.5,")),
    decode("nan", replacing("2.5,", "nan,"), .expected("a number"), at: offset(of: "2.5,")),
    decode(
      "text among the values", replacing("2.5,", "\"2.5\","), .expected("a number"), at: offset(of: "2.5,")),
    decode("1e999", replacing("2.5,", "1e999,"), .numberOutOfRange, at: offset(of: "2.5,")),
    decode("empty text", Gzip.member([]), .expected("'{'"), at: 0),
    decode("no page", Gzip.member("[1, 2, 3]"), .expected("'{'"), at: 0),
    decode("wrong count", replacing("2.5, 3e-05", "2.5"), .wrongCount(values: 2, bins: 3), at: nil),
    decode("no values", replacing("values\": [1", "value\": [1"), .missing("data.values"), at: nil),
    decode(
      "invalid UTF-8",
      Gzip.member(text.utf8.flatMap { $0 == UInt8(ascii: "(") ? [0xff] : [$0] }), .badString,
      at: offset(of: "Position")),
    decode(
      "deep nesting",
      Gzip.member(
        #"{"metadata": "# + String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
          + "}"),
      .expected("'{'"), at: 13),
    decode(
      "deep nesting inside",
      Gzip.member(#"{"metadata": {"a": "# + String(repeating: "[", count: 100_000) + "}}"), .nestedTooDeep,
      at: 19 + 64),
  ]

  @Test("broken data say what is wrong and where", arguments: cases)
  func broken(broken: Case) async throws {
    let decoder = PageDecoder(byteLimit: 1 << 20)
    await #expect(throws: broken.error) { try await decoder.page(broken.data) }
    // The decoder is none the worse for it.
    #expect(try await decoder.page(Self.good)?.values == [1, 2.5, 3e-05])
  }

  @Test("data that are cut anywhere are refused")
  func truncated() async throws {
    let decoder = PageDecoder(byteLimit: 1 << 20)
    for length in 1..<Self.good.count {
      let error = await #expect(throws: PageDataError.self) {
        try await decoder.page(Array(Self.good[..<length]))
      }
      switch error {
      case .inflate(.notGzip) where length < 2: break
      case .inflate(.endsEarly): break
      default: Issue.record("cut to \(length): \(String(describing: error))")
      }
    }
  }

  @Test("NULL, no bytes and the text null are a page without data")
  func withoutData() async throws {
    let decoder = PageDecoder(byteLimit: 1 << 20)
    #expect(try await decoder.page([]) == nil)
    #expect(try await decoder.page(Gzip.member("null")) == nil)
    #expect(try await decoder.metadata(nil) == Metadata())
    #expect(try await decoder.metadata([]) == Metadata())
    #expect(try await decoder.metadata(Gzip.member("null")) == Metadata())
    let metadata = try await decoder.metadata(Gzip.member(#"{"number_of_primaries": "1000"}"#))
    #expect(metadata.integer("number_of_primaries") == 1_000)
    await #expect(throws: PageDataError.decode(DecodeError(.expected("'{'"), at: 0))) {
      try await decoder.metadata(Gzip.member("[]"))
    }
    await #expect(throws: PageDataError.inflate(.endsEarly(inflated: 0))) {
      try await decoder.metadata([0x1f, 0x8b])
    }
  }

  @Test("odd but sound pages are read")
  func odd() async throws {
    let decoder = PageDecoder(byteLimit: 1 << 20)
    let notFinite = Self.text.replacing("2.5,", with: "NaN,").replacing("3e-05", with: "-Infinity")
    let page = try #require(await decoder.page(Gzip.member(notFinite)))
    #expect(page.values.map(\.bitPattern) == [1, Double.nan, -.infinity].map(\.bitPattern))
    #expect(!page.isFinite)
    let null = try await decoder.page(Self.replacing("2.5,", "null,"))
    #expect(null?.values[1].isNaN == true)
    let integers = Self.text.replacing("1.0,", with: "1,").replacing("2.5,", with: "-0,")
    let bits = try await decoder.page(Gzip.member(integers))?.values.map(\.bitPattern)
    #expect(bits == [1, -0.0, 3e-05].map(\.bitPattern))
    let spaced = Self.text.replacing(", ", with: "\r\n\t ,\r\n\t ").replacing(":", with: " : ")
    #expect(try await decoder.page(Gzip.member(spaced)) == decoder.page(Self.good))
  }

  @Test("the limit is met exactly")
  func limit() async throws {
    #expect(try await PageDecoder(byteLimit: Self.count).page(Self.good) != nil)
    let limit = Self.count - 1
    await #expect(throws: PageDataError.inflate(.tooLarge(declared: Self.count, limit: limit))) {
      try await PageDecoder(byteLimit: limit).page(Self.good)
    }
  }
}
