private import Glibc

extension [UInt8] {
  /// Gives the memory of a part back to the system, of which only whole pages of memory go. What is in the part is lost:
  /// its bytes are what they were, or 0.
  ///
  /// That is as if zeros were written to them, and safe as that is: an array's memory is private to the process and backed by
  /// no file, and of such the system makes zeros (madvise(2), MADV_DONTNEED). Where others hold the array too, it is
  /// copied first, as by any change.
  mutating func release(_ part: Range<Int>) {
    unsafe withUnsafeMutableBytes { bytes in
      guard let start = bytes.baseAddress else { return }
      let page = UInt(getpagesize())
      let low = (UInt(bitPattern: start) + UInt(part.lowerBound) + page - 1) / page * page
      let high = (UInt(bitPattern: start) + UInt(part.upperBound)) / page * page
      guard low < high else { return }
      // Where it is refused, memory stays as it is.
      unsafe madvise(UnsafeMutableRawPointer(bitPattern: low), Int(high - low), MADV_DONTNEED)
    }
  }
}
