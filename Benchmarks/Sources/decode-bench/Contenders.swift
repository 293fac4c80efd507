internal import CPeers
internal import EbbModel

@testable internal import EbbCodec

/// What is measured, by name. Each runs once over a set of pages and says how many values or bytes came out.
struct Contenders: ~Copyable {
  private let set: PageSet
  private let decoders = (0..<2).map { _ in PageDecoder(byteLimit: 1 << 30) }
  private var inflater = Inflater()
  private var text = TextBuffer()
  private var secondText = TextBuffer()
  private var values: [Double]
  private var bytes: [UInt8]

  init(_ set: PageSet) {
    self.set = set
    values = [Double](repeating: 0, count: set.maxValues)
    bytes = [UInt8](repeating: 0, count: set.longestText)
  }

  static var arrays: [String] { NumberKernel.supported.map(\.name) + ["scalar", "simdjson"] }
  static let pages = ["ebb", "ebb-page-by-page", "libdeflate+simdjson"]
  /// With the first, one, as what the others are compared with.
  static let threads = ["ebb", "ebb-on-two"]
  /// Large pages, each on one thread and with the help of a second; none of a set of small ones, which get no help.
  var large: [String] {
    self.set.pages.allSatisfy { $0.count >= PageDecoder.smallestHelped }
      ? ["ebb-page-by-page", "ebb-helped"] : []
  }
  static let inflating = ["ebb-pairs", "ebb-one-by-one", "isa-l", "libdeflate", "zlib"]

  mutating func run(_ name: String) async throws -> Int {
    switch name {
    case "simdjson": set.arrays.reduce(0) { $0 + simdjson($1) }
    case "scalar": try set.arrays.reduce(0) { try $0 + Self.decode($1, kernel: nil).count }
    case "ebb": try await decode(with: decoders.prefix(1))
    case "ebb-page-by-page": try await decodePageByPage()
    case "ebb-helped": try await decodePageByPage(helped: true)
    case "ebb-on-two": try await decode(with: decoders[...])
    case "libdeflate+simdjson": try bytes(ofValues: set.stream.reduce(0) { $0 + libdeflateAndSimdjson($1) })
    case "ebb-pairs": try inflatePairs()
    case "ebb-one-by-one": try inflateOneByOne()
    case "isa-l": inflate(by: peer_isal)
    case "libdeflate": inflate(by: peer_libdeflate)
    case "zlib": inflate(by: peer_zlib)
    default: try decode(kernel: name)
    }
  }

  // MARK: Arrays

  static func decode(_ array: ArrayText, kernel: NumberKernel?) throws -> [Double] {
    var cursor = JSONCursor(array.text, kernel: kernel)
    var isFinite = true
    return try cursor.numbers(isFinite: &isFinite)
  }

  private func decode(kernel name: String) throws -> Int {
    guard let kernel = NumberKernel.supported.first(where: { $0.name == name }) else {
      throw BenchError("no contender '\(name)'")
    }
    return try set.arrays.reduce(0) { try $0 + Self.decode($1, kernel: kernel).count }
  }

  mutating func simdjson(_ array: ArrayText) -> Int {
    unsafe values.withUnsafeMutableBufferPointer { values in
      unsafe array.text.start.withMemoryRebound(to: CChar.self, capacity: array.text.count) { text in
        unsafe peer_simdjson_array(text, array.text.count, values.baseAddress, values.count)
      }
    }
  }

  // MARK: Inflating and decoding

  /// As `ebb export` does it: two pages for each decoder that is idle. A set has an even number of pages.
  private func decode(with decoders: ArraySlice<PageDecoder>) async throws -> Int {
    try await withThrowingTaskGroup(of: (decoder: Int, values: Int).self) { group in
      var idle = Array(decoders.indices)
      var values = 0
      for index in stride(from: 0, to: set.stream.count, by: 2) {
        if idle.isEmpty, let done = try await group.next() {
          values += done.values
          idle.append(done.decoder)
        }
        let number = idle.removeLast()
        let decoder = decoders[number]
        let (first, second) = (set.stream[index], set.stream[index + 1])
        group.addTask {
          let pages = await decoder.pages(first, second)
          return (number, try Self.count(pages.first) + Self.count(pages.second))
        }
      }
      for try await done in group { values += done.values }
      return try bytes(ofValues: values)
    }
  }

  private static func count(_ page: Result<StoredPage?, PageDataError>) throws -> Int {
    try page.get()?.values.count ?? 0
  }

  private func decodePageByPage(helped: Bool = false) async throws -> Int {
    var values = 0
    for page in set.stream { values += try await decoders[0].page(page, helped: helped)?.values.count ?? 0 }
    return try bytes(ofValues: values)
  }

  /// The bytes of text in all pages, if all of their values came out.
  private func bytes(ofValues count: Int) throws -> Int {
    guard count == set.streamValues else { throw BenchError("\(count) values, not \(set.streamValues)") }
    return set.streamBytes
  }

  mutating func libdeflateAndSimdjson(_ page: [UInt8]) -> Int {
    unsafe values.withUnsafeMutableBufferPointer { values in
      unsafe page.withUnsafeBufferPointer { page in
        unsafe peer_page(page.baseAddress, page.count, values.baseAddress, values.count)
      }
    }
  }

  // MARK: Inflating alone

  private mutating func inflatePairs() throws -> Int {
    var count = 0
    for index in stride(from: 0, to: set.stream.count, by: 2) {
      let pair = (set.stream[index], set.stream[index + 1])
      let done = PairInflater.inflate(pair, into: &text, &secondText, limit: 1 << 30)
      guard done.first, done.second else { throw BenchError("a pair was not inflated") }
      count += text.count + secondText.count
    }
    return count
  }

  private mutating func inflateOneByOne() throws -> Int {
    var count = 0
    for page in set.stream {
      try inflater.inflate(page, into: &text, limit: 1 << 30)
      count += text.count
    }
    return count
  }

  /// With another library, one by one; each of those takes a page and the place for its text, and gives the text's length.
  private mutating func inflate(
    by peer: (UnsafePointer<UInt8>?, Int, UnsafeMutablePointer<UInt8>?, Int) -> Int
  ) -> Int {
    unsafe bytes.withUnsafeMutableBufferPointer { bytes in
      var count = 0
      for page in set.stream {
        count += unsafe page.withUnsafeBufferPointer { page in
          unsafe peer(page.baseAddress, page.count, bytes.baseAddress, bytes.count)
        }
      }
      return count
    }
  }

  // MARK: Checking

  /// Whether all decoders give the same doubles, bit for bit.
  mutating func check() throws {
    for (number, array) in set.arrays.enumerated() {
      let expected = try Self.decode(array, kernel: nil)
      for kernel in NumberKernel.supported {
        try same(try Self.decode(array, kernel: kernel)[...], expected, kernel.name, page: number)
      }
      let count = simdjson(array)
      try same(values[..<count], expected, "simdjson", page: number)
      let pageCount = libdeflateAndSimdjson(set.pages[number])
      try same(values[..<pageCount], expected, "libdeflate and simdjson", page: number)
      try same(array.values[...], expected, "the page", page: number)
    }
  }

  private func same(_ found: ArraySlice<Double>, _ expected: [Double], _ name: String, page: Int) throws {
    guard found.count == expected.count,
      zip(found, expected).allSatisfy({ $0.bitPattern == $1.bitPattern })
    else { throw BenchError("\(name) and the scalar decoder disagree on page \(page)") }
  }
}
