@testable import EbbCodec

extension TextBuffer {
  var bytes: [UInt8] { unsafe Array(UnsafeBufferPointer(start: start, count: count)) }

  var hasZeroPadding: Bool {
    let end = unsafe start + count
    return (0..<Self.padding).allSatisfy { unsafe end[$0] == 0 }
  }
}
