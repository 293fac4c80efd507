internal import Glibc

/// The files that a program is started with: standard input, output and error.
enum StandardStreams {
  /// Opens something in place of those that were closed before the start. Files that are opened later would get their
  /// numbers, and a message would end up in an export. It can only be read, so that writing an answer fails.
  static func fillGaps() {
    for number in STDIN_FILENO...STDERR_FILENO where fcntl(number, F_GETFD) < 0 {
      // The lowest free number is given, which is this one. There may be no /dev.
      if unsafe open("/dev/null", O_RDONLY) < 0 { _ = unsafe open("/", O_RDONLY | O_DIRECTORY) }
    }
  }

  /// Writes to standard error. What cannot be written, since it is closed, full or has no reader, is lost: that is no
  /// reason to lose an export too.
  static func tell(_ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if count == 0 || errno != EINTR && !(errno == EAGAIN && isWritable()) {
        return
      }
    }
  }

  /// Whether standard error, which another program has made non-blocking, has room again within a second.
  private static func isWritable() -> Bool {
    var waited = pollfd(fd: STDERR_FILENO, events: Int16(POLLOUT), revents: 0)
    return unsafe poll(&waited, 1, 1_000) > 0 && waited.revents & Int16(POLLOUT) != 0
  }
}
