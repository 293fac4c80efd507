import CNumberTexts
import EbbTestSupport
import Glibc
import Testing

@testable import EbbCodec

/// Millions of numbers: every kernel, and the scalar decoder, against Glibc's `strtod`.
@Suite("Kernels, number by number") struct NumberKernelTests {
  /// One way to write random numbers.
  struct Kind: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var texts: Int
    /// The least share of the numbers that a kernel takes, if it is asked again behind each that it refuses.
    var share: Double
    var write: @Sendable (_ seed: UInt64, _ separator: String) -> [UInt8]
  }

  /// Numbers of a text.
  private static let count = 50_000
  /// In how many texts of a kind a kernel is asked again behind each number that it refuses.
  private static let asked = 2

  static let kinds = [
    byC(NUMBER_TEXTS_MESH, "as a mesh is stored", texts: 100, share: 0.99),
    byC(NUMBER_TEXTS_BITS, "17 digits, any exponent", texts: 30, share: 0.6),
    byC(NUMBER_TEXTS_DIGITS, "1 to 25 digits, every spelling of the exponent", texts: 10, share: 0.2),
    byC(NUMBER_TEXTS_SHORT, "short integers", texts: 40, share: 0.99),
    byC(NUMBER_TEXTS_HALFWAY, "halfway, and one unit beside", texts: 6, share: 0.05),
    byC(NUMBER_TEXTS_NEAR_HALFWAY, "as near halfway as 17 to 19 digits can be", texts: 6, share: 0.05),
    byC(NUMBER_TEXTS_ZEROS, "long zeros", texts: 4, share: 0.2),
    Kind(testDescription: "random bits, shortest", texts: 10, share: 0.5) { seed, separator in
      shortest(seed, separator) { bits in
        let value = Double(bitPattern: bits)
        return value.isFinite ? value : Double(bitPattern: bits & ~(1 << 52))
      }
    },
    Kind(testDescription: "log-uniform, shortest", texts: 10, share: 0.99) { seed, separator in
      shortest(seed, separator) { bits in
        Double(bitPattern: (1023 - 60 + (bits >> 52) % 90) << 52 | bits & (1 << 52 - 1) | bits & 1 << 63)
      }
    },
  ]

  private static func byC(_ kind: number_texts_kind, _ name: String, texts: Int, share: Double) -> Kind {
    Kind(testDescription: name, texts: texts, share: share) { seed, separator in
      let longest = Int(NUMBER_TEXTS_LONGEST) + separator.utf8.count
      return unsafe [UInt8](unsafeUninitializedCapacity: count * longest + 1) { room, length in
        let text = unsafe UnsafeMutableRawPointer(room.baseAddress!).assumingMemoryBound(to: CChar.self)
        length = unsafe number_texts_write(kind, seed, count, separator, text)
      }
    }
  }

  private static func shortest(
    _ seed: UInt64, _ separator: String, _ value: (UInt64) -> Double
  ) -> [UInt8] {
    var random = SeededGenerator(seed: seed)
    var text = ""
    for _ in 0..<count {
      value(random.next()).write(to: &text)
      text += separator
    }
    return Array(text.utf8)
  }

  @Test("10 million numbers in all are what strtod reads", arguments: kinds)
  func likeStrtod(kind: Kind) async throws {
    var taken = [Int](repeating: 0, count: NumberKernel.supported.count)
    for index in 0..<kind.texts {
      await Task.yield()
      let separator = index.isMultiple(of: 2) ? ", " : ","
      let numbers = kind.write(UInt64(1_000 + index), separator)
      let reading = try #require(Reading(of: numbers, count: Self.count, separator: separator))
      let text = TextBuffer([UInt8(ascii: "[")] + numbers + Array("0]".utf8))
      for kernel in [nil] + NumberKernel.supported {
        var cursor = JSONCursor(text, kernel: kernel)
        var isFinite = true
        let values = try cursor.numbers(isFinite: &isFinite)
        #expect(values.count == Self.count + 1 && isFinite)
        unsafe values.withUnsafeBufferPointer { values in
          unsafe reading.expectSame(
            UnsafeBufferPointer(rebasing: values.dropLast()), at: 0, in: numbers, by: kernel?.name ?? "scalar"
          )
        }
      }
      if index >= Self.asked { continue }
      for (place, kernel) in NumberKernel.supported.enumerated() {
        taken[place] += reading.runs(of: kernel, in: numbers, text)
      }
    }
    for (kernel, taken) in zip(NumberKernel.supported, taken) {
      let share = Double(taken) / Double(Self.asked * Self.count)
      #expect(share >= kind.share, "\(kernel.name) takes \(share)")
    }
  }

  @Test("the numbers are 10 million")
  func howMany() {
    #expect(Self.kinds.map(\.texts).reduce(0, +) * Self.count >= 10_000_000)
  }
}

/// What strtod reads of a text.
private struct Reading {
  private var values: [Double]
  /// Where each number begins, and behind the last separator.
  private var starts: [Int]

  /// - Returns: `nil` where fewer than `count` are finite numbers.
  init?(of numbers: [UInt8], count: Int, separator: String) {
    var values = [Double](repeating: 0, count: count)
    var starts = [Int](repeating: 0, count: count + 1)
    let text = unsafe (numbers + [0]).withUnsafeBytes { text in
      unsafe number_texts_read(
        text.baseAddress?.assumingMemoryBound(to: CChar.self), count, separator.utf8.count, &values, &starts)
    }
    guard text == count else { return nil }
    (self.values, self.starts) = (values, starts)
  }

  /// Expects that `found` are the values from number `first` on.
  func expectSame(
    _ found: UnsafeBufferPointer<Double>, at first: Int, in numbers: [UInt8], by name: String
  ) {
    let isSame = unsafe values.withUnsafeBufferPointer { values in
      guard let a = found.baseAddress, let b = values.baseAddress else { return found.isEmpty }
      let bytes = found.count * MemoryLayout<Double>.stride
      return unsafe first + found.count <= values.count && memcmp(a, b + first, bytes) == 0
    }
    guard !isSame else { return }
    let index = found.indices.first { unsafe found[$0].bitPattern != values[first + $0].bitPattern }
    let number = index.map { numbers[starts[first + $0]..<starts[first + $0 + 1]] } ?? []
    Issue.record("\(name): \(String(decoding: number, as: UTF8.self))")
  }

  /// Sets a kernel upon the first number, and again behind each that it stops at.
  /// - Parameter text: the numbers behind one other byte.
  /// - Returns: how many it took.
  func runs(of kernel: NumberKernel, in numbers: [UInt8], _ text: borrowing TextBuffer) -> Int {
    let begin = unsafe UnsafePointer(text.start) + 1
    let end = unsafe begin + numbers.count
    return unsafe withUnsafeTemporaryAllocation(of: Double.self, capacity: values.count) { room in
      var (index, taken) = (0, 0)
      while index < values.count {
        var at = unsafe begin + starts[index]
        let count = unsafe kernel.run(&at, end: end, into: room)
        guard index + count <= values.count, unsafe at - begin == starts[index + count] else {
          Issue.record("\(kernel.name) stops elsewhere behind number \(index)")
          return taken
        }
        unsafe expectSame(
          UnsafeBufferPointer(rebasing: room[..<count]), at: index, in: numbers, by: kernel.name)
        taken += count
        index += count + 1
      }
      return taken
    }
  }
}
