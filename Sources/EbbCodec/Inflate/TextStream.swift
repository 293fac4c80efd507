/// The text of a gzip member, inflated a window at a time: for pages whose text is too large to hold whole.
///
/// A cursor that nears the window's end slides it on. What goes wrong with the gzip data is kept until `finish`,
/// for the cursor knows of JSON only: to it the text ends there.
final class TextStream {
  /// The window's length in bytes. Half of it must hold any member of an object that is no array of numbers.
  let window: Int
  private var member: [UInt8]
  private let limit: Int
  /// Whether the member's memory is given back while it is read, and how much of it was.
  private let releases: Bool
  private var released = 0
  /// The bytes that are given back at a time: seldom enough that it costs nothing.
  private static let releaseStep = 1 << 20
  private var inflater = Inflater()
  /// The window, and before it what matches reach of the text that has gone by.
  private var text = TextBuffer()
  /// Bytes of text that are kept before the window.
  private var passed = 0
  /// Whether the window ends where the text does.
  private(set) var isComplete = false
  /// The length of the text that the trailer claims, in bytes.
  let declared: Int
  /// Whether a second thread helps to inflate. Then this way is tried first: what it cannot keep of a page, and what is
  /// wrong with one, the way without help tells.
  let isHelped: Bool

  /// Begins to inflate `member`, and fills the window.
  /// - Parameters:
  ///   - limit: the most bytes that the text may have.
  ///   - releases: whether the system takes the member's memory back while it is read, which nobody else may hold: else it is
  ///     copied.
  ///   - help: how a second thread inflates too, if it does.
  init(
    _ member: consuming [UInt8], limit: Int, window: Int, releases: Bool = false, help: InflateHelp? = nil
  ) throws(InflateError) {
    self.window = window
    self.limit = limit
    self.releases = releases
    declared = try inflater.begin(member, limit: limit)
    isHelped = help != nil
    var owned = consume member
    // From here on nobody else holds the array, which is never handed on: if somebody did, this is a copy. So it stays where
    // it is when a part is released, while the other thread reads what comes after.
    if isHelped, releases { unsafe owned.withUnsafeMutableBufferPointer { _ in } }
    self.member = consume owned
    // The help ends before this object and the array.
    if let help { unsafe self.member.withUnsafeBufferPointer { unsafe inflater.help(with: $0, help) } }
    text.reserve(window + Inflater.reach)
    slide(keeping: 0)
  }

  deinit { inflater.endHelp() }

  /// Bytes of text that the second thread has inflated.
  var helped: Int { inflater.helped }

  /// The window's text; valid until it slides.
  var start: UnsafePointer<UInt8> { unsafe UnsafePointer(text.start + passed) }
  var count: Int { text.count - passed }

  /// Moves the last `kept` bytes of the window to its front and inflates what there is room for after them.
  func slide(keeping kept: Int) {
    precondition(kept <= count)
    let held = max(kept, min(text.count, Inflater.reach))
    text.keepLast(held)
    passed = held - kept
    while !isComplete, count < window {
      // A byte more than the limit allows tells that there are more.
      let allowed = limit - inflater.inflated
      let room = allowed < window - count ? allowed + 1 : window - count
      let came = unsafe inflater.step(member, into: text.start + text.count, room: room)
      text.setCount(text.count + came)
      isComplete = came < room || inflater.inflated > limit
    }
    // The trailer, and a few bytes before it that were not yet used up, stay.
    if releases, !isComplete, inflater.consumed - released >= Self.releaseStep {
      let end = inflater.consumed - Self.releaseStep / 2
      member.release(released..<end)
      released = end
    }
  }

  /// Inflates what is left, and checks the whole member.
  func finish() throws(InflateError) {
    try unsafe inflater.finish(member, limit: limit, after: text.start + text.count)
  }
}
