internal import CEbbProcess
internal import Glibc

/// A copy of this process that was made at its very start to do one thing, with pipes at its standard streams, until
/// a `ChildProcess` takes it over.
///
/// Starting a program anew takes tens of milliseconds, most of them to load and link its libraries; a copy has them.
/// It inherits as little as a program that is started: no other descriptors, no signals, no place in the process
/// group, no arguments and no environment but what it is given.
package struct EarlyChild: Sendable {
  let id: pid_t
  let input: Int32
  let output: Int32

  /// Makes the copy.
  /// - Parameters:
  ///   - environment: all variables that it gets.
  ///   - body: what it does.
  /// - Returns: `nil` where there are other threads, which a copy would not have, and where there can be no copy.
  package init?(
    environment: [String: String],
    arguments: (count: Int32, texts: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>),
    _ body: () -> Never
  ) {
    guard Self.threads() == 1, let toChild = try? PipeEnds() else { return nil }
    guard let fromChild = try? PipeEnds() else {
      toChild.close()
      return nil
    }
    let id = ebb_fork()
    if id == 0 {
      guard dup2(toChild.reading, STDIN_FILENO) >= 0, dup2(fromChild.writing, STDOUT_FILENO) >= 0,
        unsafe Self.settle(environment, arguments)
      else { _exit(EX_OSERR) }
      body()
    }
    _ = close(toChild.reading)
    _ = close(fromChild.writing)
    guard id > 0 else {
      _ = close(toChild.writing)
      _ = close(fromChild.reading)
      return nil
    }
    // Both sides do, so that it holds for whichever is the first to need it.
    _ = setpgid(id, 0)
    (self.id, input, output) = (id, toChild.writing, fromChild.reading)
  }

  /// Brings this copy into the state in which the operating system would start a program.
  private static func settle(
    _ environment: [String: String],
    _ arguments: (count: Int32, texts: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>)
  ) -> Bool {
    _ = setpgid(0, 0)
    let nowhere = unsafe open("/dev/null", O_WRONLY)
    guard nowhere >= 0, dup2(nowhere, STDERR_FILENO) >= 0, ebb_close_from(UInt32(STDERR_FILENO + 1)) == 0
    else {
      return false
    }
    for number in 1..<NSIG { signal(number, SIG_DFL) }
    var none = sigset_t()
    unsafe sigemptyset(&none)
    unsafe sigprocmask(SIG_SETMASK, &none, nil)
    unsafe ebb_forget(1, arguments.count, arguments.texts)
    for (name, value) in environment { unsafe setenv(name, value, 1) }
    return true
  }

  /// The threads of this process; 0 where that is not to be seen.
  static func threads() -> Int {
    guard let folder = unsafe opendir("/proc/self/task") else { return 0 }
    defer { unsafe closedir(folder) }
    var count = 0
    while let entry = unsafe readdir(folder) {
      if unsafe entry.pointee.d_name.0 != 46 { count += 1 }
    }
    return count
  }
}
