/// Bytes of text with room behind them, reused from page to page.
///
/// Behind the text always lie `padding` bytes of zero. A decoder may read them without asking where the
/// text ends, and since no JSON token holds a zero byte, every token ends before them.
@safe package struct TextBuffer: ~Copyable {
  package static let padding = 64

  private(set) var start: UnsafeMutablePointer<UInt8>
  private(set) var capacity: Int
  private(set) package var count: Int

  package init() {
    unsafe start = UnsafeMutablePointer<UInt8>.allocate(capacity: Self.padding)
    unsafe start.initialize(repeating: 0, count: Self.padding)
    capacity = 0
    count = 0
  }

  /// A buffer that holds a copy of `text`.
  package init(_ text: [UInt8]) {
    self.init()
    reserve(text.count)
    unsafe text.withUnsafeBufferPointer { source in
      if let base = source.baseAddress { unsafe start.update(from: base, count: source.count) }
    }
    setCount(text.count)
  }

  deinit { unsafe start.deallocate() }

  /// Makes room for `bytes` of text. What was there is lost.
  mutating func reserve(_ bytes: Int) {
    if bytes > capacity {
      unsafe start.deallocate()
      unsafe start = UnsafeMutablePointer<UInt8>.allocate(capacity: bytes + Self.padding)
      capacity = bytes
    }
    setCount(0)
  }

  /// Says that the first `bytes` are text now, and puts the padding behind them.
  mutating func setCount(_ bytes: Int) {
    precondition(bytes <= capacity)
    count = bytes
    unsafe (start + bytes).initialize(repeating: 0, count: Self.padding)
  }
}
