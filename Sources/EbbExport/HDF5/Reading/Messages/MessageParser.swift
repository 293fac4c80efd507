internal import EbbFiles
internal import EbbModel

/// Takes a message apart (`ReadingMessage`). Whoever has sent it is not believed: what does not hold is `nonsense`.
struct MessageParser {
  let kind: ReadingMessage
  private let bytes: [UInt8]
  private var place = 0

  init(_ kind: ReadingMessage, _ bytes: [UInt8]) {
    self.kind = kind
    self.bytes = bytes
  }

  /// Whether all was taken.
  func finish() throws(AnswerError) {
    guard place == bytes.count else { throw .nonsense }
  }

  private mutating func take(_ count: Int) throws(AnswerError) -> ArraySlice<UInt8> {
    guard count <= bytes.count - place else { throw .nonsense }
    place += count
    return bytes[place - count..<place]
  }

  mutating func byte() throws(AnswerError) -> UInt8 {
    guard place < bytes.count else { throw .nonsense }
    place += 1
    return bytes[place - 1]
  }

  mutating func bool() throws(AnswerError) -> Bool {
    switch try byte() {
    case 0: return false
    case 1: return true
    default: throw .nonsense
    }
  }

  private mutating func count() throws(AnswerError) -> Int {
    try take(4).reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  private mutating func word() throws(AnswerError) -> UInt64 {
    try take(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  mutating func number() throws(AnswerError) -> Int64 { Int64(bitPattern: try word()) }

  mutating func integer() throws(AnswerError) -> Int {
    guard let number = Int(exactly: try number()) else { throw .nonsense }
    return number
  }

  mutating func double() throws(AnswerError) -> Double { Double(bitPattern: try word()) }

  mutating func text() throws(AnswerError) -> String {
    guard let text = String(validating: try take(try count()), as: UTF8.self) else { throw .nonsense }
    return text
  }

  mutating func texts() throws(AnswerError) -> [String] {
    let count = try list(leastSize: 4)
    var texts: [String] = []
    texts.reserveCapacity(count)
    for _ in 0..<count { texts.append(try text()) }
    return texts
  }

  /// - Parameter leastSize: the bytes that each member takes at least: a count that goes beyond is not believed.
  mutating func list(leastSize: Int) throws(AnswerError) -> Int {
    let count = try count()
    guard count <= (bytes.count - place) / leastSize else { throw .nonsense }
    return count
  }

  mutating func optionalText() throws(AnswerError) -> String? { try bool() ? try text() : nil }

  mutating func optionalNumber() throws(AnswerError) -> Int64? { try bool() ? try number() : nil }

  mutating func optionalDouble() throws(AnswerError) -> Double? { try bool() ? try double() : nil }

  mutating func metadata() throws(AnswerError) -> Metadata {
    var entries: [Metadata.Entry] = []
    for _ in 0..<(try list(leastSize: 8)) {
      entries.append(Metadata.Entry(name: try text(), value: try text()))
    }
    return Metadata(entries)
  }
}

/// The reason why there is no answer.
enum AnswerError: Error, Equatable {
  case child(ChildProblem)
  /// The bytes that came are no answer.
  case nonsense
  /// A page is not as Ebb writes it.
  case badPage
  /// The library refused; `reason` is its text.
  case failed(reason: String)

  /// The fate of the reader.
  enum ChildProblem: Equatable { case ended, silent, cancelled }
}
