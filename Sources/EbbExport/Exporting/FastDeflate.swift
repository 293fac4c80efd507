/// Deflate by code from elsewhere, faster than what formats' libraries have.
package struct FastDeflate: Sendable {
  /// Makes a zlib stream of bytes: the work of one thread, which calls it again and again.
  package typealias Stream = @Sendable (_ bytes: [UInt8]) -> [UInt8]

  /// The levels that it has.
  package var levels: ClosedRange<Int>
  /// Makes one for a thread.
  package var make: @Sendable (_ level: Int) -> Stream

  package init(levels: ClosedRange<Int>, make: @escaping @Sendable (_ level: Int) -> Stream) {
    self.levels = levels
    self.make = make
  }
}
