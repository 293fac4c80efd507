import EbbTestSupport
import Glibc
import Testing

@testable import EbbCodec

/// Where a kernel begins, stops and reads: every text lies between pages that cannot be touched.
@Suite("Kernels, at every border") struct NumberKernelBordersTests {
  private static let words = [
    "0.0", "0", "-0", "7", "-1.5", "1e-05", "1E5", "2.5e+300", "0.1234567890123456", "12345678.12345678",
    "1.7976931348623157e+308", "5e-324", "9007199254740993", "123456789012345678901", "NaN", "-Infinity",
    "null",
    "-1.2345678901234567e-123", "0.30000000000000004", "0.0",
  ]
  private static let separators = [", ", ","]
  private static let odd = [
    "", "-", "01", "-01.5", "1.", ".5", "1e", "1e+", "1e5.0", "1ee5", "1.2.3", "--1", "+1", "1-2", "NaN",
    "null",
    "Infinity", " 1", "1 ", "\n1", "1\t", "\u{b1}", "1e400", "1e-400", "1e123456", "1e290",
    "9007199254740993",
    "12345678901234567890123", "]", "1]", "[1", "\"1\"", "0.123456789012345678901234567890123",
  ]

  @Test("every length from 0 to 129 numbers, of the same and of different writings", arguments: separators)
  func lengths(separator: String) {
    var random = SeededGenerator(seed: 1)
    for length in 0...129 {
      let same = [String](repeating: Self.words[length % Self.words.count], count: length)
      let mixed = (0..<length).map { _ in Self.words[Int(random.next() % UInt64(Self.words.count))] }
      for words in [same, mixed] {
        expectSame(Array("[\(words.joined(separator: separator))]".utf8))
      }
    }
  }

  @Test("a text that is cut at any byte", arguments: separators)
  func cuts(separator: String) {
    var random = SeededGenerator(seed: 2)
    for round in 0..<6 {
      let words = (0..<24).map { _ in
        round == 0 ? "0.0" : Self.words[Int(random.next() % UInt64(round < 3 ? 12 : Self.words.count))]
      }
      let text = Array("[\(words.joined(separator: separator))".utf8)
      for length in 0...text.count { expectSame(text[..<length]) }
    }
  }

  @Test("one odd number at each place of a batch stops a kernel there", arguments: odd)
  func oddPlaces(word: String) {
    for separator in Self.separators {
      for place in 0..<8 {
        var words = [String](repeating: "-0.25", count: 17)
        words[place] = word
        let text = Array(words.joined(separator: separator).utf8)
        let start = place * (5 + separator.utf8.count)
        for side in GuardedPages.Side.allCases {
          let guarded = GuardedText(text, side)
          for kernel in NumberKernel.supported {
            let run = guarded.run(kernel, capacity: 17)
            #expect(run.values.allSatisfy { $0 == -0.25 })
            // An odd blank spoils the 64 bytes that it is in.
            if word.contains(" ") { continue }
            #expect(run.values.count == place && run.end == start, "\(kernel.name), place \(place)")
          }
        }
        expectSame([UInt8(ascii: "[")] + text + [UInt8(ascii: "]")])
      }
    }
  }

  @Test("commas at the end of 64 bytes and of a block, with a blank behind, without, with two")
  func groupsAndBlocks() {
    for border in [64, 128, 4_032, 4_096, 4_160, 8_192] {
      for separator in Self.separators {
        for blanks in ["", " ", "  ", "\n", " \n"] {
          for distance in -3...3 {
            // Numbers of one length, and one before the border that is as long as it takes.
            let step = 4 + separator.utf8.count
            let target = border + distance - 1
            let count = (target - 9) / step
            var text = String(repeating: "1.25" + separator, count: count)
            text += String(repeating: "7", count: target - count * step) + "," + blanks
            text += String(repeating: "3.75" + separator, count: 40)
            let bytes = Array(text.utf8)
            #expect(bytes[target] == UInt8(ascii: ","))
            expectSame([UInt8(ascii: "[")] + bytes + Array("1]".utf8))
            expectPrefix(of: bytes)
          }
        }
      }
    }
  }

  @Test(
    "a comma is the last byte of the text, or the blank behind it", arguments: [1, 7, 8, 9, 16, 64, 1_000])
  func endsBehindComma(count: Int) {
    for word in ["0.0", "0", "-1.2345678901234567e-123", "12345"] {
      for (separator, last) in [(",", ","), (", ", ", "), (", ", ","), (",", ", ")] {
        let words = [String](repeating: word, count: count)
        let text = Array((words.joined(separator: separator) + last).utf8)
        expectSame([UInt8(ascii: "[")] + text)
        expectPrefix(of: text)
      }
    }
  }

  @Test("numbers of 1 to 40 bytes are read whole", arguments: separators)
  func longNumbers(separator: String) {
    for length in 1...40 {
      let digits = String("1234567890123456789012345678901234567890".prefix(length))
      var forms = [digits, String(digits.dropLast()) + "5"]
      if length > 2 { forms.append("0." + String(repeating: "0", count: length - 2)) }
      if length > 4 { forms.append("-" + digits.dropLast(4) + ".75") }
      if length > 8 { forms.append("0." + digits.dropLast(6) + "e-07") }
      for form in forms {
        let words = [String](repeating: form, count: 24)
        expectSame(Array("[\(words.joined(separator: separator))]".utf8))
        expectPrefix(of: Array((words.joined(separator: separator) + separator).utf8))
      }
    }
  }

  @Test("no more values are written than there is room for", arguments: 0...40)
  func capacity(room: Int) {
    for word in ["0.0", "2.5e-07"] {
      let words = [String](repeating: word, count: 40)
      let guarded = GuardedText(Array((words.joined(separator: ", ") + ", ").utf8), .last)
      for kernel in NumberKernel.supported {
        let run = guarded.run(kernel, capacity: room)
        #expect(run.values.count == room / 8 * 8)
        let value = unsafe strtod(word, nil)
        #expect(run.values.allSatisfy { $0 == value })
        #expect(run.end == run.values.count * (word.utf8.count + 2))
      }
    }
  }

  @Test("an empty text, and one of commas or blanks only")
  func nothing() {
    for byte in [",", " ", "0", "e", "-", "."] {
      for length in [0, 1, 31, 32, 63, 64, 65, 127, 4_096, 4_097] {
        let text = [UInt8](repeating: Array(byte.utf8)[0], count: length)
        expectPrefix(of: text)
        expectSame([UInt8(ascii: "[")] + text)
      }
    }
  }

  /// Expects that every kernel says of an array what the scalar decoder says.
  private func expectSame(_ text: some Collection<UInt8>) {
    for side in GuardedPages.Side.allCases {
      let guarded = GuardedText(text, side)
      let expected = guarded.numbers(kernel: nil)
      for kernel in NumberKernel.supported {
        let found = guarded.numbers(kernel: kernel)
        #expect(found == expected, "\(kernel.name): \(String(decoding: text.prefix(200), as: UTF8.self))")
      }
    }
  }

  /// Expects that a run of a kernel gives the first numbers of the text, and ends behind their commas.
  private func expectPrefix(of text: [UInt8]) {
    for side in GuardedPages.Side.allCases {
      let guarded = GuardedText(text, side)
      for kernel in NumberKernel.supported {
        let run = guarded.run(kernel, capacity: text.count / 2 + 1)
        let prefix = text[..<run.end]
        let array = Array("[".utf8) + prefix + Array("0]".utf8)
        let expected = run.values.map(\.bitPattern) + [0, 1]
        #expect(GuardedText(array, side).numbers(kernel: nil) == .success(expected), "\(kernel.name)")
      }
    }
  }
}
