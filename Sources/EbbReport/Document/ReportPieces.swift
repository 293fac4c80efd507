package import EbbFiles

/// The pieces of a page's file, in order.
package struct ReportPieces {
  private var head: String?
  private var blocks: ArraySlice<Range<Int>>
  private let spool: SpoolFile
  private var end: String?

  init(head: String, body: SpooledText, end: String) {
    self.head = head
    blocks = body.blocks[...]
    spool = body.spool
    self.end = end
  }

  /// The next piece; `nil` after the last.
  package mutating func next() throws(FileError) -> [UInt8]? {
    if let text = head.take() { return Array(text.utf8) }
    if let block = blocks.popFirst() { return try spool.read(block) }
    return end.take().map { Array($0.utf8) }
  }
}
