internal import Glibc

/// Time that has passed, and time that this process was at work.
struct Seconds {
  var wall = 0.0
  /// Of all threads. Other processes do not disturb it as much as `wall`.
  var processor = 0.0

  static var now: Seconds {
    Seconds(wall: read(CLOCK_MONOTONIC), processor: read(CLOCK_PROCESS_CPUTIME_ID))
  }

  private static func read(_ clock: clockid_t) -> Double {
    var time = timespec()
    unsafe clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  static func - (a: Seconds, b: Seconds) -> Seconds {
    Seconds(wall: a.wall - b.wall, processor: a.processor - b.processor)
  }
}
