internal import EbbModel
internal import Glibc

@testable internal import EbbCodec

/// The pages of a folder, compressed and inflated, in memory.
struct PageSet {
  /// Enough that two threads have something to do: two pairs each.
  private static let minPages = 8

  let pages: [[UInt8]]
  /// For inflating and for pages, which are decoded often: all of `pages`, repeated where they are few.
  let stream: [[UInt8]]
  let streamValues: Int
  let streamBytes: Int
  let arrays: [ArrayText]
  /// The most values of a page.
  let maxValues: Int
  /// The bytes of the longest page's text.
  let longestText: Int

  /// - Parameter paths: gzip files of one page each.
  init(_ paths: [String]) throws {
    var inflater = Inflater()
    var text = TextBuffer()
    var pages: [[UInt8]] = []
    var arrays: [ArrayText] = []
    var maxValues = 0
    var longestText = 0
    var valueCount = 0
    var byteCount = 0
    for path in paths {
      let page = try Self.read(path)
      try inflater.inflate(page, into: &text, limit: 1 << 30)
      guard let decoded = try PageText.decode(text) else { throw BenchError("no page: \(path)") }
      pages.append(page)
      arrays.append(try ArrayText(of: text, values: decoded.values))
      valueCount += decoded.values.count
      byteCount += text.count
      maxValues = max(maxValues, decoded.values.count)
      longestText = max(longestText, text.count)
    }
    let repeats = pages.isEmpty ? 0 : (Self.minPages + pages.count - 1) / pages.count
    self.pages = pages
    self.arrays = arrays
    self.maxValues = maxValues
    self.longestText = longestText
    streamValues = repeats * valueCount
    streamBytes = repeats * byteCount
    stream = repeatElement(pages, count: repeats).flatMap { $0 }
  }

  private static func read(_ path: String) throws -> [UInt8] {
    guard let file = unsafe fopen(path, "r") else { throw BenchError("cannot open \(path)") }
    defer { unsafe fclose(file) }
    unsafe fseek(file, 0, SEEK_END)
    let length = unsafe ftell(file)
    unsafe rewind(file)
    return unsafe [UInt8](unsafeUninitializedCapacity: length) { (buffer, count) in
      count = unsafe fread(buffer.baseAddress, 1, length, file)
    }
  }
}

/// The text of a page's values, "[0.5, 1.25, …]", and the values.
final class ArrayText {
  let text: TextBuffer
  let values: [Double]

  init(of page: borrowing TextBuffer, values: [Double]) throws {
    let bytes = unsafe Array(UnsafeBufferPointer(start: page.start, count: page.count))
    let key = Array("\"values\": ".utf8)
    guard let found = (0..<bytes.count - key.count).first(where: { bytes[$0...].starts(with: key) }),
      let end = bytes[found...].firstIndex(of: UInt8(ascii: "]"))
    else { throw BenchError("a page without values") }
    text = TextBuffer(Array(bytes[found + key.count...end]))
    self.values = values
  }
}

struct BenchError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
