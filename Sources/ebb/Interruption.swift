internal import Dispatch
internal import Glibc

/// Turns the signals that end a program into the cancelling of its work, so that half-written files go.
enum Interruption {
  private static let signals = [SIGINT, SIGTERM, SIGHUP]

  /// Runs `work` in a task that the first such signal cancels. A second one ends the process at once.
  static func guarding<Result: Sendable>(
    _ work: @escaping @Sendable () async -> Result
  ) async -> Result {
    let task = Task(operation: work)
    let sources = signals.map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        task.cancel()
        signal(number, SIG_DFL)
      }
      source.resume()
      return source
    }
    let result = await task.value
    for source in sources { source.cancel() }
    return result
  }
}
