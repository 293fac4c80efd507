internal import EbbModel
internal import EbbPipeline
internal import EbbText
internal import Foundation

/// The time that files state: now, or SOURCE_DATE_EPOCH, so that an export can be repeated byte for byte.
enum WritingTime {
  static func instant() throws(Failure) -> Instant {
    guard let text = ProcessInfo.processInfo.environment["SOURCE_DATE_EPOCH"] else {
      return Instant(microseconds: Int64(Date().timeIntervalSince1970) * 1_000_000)
    }
    guard let seconds = Int64(text), seconds.magnitude < 1 << 40 else {
      throw Failure(
        .usage, "SOURCE_DATE_EPOCH is '\(text.printable)', which is no number of seconds.",
        advice: "Unset it, or set it to seconds since 1970.")
    }
    return Instant(microseconds: seconds * 1_000_000)
  }
}
