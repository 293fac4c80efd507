internal import EbbFiles
internal import EbbModel
internal import EbbProcess
internal import Glibc
internal import Synchronization

/// Reads HDF5 files in a process of its own, where a crash of the HDF5 library, or a search without end, is an
/// answer.
///
/// One process reads all files of a command, page after page, as it is asked to; it is started with the first
/// question (30 ms, most of them to load libraries) or was begun before (`startEarly`), and anew where it has ended.
/// `ReadingService` is its side, `ReadingMessage` what both say.
/// Releasing it ends the process.
package actor ReaderProcess {
  /// The program that is started to read: it takes the version of the messages as its last argument and then runs
  /// `ReadingService`.
  package struct Program: Sendable {
    package var path: String
    package var arguments: [String]

    fileprivate private(set) var isThisProgram = false

    package init(path: String, arguments: [String]) {
      self.path = path
      self.arguments = arguments
    }

    /// This program itself.
    package static func thisProgram(_ arguments: [String]) -> Program {
      var program = Program(path: Executable.thisProgram, arguments: arguments)
      program.isThisProgram = true
      return program
    }
  }

  /// Readers that have begun already; each `ReaderProcess` of this program takes one.
  private static let early = Mutex<[EarlyChild]>([])

  /// Has readers begin beside what this program does first, as copies of it: 1 ms each instead of 30. Only at the
  /// very start, before there are threads. One that nobody asks ends with this program.
  /// - Parameters:
  ///   - readers: how many.
  ///   - count: of the arguments.
  ///   - arguments: the program's, of which the reader keeps none.
  package static func startEarly(
    _ readers: Int, _ count: Int32, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
  ) {
    let children = (0..<readers).compactMap { _ in
      unsafe EarlyChild(environment: environment, arguments: (count, arguments)) {
        ReadingService.serve(version: ReadingMessage.version)
      }
    }
    early.withLock { $0 = children }
  }

  /// Longer than any disk takes to wake up, or a network's to come back: computing has a limit of its own.
  package static let longestSilence = 60
  /// The number of times that reading one file may break before it is given up. With --keep-going each page may take
  /// seconds to do so.
  private static let maxBreaks = 2

  private let program: Program
  private let silence: Duration
  private nonisolated let thread = ThreadExecutor()
  private nonisolated let cancellation: Result<CancellationSignal, ChildError>
  private var child: ChildProcess?
  private var breaks: [String: Int] = [:]
  /// A question that the child has before it is asked.
  private var announced: [UInt8]?

  package nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }

  /// - Parameter silence: how long the reader may hand nothing over.
  package init(_ program: Program, silence: Duration = .seconds(longestSilence)) {
    self.program = program
    self.silence = silence
    cancellation = Result { () throws(ChildError) in try CancellationSignal() }
  }

  /// A file, and where in it.
  struct Place: Sendable {
    var path: String
    /// The file's size.
    var bytes: Int
    /// The groups that lead to a page; empty for the whole file.
    var groups: [String] = []

    /// Finds the file.
    init(_ path: String) throws(PartialError) {
      guard let bytes = systemSize(path) else { throw Self.obstacle(path) }
      self.path = path
      self.bytes = bytes
    }

    /// The error of the operating system's last call.
    private static func obstacle(_ path: String) -> PartialError {
      let number = errno
      return switch number {
      case ENOENT, ENOTDIR: .notThere(path: path)
      case EACCES, EPERM: .notPermitted(path: path, reason: systemError(number))
      default: .notReadable(path: path, reason: systemError(number))
      }
    }
  }

  /// Asks the reader something, and reads its answer by `read`. Cancelling the task ends the reader.
  /// - Parameter next: the place that the same will be asked of next, where it is known: the reader finds that answer
  ///   while this one is made use of, and holds it as far as the pipe (1 MiB) does not.
  nonisolated func ask<Answer: Sendable>(
    _ question: ReadingMessage, _ place: Place, then next: Place? = nil,
    _ read: @escaping @Sendable (inout AnswerReader) throws(AnswerError) -> Answer
  ) async throws(PartialError) -> Answer {
    let signal: CancellationSignal
    do throws(ChildError) {
      signal = try cancellation.get()
    } catch {
      throw .noReader(reason: "\(error)")
    }
    let result = await withTaskCancellationHandler {
      await answer(question, place, next, signal, read)
    } onCancel: {
      signal.cancel()
    }
    return try result.get()
  }

  private func answer<Answer: Sendable>(
    _ question: ReadingMessage, _ place: Place, _ next: Place?, _ signal: CancellationSignal,
    _ read: (inout AnswerReader) throws(AnswerError) -> Answer
  ) -> Result<Answer, PartialError> {
    let page = place.groups.isEmpty ? nil : place.groups.joined(separator: "/")
    if breaks[place.path, default: 0] >= Self.maxBreaks {
      return .failure(.broken(path: place.path, page: page, .givenUp))
    }
    let request = Self.request(question, place)
    if let announced, announced != request {
      // Its answer would come first.
      child?.stop()
      child = nil
    }
    let isAsked = child != nil && announced == request
    announced = nil
    let child: ChildProcess
    do throws(ChildError) {
      if let running = self.child { child = running } else { child = try start(signal) }
    } catch {
      return .failure(Self.unstarted(error))
    }
    self.child = child
    do throws(AnswerError) {
      if !isAsked { try Self.translating { () throws(ChildError) in try child.send(request) } }
      if let next {
        let request = Self.request(question, next)
        try Self.translating { () throws(ChildError) in try child.send(request) }
        announced = request
      }
      var answer = unsafe AnswerReader(bytes: place.bytes) { room throws(AnswerError) in
        try Self.translating { () throws(ChildError) in try unsafe child.receive(into: room) }
      }
      return .success(try read(&answer))
    } catch {
      let fault = fault(error, place, page, child)
      if self.child == nil { announced = nil }
      return .failure(fault)
    }
  }

  private static func request(_ question: ReadingMessage, _ place: Place) -> [UInt8] {
    var message = MessageWriter(question)
    message.put(systemRealPath(place.path))
    message.put(place.bytes)
    message.put(place.groups)
    return message.finished()
  }

  private static func translating(_ body: () throws(ChildError) -> Void) throws(AnswerError) {
    do throws(ChildError) {
      try body()
    } catch {
      switch error {
      case .cancelled: throw .child(.cancelled)
      case .silent: throw .child(.silent)
      case .ended, .tooMuch, .notStarted: throw .child(.ended)
      }
    }
  }

  private static func unstarted(_ error: ChildError) -> PartialError {
    switch error {
    case .notStarted(let reason): .noReader(reason: reason)
    case .cancelled: .cancelled
    case .ended, .silent, .tooMuch: .noReader(reason: "it ended at once")
    }
  }

  /// The error of an answer that did not come, or not whole. A reader that was in the middle of one is not asked
  /// again.
  private func fault(
    _ error: AnswerError, _ place: Place, _ page: String?, _ child: ChildProcess
  ) -> PartialError {
    let broken: BrokenReading
    switch error {
    case .failed(let reason):
      // The answer is complete: the next question is answered by the same reader.
      return .damaged(path: place.path, reason: page.map { "\($0): \(reason)" } ?? reason)
    case .badPage:
      // What follows of it is not read.
      child.stop()
      self.child = nil
      return .badPage(path: place.path, page: page ?? "")
    case .child(.cancelled):
      child.stop()
      self.child = nil
      return .cancelled
    case .child(.silent):
      child.stop()
      broken = .silent(seconds: Int(silence.components.seconds))
    case .nonsense:
      child.stop()
      broken = .nonsense
    case .child(.ended):
      broken = Self.reading(child.finish())
    }
    self.child = nil
    breaks[place.path, default: 0] += 1
    return .broken(path: place.path, page: page, broken)
  }

  private static func reading(_ end: ChildEnd) -> BrokenReading {
    switch end {
    case .signal(ChildLimits.computingSignal): .endless(seconds: ReadingService.maxComputing)
    case .signal(let signal): .crash(signal: signal)
    case .exit, .killed: .nonsense
    }
  }

  private func start(_ signal: CancellationSignal) throws(ChildError) -> ChildProcess {
    if program.isThisProgram, let early = Self.early.withLock({ $0.popLast() }) {
      return ChildProcess(early, silence: silence, cancellation: signal)
    }
    return try ChildProcess(
      program.path, program.arguments + ["\(ReadingMessage.version)"], environment: Self.environment,
      hearsErrors: false, silence: silence, cancellation: signal)
  }

  /// The variables of the environment by which programs are loaded and looked into: a library that a file has taken
  /// over finds no passwords.
  private static var environment: [String: String] {
    let kept = ["LD_", "ASAN_", "TSAN_", "UBSAN_", "LSAN_", "LLVM_", "HOME", "TMPDIR"]
    var environment = Executable.environment.filter { name, _ in kept.contains { name.hasPrefix($0) } }
    // A crash is told by its signal; looking for its cause would take seconds.
    environment["SWIFT_BACKTRACE"] = "enable=no"
    // No filters but the library's own: a file names what it wants to be read by.
    environment["HDF5_PLUGIN_PRELOAD"] = "::"
    return environment
  }
}
