package import EbbModel
internal import EbbPlot
internal import EbbText

/// The data of a picture that answers: what a page's script draws, and tells of each bin.
///
/// `about` is JSON: names, units, axes. `numbers` are blocks of bins in C order, each a zlib stream (RFC 1950) in base64:
/// of its n values the n lowest bytes of their floats (IEEE 754, 32 bits), then the next, to the highest, and so of its
/// errors, where there are any. Bytes of one kind beside each other deflate to a half or less.
package struct LivePicture: Sendable, Equatable {
  package let about: String
  package let numbers: [String]

  /// The bytes that it takes in a page.
  package var bytes: Int { numbers.reduce(about.utf8.count) { $0 + $1.utf8.count + 1 } }

  /// The bins of a block.
  static let blockSize = 1 << 16

  /// The data of a page, as far as they may go; `nil` where they take more bytes than `most`, and of what has no axes.
  /// - Parameters:
  ///   - label: what the picture is called: "mesh, page 2: DOSE".
  ///   - deflate: makes a zlib stream.
  package init?(_ page: ResultPage, label: String, atMost most: Int, deflate: ([UInt8]) -> [UInt8]) {
    guard !page.axes.isEmpty, !page.isPhaseSpace, page.values.contains(where: \.isFinite) else { return nil }
    // What cannot fit is not written: a bin takes a thousandth of its bytes at the least.
    guard page.values.count / 256 + page.axes.reduce(0, { $0 + 2 * $1.centres.count }) <= most else {
      return nil
    }
    let about = LiveDescription.text(of: page, label: label)
    var bytes = about.utf8.count
    var numbers: [String] = []
    for start in stride(from: 0, to: page.values.count, by: Self.blockSize) {
      guard bytes <= most else { return nil }
      let range = start..<min(start + Self.blockSize, page.values.count)
      var planes = Self.planes(page.values[range]) { Float($0).bitPattern }
      if let errors = page.errors { planes += Self.planes(errors[range], Self.roundedError) }
      let text = Base64.text(of: deflate(planes))
      bytes += text.utf8.count + 1
      numbers.append(text)
    }
    guard bytes <= most else { return nil }
    self.about = about
    self.numbers = numbers
  }

  /// The bytes of 32 bits of each number, the lowest of all first.
  private static func planes(_ numbers: ArraySlice<Double>, _ bits: (Double) -> UInt32) -> [UInt8] {
    let count = numbers.count
    var planes = [UInt8](repeating: 0, count: 4 * count)
    for (index, number) in numbers.enumerated() {
      let word = bits(number)
      planes[index] = UInt8(truncatingIfNeeded: word)
      planes[count + index] = UInt8(truncatingIfNeeded: word >> 8)
      planes[2 * count + index] = UInt8(truncatingIfNeeded: word >> 16)
      planes[3 * count + index] = UInt8(truncatingIfNeeded: word >> 24)
    }
    return planes
  }

  /// An error's float with 12 of its 23 bits: two digits of it are shown.
  private static func roundedError(_ error: Double) -> UInt32 {
    let value = Float(error)
    guard value.isFinite else { return value.bitPattern }
    let bits = (value.bitPattern &+ 0x400) & ~0x7FF
    return Float(bitPattern: bits).isFinite ? bits : value.bitPattern
  }
}
