internal import EbbProcess
internal import Glibc

/// The reader's side of the pipes to the program that asks (`ReadingMessage`): requests come from standard input, and
/// answers go to standard output, short ones together.
///
/// The time for computing begins anew with each request, and whenever something was handed over: waiting is no
/// computing. Where nobody listens or asks any more, the process ends.
struct ReadingPipe: ~Copyable {
  private var waiting: [UInt8] = []

  /// A listing of a thousand pages goes in a few writes; a page's numbers go without being copied here.
  private static let maxWaiting = 1 << 16

  // MARK: Answers

  mutating func send(_ message: consuming MessageWriter) {
    waiting += message.finished()
    if waiting.count >= Self.maxWaiting { flush() }
  }

  /// Sends numbers as pieces.
  mutating func send(_ numbers: UnsafeRawBufferPointer) {
    var start = 0
    while start < numbers.count {
      let count = min(numbers.count - start, ReadingMessage.largestPiece)
      waiting += MessageWriter.header(.piece, length: count)
      let piece = unsafe UnsafeRawBufferPointer(rebasing: numbers[start..<start + count])
      if waiting.count + count <= Self.maxWaiting {
        unsafe waiting.append(contentsOf: piece)
      } else {
        flush()
        unsafe Self.write(piece)
      }
      start += count
    }
  }

  /// Hands over what waits.
  mutating func flush() {
    unsafe waiting.withUnsafeBytes { unsafe Self.write($0) }
    waiting.removeAll(keepingCapacity: true)
  }

  private static func write(_ bytes: UnsafeRawBufferPointer) {
    var written = 0
    while written < bytes.count {
      let count = unsafe Glibc.write(
        STDOUT_FILENO, bytes.baseAddress.map { unsafe $0 + written }, bytes.count - written)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { exit(EX_IOERR) }
      written += count
    }
    ChildLimits.limitComputing(seconds: ReadingService.maxComputing)
  }

  // MARK: Requests

  /// A path, and names.
  private static let largestRequest = 1 << 20

  /// The next request; `nil` for what is none.
  func receive() -> MessageParser? {
    let header = Self.read(ReadingMessage.headerSize)
    func number(_ bytes: ArraySlice<UInt8>) -> UInt32 { bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) } }
    let length = number(header[..<4])
    guard let kind = ReadingMessage(rawValue: number(header[4...])), length <= Self.largestRequest else {
      return nil
    }
    let content = Self.read(Int(length))
    ChildLimits.limitComputing(seconds: ReadingService.maxComputing)
    return MessageParser(kind, content)
  }

  private static func read(_ count: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      let got = unsafe bytes.withUnsafeMutableBytes {
        unsafe Glibc.read(STDIN_FILENO, $0.baseAddress.map { unsafe $0 + filled }, count - filled)
      }
      if got < 0, errno == EINTR { continue }
      guard got > 0 else { exit(EX_OK) }
      filled += got
    }
    return bytes
  }
}
