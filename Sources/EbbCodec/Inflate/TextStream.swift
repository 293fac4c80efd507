/// The text of a gzip member, inflated a window at a time: for pages whose text is too large to hold whole.
///
/// A cursor that nears the window's end slides it on. What goes wrong with the gzip data is kept until `finish`,
/// for the cursor knows of JSON only: to it the text ends there.
final class TextStream {
  /// The window's length in bytes. Half of it must hold any member of an object that is no array of numbers.
  let window: Int
  private let member: [UInt8]
  private let limit: Int
  private var inflater = Inflater()
  /// The window, and before it what matches reach of the text that has gone by.
  private var text = TextBuffer()
  /// Bytes of text that are kept before the window.
  private var passed = 0
  /// Whether the window ends where the text does.
  private(set) var isComplete = false
  /// The length of the text that the trailer claims, in bytes.
  let declared: Int

  /// Begins to inflate `member`, and fills the window.
  /// - Parameter limit: the most bytes that the text may have.
  init(_ member: [UInt8], limit: Int, window: Int) throws(InflateError) {
    self.window = window
    self.member = member
    self.limit = limit
    declared = try inflater.begin(member, limit: limit)
    text.reserve(window + Inflater.reach)
    slide(keeping: 0)
  }

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
  }

  /// Inflates what is left, and checks the whole member.
  func finish() throws(InflateError) {
    try unsafe inflater.finish(member, limit: limit, after: text.start + text.count)
  }
}
