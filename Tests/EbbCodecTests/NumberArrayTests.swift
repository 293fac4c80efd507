import EbbTestSupport
import Foundation
import Testing

@testable import EbbCodec

@Suite("Arrays of numbers")
struct NumberArrayTests {
  private static let separators = [", ", ",", " , ", ",\n", "\t,\r\n  ", " ,", ",  "]

  private static let writings = [
    "0.0", "0", "-0", "1", "-1.5", "1e-05", "1E5", "2.5e+300", "3E-07", "0.1234567890123456",
    "12345678.12345678", "1.7976931348623157e+308", "5e-324", "9007199254740993", "123456789012345678901",
    "NaN", "Infinity", "-Infinity", "null", "0.30000000000000004",
  ]

  @Test("every length from 0 to 129 with every separator, in any mixture", arguments: separators)
  func everyLength(separator: String) throws {
    var random = SeededGenerator(seed: 1)
    for length in 0...129 {
      let words = (0..<length).map { _ in Self.writings[Int(random.next() % 20)] }
      try expect(words, separator: separator)
    }
  }

  @Test("lengths around the block's", arguments: [2_046, 2_047, 2_048, 2_049, 4_095, 4_096, 4_097, 10_000])
  func longArrays(length: Int) throws {
    var random = SeededGenerator(seed: 2)
    let words = (0..<length).map { _ in Self.writings[Int(random.next() % 20)] }
    try expect(words, separator: ", ")
    try expect([String](repeating: "0.0", count: length), separator: ", ")
  }

  @Test("one writing at every place of an array of each length", arguments: writings)
  func everyPlace(writing: String) throws {
    for length in [1, 2, 7, 8, 9, 16, 17] {
      for place in 0..<length {
        var words = [String](repeating: "0.25", count: length)
        words[place] = writing
        try expect(words, separator: ", ")
      }
    }
  }

  @Test("arrays follow each other, and finiteness is told of what was decoded so far")
  func follow() throws {
    try withCursor("[1,2] [3] [] [NaN] [4]") { (cursor) throws(DecodeError) in
      var isFinite = true
      #expect(try cursor.numbers(isFinite: &isFinite) == [1, 2])
      #expect(try cursor.numbers(isFinite: &isFinite) == [3])
      #expect(try cursor.numbers(isFinite: &isFinite) == [])
      #expect(isFinite)
      #expect(try cursor.numbers(isFinite: &isFinite).count == 1)
      #expect(!isFinite)
      #expect(try cursor.numbers(isFinite: &isFinite) == [4])
      #expect(!isFinite)
    }
  }

  @Test(
    "finiteness is told wherever the one value is that is not finite",
    arguments: ["NaN", "null", "Infinity", "-Infinity"])
  func isFinite(word: String) throws {
    for length in [1, 9, 2_048, 2_049] {
      for place in [0, length / 2, length - 1] {
        var words = [String](repeating: "1.5", count: length)
        words[place] = word
        #expect(try decode("[" + words.joined(separator: ",") + "]").isFinite == false)
      }
      #expect(try decode("[" + [String](repeating: "1", count: length).joined(separator: ",") + "]").isFinite)
    }
  }

  @Test("an array that is cut anywhere is refused at the cut, or where the cut token begins")
  func truncated() throws {
    let words = Self.writings + Self.writings.reversed()
    for separator in Self.separators {
      let text = Array(("[ " + words.joined(separator: separator) + " ]").utf8)
      for length in 0..<text.count {
        let cut = Array(text[..<length])
        let error = #expect(throws: DecodeError.self) { try decode(cut) }
        #expect(error?.offset == expectedOffset(of: cut), "\(String(decoding: cut, as: UTF8.self))")
      }
    }
  }

  @Test(
    "what is no array of numbers is refused, and where",
    arguments: [
      ("1", .expected("'['"), 0), ("{}", .expected("'['"), 0), ("null", .expected("'['"), 0),
      ("[,]", .expected("a number"), 1), ("[1,]", .expected("a number"), 3),
      ("[1, ]", .expected("a number"), 4), ("[1,,2]", .expected("a number"), 3),
      ("[1 2]", .notANumber, 3), ("[\"1\"]", .expected("a number"), 1),
      ("[1,\"2\"]", .expected("a number"), 3),
      ("[[1]]", .expected("a number"), 1), ("[1,[2]]", .expected("a number"), 3),
      ("[true]", .expected("a number"), 1), ("[1,nul]", .expected("a number"), 3),
      ("[nulls]", .notANumber, 5), ("[nan]", .expected("a number"), 1), ("[-]", .notANumber, 1),
      ("[01]", .notANumber, 1), ("[-01]", .notANumber, 1), ("[00]", .notANumber, 1),
      ("[1,02.5]", .notANumber, 3),
      ("[1.]", .notANumber, 1), ("[1.e5]", .notANumber, 1), ("[.5]", .expected("a number"), 1),
      ("[-.5]", .notANumber, 1), ("[+1]", .expected("a number"), 1), ("[1e]", .notANumber, 1),
      ("[1e+]", .notANumber, 1), ("[1e-]", .notANumber, 1), ("[1ee5]", .notANumber, 1),
      ("[1e5.0]", .notANumber, 4),
      ("[2.5.1]", .notANumber, 4), ("[1-2]", .notANumber, 2), ("[1+2]", .notANumber, 2),
      ("[0x10]", .notANumber, 2),
      ("[1_000]", .expected("',' or ']'"), 2), ("[1f]", .notANumber, 2),
      ("[1;2]", .expected("',' or ']'"), 2),
      ("[1}", .expected("',' or ']'"), 2), ("[1:2]", .expected("',' or ']'"), 2),
      ("[1,NaNN]", .notANumber, 6), ("[Infinityy]", .notANumber, 9), ("[-NaN]", .notANumber, 1),
      ("[--1]", .notANumber, 1), ("[1,1e999,2]", .numberOutOfRange, 3), ("[1\0]", .expected("',' or ']'"), 2),
      ("[\0]", .expected("a number"), 1), ("[１]", .expected("a number"), 1),
      ("[1\u{a0}]", .expected("',' or ']'"), 2),
      ("[123456789012345678901234567890e]", .notANumber, 1), ("[012345678901234567890123]", .notANumber, 1),
      ("[12345678x]", .notANumber, 9), ("[1234567812345678x]", .notANumber, 17),
    ] as [(String, DecodeError.Reason, Int)])
  func refused(text: String, reason: DecodeError.Reason, offset: Int) {
    #expect(throws: DecodeError(reason, at: offset)) { try decode(text) }
    // The same behind a full block, where a vector kernel would be at work.
    let zeros = String(repeating: "0.0, ", count: 3_000)
    if text.hasPrefix("["), offset > 0 {
      #expect(throws: DecodeError(reason, at: offset + zeros.utf8.count)) {
        try decode("[" + zeros + text.dropFirst())
      }
    }
  }

  @Test("of all bytes behind a digit, those are accepted that make an array of numbers")
  func strayBytes() {
    let blank = "[ \\t\\r\\n]*"
    let number = "\(blank)-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]+)?\(blank)"
    let array = try! Regex("\\[\(number)(,\(number))*\\]\(blank)")
    for byte in UInt8.min...UInt8.max {
      for (before, behind) in [
        ("[1", ", 2]"), ("[0.5", "]"), ("[12345678", ",1]"), ("[1e5", "]"), ("[0", "0]"),
      ] {
        let text = Array(before.utf8) + [byte] + Array(behind.utf8)
        let isArray = String(decoding: text, as: UTF8.self).wholeMatch(of: array) != nil
        let found = try? decode(text)
        #expect((found != nil) == isArray, "\(before)\\x\(String(byte, radix: 16))\(behind)")
      }
    }
  }

  private func expect(_ words: [String], separator: String) throws {
    for (open, close) in [("[", "]"), (" [ ", " ] "), ("[\n", "\n]")] {
      let found = try decode(open + words.joined(separator: separator) + close)
      let bits = words.map { $0 == "null" ? Double.nan.bitPattern : unsafe strtod($0, nil).bitPattern }
      #expect(found.values.map(\.bitPattern) == bits)
      #expect(found.isFinite == found.values.allSatisfy(\.isFinite))
    }
  }

  /// The end of the text, or the start of its last token where that is none yet.
  private func expectedOffset(of text: [UInt8]) -> Int {
    let token = text.suffix(while: { !" ,[\t\r\n".utf8.contains($0) })
    let word = String(decoding: token, as: UTF8.self)
    let isComplete =
      ["", "null", "NaN", "Infinity", "-Infinity"].contains(word)
      || word.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?/) != nil
        && strtodIsFinite(word)
    return isComplete ? text.count : text.count - token.count
  }

  private func strtodIsFinite(_ word: String) -> Bool { unsafe strtod(word, nil).isFinite }

  private func decode(_ text: String) throws(DecodeError) -> (values: [Double], isFinite: Bool) {
    try decode(Array(text.utf8))
  }

  /// What the scalar decoder says, after every kernel has said the same: values bit for bit, or the error.
  private func decode(_ text: [UInt8]) throws(DecodeError) -> (values: [Double], isFinite: Bool) {
    let outcome = outcome(text, kernel: nil)
    for kernel in NumberKernel.supported {
      #expect(self.outcome(text, kernel: kernel) == outcome, "\(kernel.name)")
    }
    let bits = try outcome.get()
    return (bits.dropLast().map(Double.init(bitPattern:)), bits.last == 1)
  }

  /// The values' bits and, last, whether all are finite.
  private func outcome(_ text: [UInt8], kernel: NumberKernel?) -> Result<[UInt64], DecodeError> {
    Result { () throws(DecodeError) in
      try withCursor(text, kernel: kernel) { (cursor) throws(DecodeError) in
        var isFinite = true
        let values = try cursor.numbers(isFinite: &isFinite)
        try cursor.expectEnd()
        return values.map(\.bitPattern) + [isFinite ? 1 : 0]
      }
    }
  }
}

extension Array {
  /// The longest end of the array whose elements all satisfy `condition`.
  fileprivate func suffix(while condition: (Element) -> Bool) -> ArraySlice<Element> {
    self[(lastIndex { !condition($0) }.map { $0 + 1 } ?? 0)...]
  }
}
