internal import CEbbProcess
internal import Glibc

/// The limits that a child sets itself, before it looks at anything from elsewhere.
package enum ChildLimits {
  /// Has the kernel end this process with the thread that has started it, whatever it is doing.
  package static func dieWithParent() { _ = ebb_die_with_parent() }

  /// Leaves no image of memory where the process crashes, writes no files, and has few open.
  package static func limitFiles(open count: Int) {
    set(RLIMIT_CORE, 0)
    set(RLIMIT_FSIZE, 0)
    set(RLIMIT_NOFILE, UInt(count))
  }

  /// Allows so many seconds of computing from now on, after which the kernel ends the process (SIGXCPU).
  package static func limitComputing(seconds: Int) {
    var usage = rusage()
    guard unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else { return }
    // What began is counted as a whole second.
    let used = usage.ru_utime.tv_sec + usage.ru_stime.tv_sec + 1
    set(RLIMIT_CPU, UInt(used + seconds))
  }

  /// The signal of `limitComputing`.
  package static let computingSignal = SIGXCPU

  /// Allows so many bytes of addresses.
  package static func limitMemory(bytes: Int) { set(RLIMIT_AS, UInt(clamping: bytes)) }

  /// The addresses that this process has taken by now, in bytes; they are more than the memory that it uses.
  package static func memory() -> Int {
    let descriptor = unsafe open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return fallback }
    defer { _ = close(descriptor) }
    var text = [UInt8](repeating: 0, count: 64)
    let count = unsafe text.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
    let pages = String(decoding: text.prefix(max(count, 0)), as: UTF8.self).split(separator: " ").first
    return pages.flatMap { Int($0) }.map { $0 * Int(getpagesize()) } ?? fallback
  }

  /// The bytes that are assumed where there is no /proc: more than ebb and its libraries take.
  private static let fallback = 2 << 30

  /// The soft limit, which is never above the hard one.
  private static func set(_ resource: __rlimit_resource, _ value: UInt) {
    let resource = __rlimit_resource_t(resource.rawValue)
    var limit = rlimit()
    guard unsafe getrlimit(resource, &limit) == 0 else { return }
    limit.rlim_cur = min(value, limit.rlim_max)
    _ = unsafe setrlimit(resource, &limit)
  }
}
