import EbbTestSupport
import Foundation
import Testing

@testable import EbbCodec

/// Whole documents of any kind, at the level of tokens.
@Suite("JSONCursor")
struct JSONCursorTests {
  private static let vectors: [String] =
    (try? FileManager.default.contentsOfDirectory(atPath: Reference.path("json")))?
    .filter { $0.hasSuffix(".json") }.sorted() ?? []

  @Test(
    "JSONTestSuite: y_ is accepted, n_ refused but for Python's three words",
    .enabled(if: Reference.isPresent, "real results"), arguments: vectors)
  func testSuite(name: String) throws {
    let text = [UInt8](try Data(contentsOf: URL(filePath: Reference.path("json/\(name)"))))
    let words = ["n_number_NaN.json", "n_number_infinity.json", "n_number_minus_infinity.json"]
    if name.hasPrefix("n_"), !words.contains(name) {
      #expect(throws: DecodeError.self) { try skip(text) }
    } else if !name.hasPrefix("i_") {
      #expect(throws: Never.self) { try skip(text) }
    }
  }

  @Test(
    "every value of RFC 8259 is passed",
    arguments: [
      "null", "true", "false", "0", "-0", "\"\"", "[]", "{}", " [ ] ", "\t{\n}\r", "[[],{},\"\",[0]]",
      #"{"":null,"a":{"b":[1,2,{"c":"d"}]}}"#, #""\"\\\/\b\f\n\r\t\u00e9""#, "\"\u{7f}\u{80}\u{10ffff}\"",
      "[NaN,Infinity,-Infinity]", #"{"a":1,"a":2}"#,
    ])
  func accepted(text: String) throws { try skip(Array(text.utf8)) }

  @Test(
    "what is no value is refused where it goes wrong",
    arguments: [
      ("", 0), (" ", 1), ("[", 1), ("{", 1), ("]", 0), ("}", 0), (",", 0), (":", 0), ("[1", 2), ("[1,", 3),
      ("[1,]", 3), ("[,1]", 1), ("[1 2]", 3), ("[1,,2]", 3), ("{\"a\"}", 4), ("{\"a\":}", 5), ("{a:1}", 1),
      ("{\"a\":1,}", 7), ("{,}", 1), ("{\"a\":1 \"b\":2}", 7), ("{1:2}", 1), ("[1}", 2), ("{\"a\":1]", 6),
      ("nul", 0), ("nulll", 4), ("tru", 0), ("True", 0), ("falsee", 5), ("none", 0), ("'a'", 0), ("1 2", 2),
      ("\"", 1), ("\"abc", 4), ("\"a\nb\"", 2), ("\"a\tb\"", 2), ("\"a\0b\"", 2), ("\"\\\"", 3),
      ("\"\\x\"", 1),
      ("\"\\u12\"", 1), ("\"\\u12g4\"", 1), ("\"\\", 1), ("\"\\u", 1), ("\"\\U0041\"", 1),
      ("\"a\\ud83d\\u12\"", 8), ("[1]\0", 3), ("\u{feff}[]", 0), ("/**/1", 0), ("1//", 1),
    ] as [(String, Int)])
  func refused(text: String, offset: Int) {
    let error = #expect(throws: DecodeError.self) { try skip(Array(text.utf8)) }
    #expect(error?.offset == offset)
  }

  @Test(
    "strings come out unescaped",
    arguments: [
      (#""""#, ""), (#""plain""#, "plain"), (#""a\"b\\c\/d""#, "a\"b\\c/d"),
      (#""\b\f\n\r\t""#, "\u{8}\u{c}\n\r\t"),
      (#""\u0041\u00e9\u20AC""#, "Aé€"), (#""\ud83e\uddea""#, "🧪"), (#""\uDBFF\uDFFF""#, "\u{10ffff}"),
      (#""żółć 🧪""#, "żółć 🧪"), (#""\u0000""#, "\0"), (#""żółć\n🧪""#, "żółć\n🧪"),
      (#""\ud83d""#, "\u{fffd}"), (#""\udde0""#, "\u{fffd}"), (#""a\ud83db""#, "a\u{fffd}b"),
      (#""\ud83d\ud83e\uddea""#, "\u{fffd}🧪"), (#""\ud83d\n""#, "\u{fffd}\n"),
      (#""\ud83dA\udde0""#, "\u{fffd}A\u{fffd}"), (#""\ud83d\u0041""#, "\u{fffd}A"),
    ] as [(String, String)])
  func strings(json: String, value: String) throws {
    let found = try withCursor(json) { (cursor) throws(DecodeError) in
      let found = try cursor.string()
      try cursor.expectEnd()
      return found
    }
    #expect(Array(found.unicodeScalars) == Array(value.unicodeScalars))
  }

  @Test(
    "what is not UTF-8 is refused at its string's first byte",
    arguments: [
      [0xff], [0x80], [0xc3], [0xc3, 0x28], [0xc0, 0xaf], [0xe2, 0x82], [0xed, 0xa0, 0x80],
      [0xf4, 0x90, 0x80, 0x80], [0xf8, 0x88, 0x80, 0x80, 0x80], [0xe2, 0x28, 0xa1],
    ] as [[UInt8]])
  func invalidUTF8(bytes: [UInt8]) {
    for escape in [[], Array(#"\n"#.utf8)] {
      let text = Array(#"["a", "b"#.utf8) + escape + bytes + Array(#"c"]"#.utf8)
      #expect(throws: DecodeError(.badString, at: 7)) { try skip(text) }
    }
    #expect(throws: DecodeError.self) { try skip(Array("[1, ".utf8) + bytes + Array("]".utf8)) }
  }

  @Test("nesting is passed to a depth of 64, and refused beyond without overflow of the stack")
  func nesting() throws {
    func nested(_ depth: Int) -> [UInt8] {
      [UInt8](repeating: UInt8(ascii: "["), count: depth)
        + [UInt8](repeating: UInt8(ascii: "]"), count: depth)
    }
    try skip(nested(64))
    #expect(throws: DecodeError(.nestedTooDeep, at: 64)) { try skip(nested(65)) }
    #expect(throws: DecodeError(.nestedTooDeep, at: 64)) { try skip(nested(1_000_000)) }
    let objects = Array(String(repeating: #"{"a":"#, count: 100_000).utf8)
    #expect(throws: DecodeError(.nestedTooDeep, at: 320)) { try skip(objects) }
  }

  @Test("a document that is cut anywhere is refused, not later than at the cut")
  func truncated() {
    let text = Array(
      #"{"a": [1.5e-3, NaN, true, null], "b\n": {"é": "x\u00e9\ud83e\uddea", "c": -Infinity}, "d": false}"#
        .utf8)
    for length in 0..<text.count {
      let error = #expect(throws: DecodeError.self, "cut to \(length)") {
        try skip(Array(text[..<length]))
      }
      #expect((0...length).contains(error?.offset ?? -1), "cut to \(length)")
    }
  }

  @Test("random damage is refused or passed, never a crash")
  func damaged() {
    let sound = Array(#"{"k": [1.5e-3, NaN, {"x": "\ud83e\uddea"}, null], "b": "é", "t": [true, -0]}"#.utf8)
    var random = SeededGenerator(seed: 99)
    for _ in 0..<20_000 {
      var text = sound
      for _ in 0...random.next() % 3 {
        let at = Int(random.next() % UInt64(text.count))
        switch random.next() % 3 {
        case 0: text[at] = UInt8(truncatingIfNeeded: random.next())
        case 1: text.remove(at: at)
        default: text.insert(sound[Int(random.next() % UInt64(sound.count))], at: at)
        }
      }
      do throws(DecodeError) {
        try skip(text)
      } catch {
        if let offset = error.offset, offset <= text.count { continue }
        Issue.record("offset \(String(describing: error.offset)) of \(text.count)")
      }
    }
  }

  @Test("the text of a value is given as it stands")
  func rawValue() throws {
    for text in ["12", "-1.50E+3", "[1, \"a]\"]", "{\"a\": {}}", "true", "null", "\"é\""] {
      let found = try withCursor("  \(text) , 1") { (cursor) throws(DecodeError) in
        try cursor.rawValue()
      }
      #expect(found == text)
    }
  }

  private func skip(_ text: [UInt8]) throws(DecodeError) {
    try withCursor(text) { (cursor) throws(DecodeError) in
      try cursor.skipValue()
      try cursor.expectEnd()
    }
  }
}
