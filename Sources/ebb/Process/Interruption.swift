internal import Dispatch
internal import Glibc
internal import Synchronization

/// Turns the signals that end a program into the cancelling of its work, so that half-written files go.
enum Interruption {
  /// Signals that were not ignored at the start: `nohup` and a shell's background jobs are not to be ended by them.
  private static let signals = [SIGINT, SIGTERM, SIGHUP].filter { number in
    var before = sigaction()
    guard unsafe sigaction(number, nil, &before) == 0 else { return true }
    return unsafe unsafeBitCast(before.__sigaction_handler.sa_handler, to: Int.self)
      != unsafeBitCast(SIG_IGN, to: Int.self)
  }

  private struct State {
    var isInterrupted = false
    /// Cancels the work, once it has begun.
    var cancel: (@Sendable () -> Void)?
  }

  /// Runs `work` in a task that the first such signal cancels. A second one, be it another, ends the process at once.
  static func guarding<Result: Sendable>(
    _ work: @escaping @Sendable () async -> Result
  ) async -> Result {
    let state = Mutex(State())
    // A thread of its own: those of the work may all be busy.
    let queue = DispatchQueue(label: "ebb.signals", qos: .userInteractive)
    var sources: [any DispatchSourceSignal] = []
    for number in signals {
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        let cancel = state.withLock { state in
          if state.isInterrupted { _exit(130) }
          state.isInterrupted = true
          return state.cancel
        }
        cancel?()
      }
      // Until then the signal ends the process, which has not begun with anything. None is lost.
      await withCheckedContinuation { continuation in
        source.setRegistrationHandler { continuation.resume() }
        source.resume()
      }
      sources.append(source)
    }
    let task = Task(operation: work)
    let isInterrupted = state.withLock { state in
      state.cancel = { task.cancel() }
      return state.isInterrupted
    }
    if isInterrupted { task.cancel() }
    let result = await task.value
    for source in sources { source.cancel() }
    return result
  }
}
