/// Runs programs from their start to their end, on a thread of their own.
package actor ProgramRun {
  package struct Outcome: Sendable {
    package var end: ChildEnd
    /// The reason why it was ended before its time: it was silent, or gave too much.
    package var stopped: ChildError?
    package var output: [UInt8]
    /// The end of what it said on standard error.
    package var errors: String
  }

  private nonisolated let thread = ThreadExecutor()

  package nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }

  package init() {}

  /// Runs a program; cancelling the task ends it at once, and throws that it was cancelled.
  /// - Parameters:
  ///   - limit: the most bytes that it may give.
  ///   - silence: the time that it may give and take nothing.
  ///   - input: makes the pieces of its standard input, one after another, as they are taken.
  package nonisolated func outcome(
    of program: String, _ arguments: [String], environment: [String: String], limit: Int,
    silence: Duration, input: @escaping @Sendable () -> AnyIterator<[UInt8]>
  ) async throws(ChildError) -> Outcome {
    let cancellation = try CancellationSignal()
    let result = await withTaskCancellationHandler {
      await run(program, arguments, environment, limit, silence, cancellation, input)
    } onCancel: {
      cancellation.cancel()
    }
    return try result.get()
  }

  private func run(
    _ program: String, _ arguments: [String], _ environment: [String: String], _ limit: Int,
    _ silence: Duration, _ cancellation: CancellationSignal,
    _ input: @Sendable () -> AnyIterator<[UInt8]>
  ) -> Result<Outcome, ChildError> {
    let child: ChildProcess
    do throws(ChildError) {
      child = try ChildProcess(
        program, arguments, environment: environment, hearsErrors: true, silence: silence,
        cancellation: cancellation)
    } catch {
      return .failure(error)
    }
    var outcome = Outcome(end: .killed, stopped: nil, output: [], errors: "")
    let pieces = input()
    var said: [UInt8] = []
    do throws(ChildError) {
      try child.exchange(limit: limit, output: &outcome.output, errors: &said) { pieces.next() }
      outcome.end = child.finish()
    } catch {
      child.stop()
      if error == .cancelled { return .failure(error) }
      outcome.stopped = error
    }
    outcome.errors = String(decoding: said, as: UTF8.self)
    return .success(outcome)
  }
}
