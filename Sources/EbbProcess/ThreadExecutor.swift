internal import CEbbProcess
internal import Dispatch
internal import Glibc
internal import Synchronization

/// Runs an actor on a thread that does nothing else, and ends with it.
///
/// Waiting for a child is done there, so that no other thread is held up. And a child that dies with its parent
/// (`ChildLimits.dieWithParent`) dies with the very thread that has started it, so that thread may not end before.
package final class ThreadExecutor: SerialExecutor {
  private let queue = Queue()

  package init() {
    let queue = queue
    let context = unsafe Unmanaged.passRetained(queue).toOpaque()
    var thread = pthread_t()
    let status = unsafe pthread_create(
      &thread, nil,
      { context in
        guard let context = unsafe context else { return nil }
        unsafe Unmanaged<Queue>.fromOpaque(context).takeRetainedValue().run()
        return nil
      }, context)
    precondition(status == 0, "there is no thread to be had")
    pthread_detach(thread)
  }

  deinit { queue.add(nil) }

  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.add { unsafe job.runSynchronously(on: self.asUnownedSerialExecutor()) }
  }

  /// Jobs in order; `nil` ends the thread.
  private final class Queue: Sendable {
    private let work = Mutex<[(@Sendable () -> Void)?]>([])
    private let added = DispatchSemaphore(value: 0)

    func add(_ item: (@Sendable () -> Void)?) {
      work.withLock { $0.append(item) }
      added.signal()
    }

    func run() {
      // A child that has gone is seen by the write that fails.
      var signals = sigset_t()
      unsafe sigemptyset(&signals)
      unsafe sigaddset(&signals, SIGPIPE)
      unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
      while true {
        added.wait()
        guard let item = work.withLock({ $0.removeFirst() }) else { return }
        item()
      }
    }
  }
}
