import Glibc

@testable import EbbCodec

/// Memory between two pages that cannot be touched: the process ends when they are read or written.
@safe final class GuardedPages {
  enum Side: CaseIterable { case first, last }

  private let pages: UnsafeMutableRawPointer
  let count: Int
  private static let page = Int(getpagesize())

  init(atLeast bytes: Int) {
    count = max(1, (bytes + Self.page - 1) / Self.page) * Self.page
    let mapped = unsafe mmap(
      nil, count + 2 * Self.page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let mapped = unsafe mapped, unsafe mapped != MAP_FAILED else { fatalError("mmap failed") }
    unsafe pages = mapped + Self.page
    precondition(unsafe mprotect(pages, count, PROT_READ | PROT_WRITE) == 0)
  }

  deinit { unsafe munmap(pages - Self.page, count + 2 * Self.page) }

  /// The first or the last `bytes` of the memory.
  func start(of bytes: Int, _ side: Side) -> UnsafeMutableRawPointer {
    precondition(bytes <= count)
    return unsafe side == .first ? pages : pages + (count - bytes)
  }
}

/// A text with as much padding as a `TextBuffer` guarantees, directly behind a page that cannot be touched or before it.
@safe struct GuardedText {
  private let pages: GuardedPages
  let start: UnsafePointer<UInt8>
  let count: Int

  init(_ text: some Collection<UInt8>, _ side: GuardedPages.Side) {
    let whole = text.count + 2 * TextBuffer.padding
    pages = GuardedPages(atLeast: whole)
    count = text.count
    let bytes = unsafe pages.start(of: whole, side).bindMemory(to: UInt8.self, capacity: whole)
    unsafe bytes.initialize(repeating: 0, count: whole)
    let target = unsafe bytes + TextBuffer.padding
    _ = unsafe UnsafeMutableBufferPointer(start: target, count: count).initialize(from: text)
    unsafe start = UnsafePointer(target)
  }

  /// The values' bits of the array that the text is, or the error.
  func numbers(kernel: NumberKernel?) -> Result<[UInt64], DecodeError> {
    Result { () throws(DecodeError) in
      var cursor = unsafe JSONCursor(start, count: count, kernel: kernel)
      var isFinite = true
      let values = try cursor.numbers(isFinite: &isFinite)
      try cursor.expectEnd()
      return values.map(\.bitPattern) + [isFinite ? 1 : 0]
    }
  }

  /// Sets a kernel upon the number at `offset`, with room for `capacity` values that ends where nothing can be written.
  func run(
    _ kernel: NumberKernel, from offset: Int = 0, capacity: Int
  ) -> (values: [Double], end: Int) {
    let bytes = capacity * MemoryLayout<Double>.stride
    let pages = GuardedPages(atLeast: bytes)
    let room = unsafe UnsafeMutableBufferPointer(
      start: pages.start(of: bytes, .last).bindMemory(to: Double.self, capacity: capacity), count: capacity)
    unsafe room.initialize(repeating: -0.5)
    var at = unsafe start + offset
    let count = unsafe kernel.run(&at, end: start + self.count, into: room)
    defer { withExtendedLifetime(pages) {} }
    return unsafe (Array(room[..<count]), at - start)
  }
}
