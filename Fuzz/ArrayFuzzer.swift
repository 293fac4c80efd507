@testable import EbbCodec

/// Any text as an array of numbers: every kernel against the scalar decoder, bit for bit and offset for offset.
///
/// The first byte says how many sound numbers come before the text, so that it may lie across any border of a
/// kernel's blocks; the others are the text.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzArray(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
  guard let first = input.first else { return 0 }
  var text: [UInt8] = []
  if first >= 224 {
    text.append(UInt8(ascii: "["))
    for _ in 0..<40 * Int(first - 223) {
      text.append(contentsOf: first & 1 == 0 ? "0.25, ".utf8 : "0.0,".utf8)
    }
  }
  text += input.dropFirst()
  expectSame(TextBuffer(text), text)
  return 0
}

private func expectSame(_ buffer: borrowing TextBuffer, _ text: [UInt8]) {
  let expected = outcome(buffer, kernel: nil)
  let numbers = Numbers(buffer)
  for kernel in NumberKernel.supported {
    let found = outcome(buffer, kernel: kernel)
    guard found == expected else { fail("\(kernel.name) says \(found), scalar \(expected)", text) }
    numbers.expectRuns(of: kernel, in: buffer, text)
  }
}

/// The values' bits, where the array ends and whether all are finite; or the error.
private func outcome(_ text: borrowing TextBuffer, kernel: NumberKernel?) -> Result<[UInt64], DecodeError> {
  var cursor = JSONCursor(text, kernel: kernel)
  do throws(DecodeError) {
    var isFinite = true
    let values = try cursor.numbers(isFinite: &isFinite)
    return .success(values.map(\.bitPattern) + [UInt64(cursor.offset), isFinite ? 1 : 0])
  } catch {
    return .failure(error)
  }
}

/// The numbers at the start of an array that have commas after them, by the scalar decoder.
private struct Numbers {
  var values: [Double] = []
  /// Where each begins, and after the last's comma.
  var offsets: [Int] = []

  init(_ text: borrowing TextBuffer) {
    var cursor = JSONCursor(text, kernel: nil)
    guard cursor.take(UInt8(ascii: "[")) else { return }
    cursor.skipBlanks()
    offsets = [cursor.offset]
    while let value = try? cursor.number(), cursor.take(UInt8(ascii: ",")) {
      cursor.skipBlanks()
      values.append(value)
      offsets.append(cursor.offset)
    }
  }

  /// The kernel is set upon the array's first number, and again after each that it stops at.
  func expectRuns(of kernel: NumberKernel, in buffer: borrowing TextBuffer, _ text: [UInt8]) {
    guard !offsets.isEmpty else { return }
    let start = unsafe UnsafePointer(buffer.start)
    let end = unsafe start + buffer.count
    var index = 0
    while index < offsets.count {
      // Of the room that it is given, nothing after that may be touched.
      let capacity = values.count - index + index % 9
      var room = [Double](repeating: -0.5, count: capacity + 8)
      var at = unsafe start + offsets[index]
      let count = unsafe room.withUnsafeMutableBufferPointer { room in
        unsafe kernel.run(&at, end: end, into: UnsafeMutableBufferPointer(rebasing: room[..<capacity]))
      }
      guard count <= values.count - index,
        room[..<count].elementsEqual(values[index..<index + count], by: { $0.bitPattern == $1.bitPattern }),
        room[capacity...].allSatisfy({ $0 == -0.5 })
      else { fail("\(kernel.name) runs otherwise from number \(index) on", text) }
      while unsafe [0x20, 0x0a, 0x0d, 0x09].contains(at.pointee) { unsafe at += 1 }
      let (found, expected) = unsafe (at - start, offsets[index + count])
      guard found == expected else {
        fail("\(kernel.name) from number \(index) stops at \(found), not \(expected)", text)
      }
      index += count + 1
    }
  }
}
