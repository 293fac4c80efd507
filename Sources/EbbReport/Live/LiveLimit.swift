/// The bytes that the data of live pictures may take in a file of a report.
package struct LiveLimit: Sendable, Equatable {
  /// How many times as much as one picture all of a file may take.
  package static let share = 16

  /// Of one picture; 0 for none.
  package let bytes: Int
  /// What is left of the file's.
  private(set) var left: Int

  package init(bytes: Int) {
    self.bytes = bytes
    left = bytes.multipliedReportingOverflow(by: Self.share).overflow ? .max : bytes * Self.share
  }

  /// The bytes that the next picture may take.
  package var most: Int { min(bytes, left) }

  package mutating func take(_ count: Int) { left -= count }

  /// The reason why a picture's data are not all there: a clause.
  package var remark: String {
    if left < bytes, bytes > 0 {
      return "the data of this file's pictures have reached \(Self.text(bytes * Self.share)), "
        + "\(Self.share) times --live-limit."
    }
    return "its data take more than \(Self.text(bytes)) (--live-limit)."
  }

  /// "4 MB", "1.5 kB".
  private static func text(_ bytes: Int) -> String {
    for (unit, size) in [("GB", 1e9), ("MB", 1e6), ("kB", 1e3)] where Double(bytes) >= size {
      let number = (Double(bytes) / size * 10).rounded() / 10
      return number == number.rounded() ? "\(Int(number)) \(unit)" : "\(number) \(unit)"
    }
    return "\(bytes) bytes"
  }
}
