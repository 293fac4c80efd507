internal import CEbbProcess
internal import Glibc

/// A program that runs beside this one, with pipes at its standard streams.
///
/// It inherits nothing else: no descriptors, no ignored or blocked signals, and no place in this program's process
/// group, so that a Ctrl-C reaches this program alone, which then decides. Releasing it ends it, with all that it has
/// started in its group.
///
/// All calls may wait, none longer than the child may be silent, and a `CancellationSignal` ends each at once: they
/// belong on a thread of their own (`ThreadExecutor`).
///
/// By posix_spawn, and neither by Foundation's `Process`, which hands ignored signals and open files on and waits on
/// a thread of others, nor by swift-subprocess (1.0), whose child lives within one closure and whose output comes as
/// buffers that are copied: a reader is asked again and again while other things are written, and its arrays are
/// received where they stay.
package final class ChildProcess {
  private let id: pid_t
  private let cancellation: CancellationSignal
  private let silence: Duration
  private var input: Int32
  private var output: Int32
  private var errors: Int32
  private var end: ChildEnd?
  /// Bytes that came with others, and are not asked for yet.
  private var received: ArraySlice<UInt8> = []

  /// Starts a program.
  /// - Parameters:
  ///   - program: its path; a bare name is looked for on the PATH.
  ///   - environment: all variables that it gets.
  ///   - hearsErrors: whether standard error is to be read; else it goes nowhere.
  ///   - silence: the time that it may give and take nothing.
  package init(
    _ program: String, _ arguments: [String], environment: [String: String], hearsErrors: Bool,
    silence: Duration, cancellation: CancellationSignal
  ) throws(ChildError) {
    self.cancellation = cancellation
    self.silence = silence
    let toChild = try PipeEnds()
    let fromChild: PipeEnds
    let errorsOfChild: PipeEnds?
    do throws(ChildError) {
      fromChild = try PipeEnds()
    } catch {
      toChild.close()
      throw error
    }
    do throws(ChildError) {
      errorsOfChild = hearsErrors ? try PipeEnds() : nil
    } catch {
      toChild.close()
      fromChild.close()
      throw error
    }
    (input, output, errors) = (toChild.writing, fromChild.reading, errorsOfChild?.reading ?? -1)
    let started = Self.spawn(
      program, arguments, environment, toChild.reading, fromChild.writing, errorsOfChild?.writing)
    for end in [toChild.reading, fromChild.writing, errorsOfChild?.writing ?? -1] where end >= 0 {
      _ = close(end)
    }
    id = started.id
    if started.status != 0 {
      // Nothing runs: there is nothing to end.
      end = .exit(status: 127)
      closeAll()
      throw .notStarted(reason: lastError(started.status))
    }
    settlePipes()
  }

  /// Takes a copy of this process over.
  /// - Parameter silence: the time that it may give and take nothing.
  package init(_ early: EarlyChild, silence: Duration, cancellation: CancellationSignal) {
    self.cancellation = cancellation
    self.silence = silence
    (id, input, output, errors) = (early.id, early.input, early.output, -1)
    settlePipes()
  }

  private func settlePipes() {
    // A pipe holds 64 KiB unless it is asked to hold more: for arrays, many switches of processes.
    _ = ebb_widen_pipe(output, 1 << 20)
    for end in [input, output, errors] where end >= 0 { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
  }

  deinit { _ = stop() }

  private static func spawn(
    _ program: String, _ arguments: [String], _ environment: [String: String], _ input: Int32,
    _ output: Int32, _ errors: Int32?
  ) -> (status: Int32, id: pid_t) {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { _ = unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    unsafe posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    if let errors {
      unsafe posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO)
    } else {
      unsafe posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    }
    // Libraries open files without O_CLOEXEC (HDF5).
    _ = unsafe ebb_spawn_close_from(&actions, STDERR_FILENO + 1)
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { _ = unsafe posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe posix_spawnattr_setsigmask(&attributes, &signals)
    unsafe sigfillset(&signals)
    unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
    unsafe posix_spawnattr_setpgroup(&attributes, 0)
    unsafe posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))
    var id: pid_t = 0
    let settings = environment.map { "\($0)=\($1)" }
    let status = unsafe withCStrings([program] + arguments) { arguments in
      unsafe withCStrings(settings) { settings in
        unsafe posix_spawnp(&id, program, &actions, &attributes, arguments, settings)
      }
    }
    return (status, id)
  }

  // MARK: Conversation

  /// Sends all of `bytes`.
  package func send(_ bytes: [UInt8]) throws(ChildError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      var waited = [poll(input, POLLOUT)]
      try wait(&waited)
      rest = rest.dropFirst(try sendSome(rest))
    }
  }

  /// Receives as many bytes as there is room for.
  package func receive(into room: UnsafeMutableRawBufferPointer) throws(ChildError) {
    var filled = 0
    while filled < room.count {
      if received.isEmpty, room.count - filled < Self.maxAtOnce {
        var bytes = [UInt8](repeating: 0, count: Self.maxAtOnce)
        let count = unsafe bytes.withUnsafeMutableBytes { room in
          Result { () throws(ChildError) in try unsafe receiveSome(room) }
        }
        received = bytes.prefix(try count.get())
      }
      if received.isEmpty {
        filled += try unsafe receiveSome(UnsafeMutableRawBufferPointer(rebasing: room[filled...]))
      } else {
        let count = min(received.count, room.count - filled)
        unsafe UnsafeMutableRawBufferPointer(rebasing: room[filled..<filled + count])
          .copyBytes(from: received.prefix(count))
        received = received.dropFirst(count)
        filled += count
      }
    }
  }

  /// Many short messages are received together; what is longer goes where it is to be at once.
  private static let maxAtOnce = 1 << 14

  /// - Returns: how many bytes came; at least one.
  private func receiveSome(_ room: UnsafeMutableRawBufferPointer) throws(ChildError) -> Int {
    while true {
      var waited = [poll(output, POLLIN)]
      try wait(&waited)
      let count = unsafe read(output, room.baseAddress, room.count)
      if count > 0 { return count }
      guard count < 0, errno == EAGAIN || errno == EINTR else { throw .ended }
    }
  }

  /// Hands over all pieces of `input`, receives all that the child gives meanwhile, until it closes its ends.
  /// - Parameters:
  ///   - limit: the most bytes that it may give.
  ///   - given: gets what comes from its standard output.
  ///   - said: gets the end of what comes from its standard error.
  ///   - input: the next bytes for its standard input; `nil` after the last.
  package func exchange(
    limit: Int, output given: inout [UInt8], errors said: inout [UInt8], _ input: () -> [UInt8]?
  ) throws(ChildError) {
    var piece: ArraySlice<UInt8> = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while output >= 0 || errors >= 0 {
      while self.input >= 0, piece.isEmpty {
        guard let next = input() else {
          closeOne(&self.input)
          break
        }
        piece = next[...]
      }
      // poll passes over what is closed, which is below 0.
      var waited = [poll(output, POLLIN), poll(errors, POLLIN), poll(self.input, POLLOUT)]
      try wait(&waited)
      if waited[0].revents != 0 { Self.readSome(&output, &buffer, into: &given) }
      if waited[1].revents != 0 { Self.readSome(&errors, &buffer, into: &said) }
      if waited[2].revents != 0 {
        do throws(ChildError) {
          piece = piece.dropFirst(try sendSome(piece))
        } catch {
          // It takes no more: what it says about that is read still.
          closeOne(&self.input)
        }
      }
      if given.count > limit { throw .tooMuch }
      if said.count > 2 * Self.maxSaid { said.removeFirst(said.count - Self.maxSaid) }
    }
  }

  /// The most bytes that are kept of what a program says: the end tells why it has ended.
  private static let maxSaid = 1 << 16

  private static func readSome(_ end: inout Int32, _ buffer: inout [UInt8], into bytes: inout [UInt8]) {
    let count = unsafe buffer.withUnsafeMutableBytes { unsafe read(end, $0.baseAddress, $0.count) }
    if count > 0 {
      bytes += buffer.prefix(count)
    } else if count == 0 || (errno != EAGAIN && errno != EINTR) {
      _ = close(end)
      end = -1
    }
  }

  /// - Returns: how many bytes the child's pipe took.
  private func sendSome(_ bytes: ArraySlice<UInt8>) throws(ChildError) -> Int {
    let count = unsafe bytes.withUnsafeBytes { unsafe write(input, $0.baseAddress, $0.count) }
    if count >= 0 { return count }
    if errno == EAGAIN || errno == EINTR { return 0 }
    throw .ended
  }

  private func poll(_ descriptor: Int32, _ events: Int32) -> pollfd {
    pollfd(fd: descriptor, events: Int16(events), revents: 0)
  }

  /// Waits until one of the descriptors is ready.
  private func wait(_ descriptors: inout [pollfd]) throws(ChildError) {
    descriptors.append(poll(cancellation.descriptor, POLLIN))
    let deadline = ContinuousClock.now + silence
    while true {
      let rest = deadline - .now
      let milliseconds =
        rest.components.seconds * 1000 + rest.components.attoseconds / 1_000_000_000_000_000
      let count = unsafe Glibc.poll(
        &descriptors, nfds_t(descriptors.count), Int32(clamping: max(milliseconds, 0)))
      if count < 0 {
        guard errno == EINTR else { throw .ended }
      } else if count == 0 {
        if milliseconds <= 0 { throw .silent }
      } else {
        if descriptors[descriptors.count - 1].revents != 0 { throw .cancelled }
        return
      }
    }
  }

  // MARK: End

  /// Waits a moment for its end, and brings it about where it does not come.
  package func finish() -> ChildEnd {
    closeOne(&input)
    // What closes its pipes ends mostly: how is told by the operating system within a millisecond.
    for _ in 0..<500 where end == nil {
      var information = unsafe siginfo_t()
      let status = unsafe waitid(P_PID, id_t(id), &information, WEXITED | WNOHANG | WNOWAIT)
      if status == 0, unsafe information.si_signo == SIGCHLD { return stop(isRunning: false) }
      usleep(2000)
    }
    return stop()
  }

  /// Ends it at once, with all of its group.
  @discardableResult
  package func stop() -> ChildEnd { stop(isRunning: true) }

  private func stop(isRunning: Bool) -> ChildEnd {
    closeAll()
    if let end { return end }
    // Before the child is waited for, its number is nobody else's.
    kill(-id, SIGKILL)
    var status: Int32 = 0
    while unsafe waitpid(id, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7f
    let found: ChildEnd =
      signal == 0
      ? .exit(status: (status >> 8) & 0xff) : isRunning && signal == SIGKILL ? .killed : .signal(signal)
    end = found
    return found
  }

  private func closeAll() {
    closeOne(&input)
    closeOne(&output)
    closeOne(&errors)
  }

  private func closeOne(_ end: inout Int32) {
    if end >= 0 { _ = close(end) }
    end = -1
  }
}

/// Texts as C takes them, as long as `body` runs.
private func withCStrings<R>(
  _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> R
) -> R {
  let copies = unsafe texts.map { unsafe strdup($0) }
  defer { for index in unsafe copies.indices { unsafe free(copies[index]) } }
  return unsafe body(copies + [nil])
}
