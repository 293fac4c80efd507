internal import CEbbProcess
internal import Glibc

/// The two descriptors of a pipe, neither inherited by programs that are started.
struct PipeEnds: Sendable {
  let reading: Int32
  let writing: Int32

  init() throws(ChildError) {
    var ends: [Int32] = [-1, -1]
    guard unsafe ebb_pipe(&ends) == 0 else { throw .notStarted(reason: lastError()) }
    // Where this program was started without standard streams, the pipe may lie in their places, where a child gets
    // others.
    for index in ends.indices where ends[index] <= STDERR_FILENO {
      let moved = fcntl(ends[index], F_DUPFD_CLOEXEC, STDERR_FILENO + 1)
      let reason = lastError()
      _ = Glibc.close(ends[index])
      guard moved >= 0 else {
        _ = Glibc.close(ends[1 - index])
        throw .notStarted(reason: reason)
      }
      ends[index] = moved
    }
    reading = ends[0]
    writing = ends[1]
  }

  func close() {
    _ = Glibc.close(reading)
    _ = Glibc.close(writing)
  }
}

/// The operating system's text for an error number, the last one's by default.
func lastError(_ number: Int32 = errno) -> String { unsafe String(cString: strerror(number)) }
