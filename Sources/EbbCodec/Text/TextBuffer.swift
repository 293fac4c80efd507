internal import CEbbKernels
private import Glibc

/// Bytes of text with room around them, reused from page to page.
///
/// Before the text and after it lie `padding` bytes that a decoder may read without asking where the text
/// begins or ends. Those after it are zero: since no JSON token holds a zero byte, every token ends before
/// them.
@safe package struct TextBuffer: ~Copyable {
  /// The most bytes that the kernels read beyond the text.
  package static let padding = Int(EBB_KERNEL_PADDING)

  private var storage: UnsafeMutablePointer<UInt8>
  private(set) var capacity: Int
  private(set) package var count: Int

  /// The first byte of the text.
  var start: UnsafeMutablePointer<UInt8> { unsafe storage + Self.padding }

  package init() {
    unsafe storage = Self.allocate(capacity: 0)
    capacity = 0
    count = 0
  }

  /// A buffer that holds a copy of `text`.
  package init(_ text: [UInt8]) {
    self.init()
    copy(text)
  }

  /// Copies `text` into the buffer, in place of the text that it holds.
  mutating func copy(_ text: [UInt8]) {
    reserve(text.count)
    unsafe text.withUnsafeBufferPointer { source in
      if let base = source.baseAddress { unsafe start.update(from: base, count: source.count) }
    }
    setCount(text.count)
  }

  deinit { unsafe storage.deallocate() }

  /// The text; `nil` where it is not UTF-8.
  var string: String? {
    unsafe String(validating: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  /// Has `read` put a text into room for `bytes`, in place of the text before.
  /// - Parameter read: returns how many bytes it has put there.
  package mutating func fill<Failure: Error>(
    _ bytes: Int, by read: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
  ) throws(Failure) {
    reserve(bytes)
    setCount(try unsafe read(UnsafeMutableRawBufferPointer(start: start, count: bytes)))
  }

  /// Shows the text's bytes to `body`; they are valid until it returns.
  package func read(_ body: (UnsafeRawBufferPointer) -> Void) {
    unsafe body(UnsafeRawBufferPointer(start: start, count: count))
  }

  /// Makes room for `bytes` of text. What was there is lost.
  mutating func reserve(_ bytes: Int) {
    if bytes > capacity {
      unsafe storage.deallocate()
      unsafe storage = Self.allocate(capacity: bytes)
      capacity = bytes
    }
    setCount(0)
  }

  /// Makes the first `bytes` the text, and puts the padding after them.
  mutating func setCount(_ bytes: Int) {
    precondition(bytes <= capacity)
    count = bytes
    unsafe (start + bytes).initialize(repeating: 0, count: Self.padding)
  }

  /// Cuts the text down to `part` of it, which moves to the front.
  mutating func keep(_ part: Range<Int>) {
    precondition(part.lowerBound >= 0 && part.upperBound <= count)
    unsafe start.update(from: start + part.lowerBound, count: part.count)
    setCount(part.count)
  }

  /// Cuts the text down to its last `bytes`, which move to the front.
  mutating func keepLast(_ bytes: Int) {
    precondition(bytes <= count)
    keep(count - bytes..<count)
  }

  /// The bytes of a huge page of memory, of which a large buffer is made where the system has them: an export of pages of
  /// 5 MB of text had 26,700 page faults without, and has 20,600.
  private static let hugePage = 1 << 21

  private static func allocate(capacity: Int) -> UnsafeMutablePointer<UInt8> {
    let size = capacity + 2 * padding
    let isLarge = size >= 2 * hugePage
    let raw = UnsafeMutableRawPointer.allocate(
      byteCount: size, alignment: isLarge ? hugePage : MemoryLayout<UInt64>.alignment)
    // Where it is refused, pages are small. What is no whole huge page stays as it is: nothing more is held.
    if isLarge { unsafe madvise(raw, size, MADV_HUGEPAGE) }
    let storage = unsafe raw.bindMemory(to: UInt8.self, capacity: size)
    unsafe storage.initialize(repeating: 0, count: padding)
    unsafe (storage + padding).initialize(repeating: 0, count: padding)
    return unsafe storage
  }
}
