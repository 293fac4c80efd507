internal import Glibc

/// Wakes whoever waits for a child, from any thread, and stays on.
package final class CancellationSignal: Sendable {
  /// A pipe: what was written to its one end makes the other readable, for good.
  private let ends: PipeEnds

  package init() throws(ChildError) { ends = try PipeEnds() }

  deinit { ends.close() }

  package func cancel() {
    var byte: UInt8 = 1
    _ = unsafe write(ends.writing, &byte, 1)
  }

  /// The descriptor that is readable from `cancel` on.
  var descriptor: Int32 { ends.reading }
}
