extension JSONCursor {
  /// Decodes an array of numbers, `null` among them as NaN.
  ///
  /// One allocation for a long array, as large as samples of the text say; short ones are copied to their size.
  /// - Parameter isFinite: becomes false where a value is not finite.
  mutating func numbers(isFinite: inout Bool) throws(DecodeError) -> [Double] {
    var look: ValueLook?
    return try numbers(isFinite: &isFinite, &look)
  }

  /// Decodes an array of numbers and looks at them on the way.
  /// - Parameter look: at no values so far.
  mutating func numbers(isFinite: inout Bool, _ look: inout ValueLook?) throws(DecodeError) -> [Double] {
    try expect(UInt8(ascii: "["), "'['")
    if take(UInt8(ascii: "]")) { return [] }
    var progress = ArrayProgress(look: look)
    let first = try decode(after: [], capacity: Self.shortArray, &progress)
    var values = first
    while !progress.isComplete {
      values = try decode(after: values, capacity: capacity(after: values.count), &progress)
    }
    isFinite = isFinite && progress.isFinite
    look = progress.look
    return values.count < Self.shortArray ? Array(values[...]) : values
  }

  private static var shortArray: Int { 2048 }
  /// The most values, 1 GiB of them, for which room is added at a time on the word of samples of the text; or three
  /// times as many as are known, where that is more.
  private static var boldestStep: Int { 1 << 27 }
  /// The bytes of text that a number may take, if the text is not there whole.
  private static var ahead: Int { 1 << 13 }

  /// The values, 128 KiB of them, after which the kernel pauses for a look at them: they are in the second cache then, and
  /// the 4 KiB of text that it searches again are one in 80.
  private static var lookedAtOnce: Int { 1 << 14 }

  /// The progress of an array that is being decoded.
  private struct ArrayProgress {
    var look: ValueLook?
    var isComplete = false
    var isFinite = true
    /// The count of numbers to decode one by one before the kernel is asked again.
    var alone = 0
    /// The value of `alone` when the kernel last gave up early: doubled each time, up to 1024, so that a text which is
    /// not for kernels costs little more than without them.
    var patience = 1
  }

  /// Room for an array of which `count` values are known.
  private func capacity(after count: Int) -> Int {
    // Commas in 128 places, all over what there is of the text. The lengths of numbers may differ by a half from
    // place to place: an eighth more is then three standard errors, and what is left over is never touched.
    let places = 128
    let width = min(64, remaining & ~7)
    let step = (remaining - width) / places
    var commas = 0
    for place in 0..<places {
      for offset in stride(from: place * step, to: place * step + width, by: 8) {
        commas += unsafe Self.commas(in: UnsafeRawPointer(at + offset).loadUnaligned(as: UInt64.self))
      }
    }
    let density = Double(commas) / Double(max(1, places * width))
    let expected = Int(Double(declaredRemaining) * min(density, 0.5) * 1.125) + Self.shortArray
    return count + min(expected, max(3 * count, Self.boldestStep))
  }

  /// The number of commas among eight bytes.
  private static func commas(in word: UInt64) -> Int {
    let low: UInt64 = 0x7f7f_7f7f_7f7f_7f7f
    let others = word ^ 0x2c2c_2c2c_2c2c_2c2c
    return 8 - (((others & low) &+ low | others) & ~low).nonzeroBitCount
  }

  /// Decodes values after those that there are, until the array ends or there is no more room.
  private mutating func decode(
    after values: [Double], capacity: Int, _ progress: inout ArrayProgress
  ) throws(DecodeError) -> [Double] {
    try [Double](capacity: capacity) { (output) throws(DecodeError) in
      for value in values { output.append(value) }
      try unsafe output.withUnsafeMutableBufferPointer { (room, count) throws(DecodeError) in
        try unsafe fill(room, &count, &progress)
      }
    }
  }

  private mutating func fill(
    _ room: UnsafeMutableBufferPointer<Double>, _ count: inout Int, _ progress: inout ArrayProgress
  ) throws(DecodeError) {
    while count < room.count {
      ensure(Self.ahead)
      if progress.alone == 0 {
        unsafe runKernel(room, &count, &progress)
        if progress.alone == 0 { continue }
        // It may have come as far as a number that the end of the window cuts.
        ensure(Self.ahead)
      }
      progress.alone -= 1
      let value = try element()
      unsafe room.initializeElement(at: count, to: value)
      count += 1
      if !value.isFinite { progress.isFinite = false }
      var next = unsafe at.pointee
      if next != UInt8(ascii: ",") {
        next = peek()
        if next == UInt8(ascii: "]") {
          unsafe at += 1
          progress.isComplete = true
          return
        }
        guard next == UInt8(ascii: ",") else {
          throw error(Self.mayContinueNumber(next) ? .notANumber : .expected("',' or ']'"))
        }
      }
      unsafe at += 1
    }
  }

  /// Decodes as many values as the kernel takes. The next is one for the scalar decoder, or there is no more room, or the
  /// kernel goes on after a look.
  private mutating func runKernel(
    _ room: UnsafeMutableBufferPointer<Double>, _ count: inout Int, _ progress: inout ArrayProgress
  ) {
    guard let kernel else {
      progress.alone = .max
      return
    }
    if unsafe at.pointee == 0x20 { unsafe at += 1 }
    let pause = min(room.count, (count / Self.lookedAtOnce + 1) * Self.lookedAtOnce)
    let decoded = unsafe kernel.run(
      &at, end: end, into: UnsafeMutableBufferPointer(rebasing: room[count..<pause]))
    count += decoded
    if count == pause {
      unsafe progress.look?.take(UnsafeBufferPointer(rebasing: room[..<count]))
      return
    }
    progress.patience = decoded < 8 ? min(2 * progress.patience, 1 << 10) : 1
    progress.alone = progress.patience
  }

  private static func mayContinueNumber(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "+"),
      UInt8(ascii: "-"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default: false
    }
  }

  @inline(__always)
  private mutating func element() throws(DecodeError) -> Double {
    if unsafe at.pointee == 0x20 { unsafe at += 1 }
    // "0.0,": a mesh is empty for the most part.
    if unsafe UnsafeRawPointer(at).loadUnaligned(as: UInt32.self) == 0x2c30_2e30 {
      unsafe at += 3
      return 0
    }
    if unsafe at.pointee == UInt8(ascii: "n") || at.pointee <= 0x20 {
      if peek() == UInt8(ascii: "n"), take(word: "null") { return .nan }
    }
    return try numberHere()
  }
}
