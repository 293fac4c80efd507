import EbbModel
import EbbTestSupport
import Foundation
import Testing

@testable import EbbExport

/// Readers of HDF5 files that break: what comes of it is said of the file, and the next file is read all the same.
@Suite("HDF5 files read by another process") struct ReaderProcessTests {
  /// A file that there is; what is in it, a reader tells.
  private static func file(in folder: TemporaryFolder, _ name: String = "a.h5") throws -> String {
    try folder.write(String(repeating: "x", count: 10_000), to: name)
    return folder.path(name)
  }

  /// Octal for printf of messages.
  private static func script(_ messages: [[UInt8]]) -> String {
    let text = messages.joined().map { String(format: "\\%03o", $0) }.joined()
    return "printf '\(text)'; exec cat > /dev/null"
  }

  private static func fault(
    of script: String, silence: Duration = .seconds(60)
  ) async throws -> PartialError? {
    let folder = try TemporaryFolder()
    let path = try file(in: folder)
    do throws(PartialError) {
      _ = try await PartialFile(opening: path, with: .played(by: script, silence: silence))
      return nil
    } catch {
      guard case .broken(let named, nil, let how) = error else { return error }
      #expect(named == path)
      return .broken(path: "a.h5", page: nil, how)
    }
  }

  @Test(
    "a reader that crashes, ends early, or goes in circles has broken over that file",
    arguments: [
      ("kill -SEGV $$", BrokenReading.crash(signal: SIGSEGV)), ("kill -ABRT $$", .crash(signal: SIGABRT)),
      ("kill -KILL $$", .crash(signal: SIGKILL)), ("kill -XCPU $$", .endless(seconds: 3)),
      ("exit 0", .nonsense), ("exit 64", .nonsense), ("exec 1>&-; cat > /dev/null", .nonsense),
      ("printf half", .nonsense),
      // Garbage; and a text of all that there is.
      ("yes", .nonsense), ("head -c 100000 /dev/zero", .nonsense),
    ])
  func broken(script: String, how: BrokenReading) async throws {
    #expect(try await Self.fault(of: script) == .broken(path: "a.h5", page: nil, how))
  }

  @Test("a reader that says nothing is ended after its time, whatever it has started")
  func silent() async throws {
    let fault = try await Self.fault(of: "sleep 1000 & sleep 1000", silence: .milliseconds(1200))
    #expect(fault == .broken(path: "a.h5", page: nil, .silent(seconds: 1)))
  }

  @Test("a program that is not there is no fault of the file's")
  func absent() async throws {
    let folder = try TemporaryFolder()
    let reader = ReaderProcess(ReaderProcess.Program(path: folder.path("none"), arguments: []))
    let path = try Self.file(in: folder)
    await #expect(throws: PartialError.noReader(reason: "No such file or directory")) {
      try await HDF5Export(opening: path, with: reader)
    }
  }

  /// Messages that lie.
  static let lyingMessages: [(String, [[UInt8]])] = {
    func message(_ kind: ReadingMessage, _ body: (inout MessageWriter) -> Void = { _ in }) -> [UInt8] {
      var message = MessageWriter(kind)
      body(&message)
      return message.finished()
    }
    let simulation = message(.simulation) {
      $0.put("job")
      $0.put(["job"])
      for _ in 0..<6 { $0.put(nil as String?) }
      $0.put(nil as Int64?)
      $0.put(nil as Int64?)
    }
    let estimator = message(.estimator) {
      $0.put("mesh")
      $0.put("mesh")
      $0.put(nil as Int64?)
      $0.put(Metadata())
    }
    var cutShort = simulation
    cutShort[0] -= 1
    return [
      ("a message of 4 GiB", [[0xff, 0xff, 0xff, 0xff, 16, 0, 0, 0]]),
      ("a kind that there is not", [[0, 0, 0, 0, 99, 0, 0, 0]]),
      ("a text that is longer than its message", [message(.simulation) { $0.put(UInt64.max) }]),
      ("a list with more members than bytes", [message(.simulation) { $0.put(UInt64(0xffff_ffff) << 32) }]),
      ("a text that is no UTF-8", [[6, 0, 0, 0, 16, 0, 0, 0, 2, 0, 0, 0, 0xc3, 0x28]]),
      ("a message that goes on", [message(.end) { $0.put(UInt64(1)) }]), ("a cut message", [cutShort]),
      ("an estimator without a simulation", [estimator]),
      ("a part without an estimator", [simulation, message(.part)]),
      ("an answer to another question", [simulation, estimator, message(.page)]),
      ("a request", [message(.listParts)]), ("numbers out of place", [message(.piece) { $0.put(1.5) }]),
      (
        "jobs without tasks",
        [
          simulation, estimator,
          message(.part) {
            $0.put("p0")
            $0.put(0)
            $0.put(["job"])
            $0.put([String]())
            $0.put([""])
          },
        ]
      ),
    ]
  }()

  @Test("a reader that lies is not believed", arguments: lyingMessages.indices)
  func lies(index: Int) async throws {
    let (what, messages) = Self.lyingMessages[index]
    let fault = try await Self.fault(of: Self.script(messages))
    #expect(fault == .broken(path: "a.h5", page: nil, .nonsense), "\(what)")
  }

  @Test("after a crash another reader reads on; a file over which readers break again and again is given up")
  func goesOn() async throws {
    let folder = try TemporaryFolder()
    let good = folder.path("good.h5")
    try await SmallExport([.mean([1, 2], axes: [.centres("x", [0, 1])])]).write(
      HDF5Exporter(), to: .file(path: good))
    let bad = try Self.file(in: folder)
    let count = folder.path("count")
    let script = """
      echo >> '\(count)'
      [ $(wc -l < '\(count)') -gt 2 ] || kill -SEGV $$
      exec '\(BuiltProgram.path(of: "ebb"))' __read-hdf5 \(ReadingMessage.version)
      """
    let reader = ReaderProcess.played(by: script)
    for how in [
      BrokenReading.crash(signal: SIGSEGV), .crash(signal: SIGSEGV), .givenUp,
    ] {
      await #expect(throws: PartialError.broken(path: bad, page: nil, how)) {
        try await HDF5Export(opening: bad, with: reader)
      }
    }
    #expect(try folder.text("count") == "\n\n")
    #expect(try await HDF5Export(opening: good, with: reader).pages.count == 1)
  }

  @Test("one process reads all files")
  func oneProcess() async throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "exec 9>>'\(folder.path("count"))'; echo >&9\nexec '\(BuiltProgram.path(of: "ebb"))' \"$@\"", to: "ebb")
    let reader = ReaderProcess(
      ReaderProcess.Program(path: "/bin/sh", arguments: [folder.path("ebb"), "__read-hdf5"]))
    for index in 0..<4 {
      let path = folder.path("\(index).h5")
      try await SmallExport([.mean([1, 2], axes: [.centres("x", [0, 1])])]).write(
        HDF5Exporter(), to: .file(path: path))
      let file = try await HDF5Export(opening: path, with: reader)
      #expect(try await file.page(file.pages[0]).values == [1, 2])
    }
    #expect(try folder.text("count") == "\n")
  }

  @Test("cancelling ends the reader, and wakes who waits")
  func cancelling() async throws {
    let folder = try TemporaryFolder()
    let path = try Self.file(in: folder)
    let started = folder.path("started")
    let task = Task {
      try await PartialFile(opening: path, with: .played(by: "echo $$ > '\(started)'; sleep 1000"))
    }
    while (try? String(contentsOfFile: started, encoding: .utf8))?.isEmpty ?? true {
      try await Task.sleep(for: .milliseconds(5))
    }
    let child = try #require(pid_t(folder.text("started").trimmingCharacters(in: .whitespacesAndNewlines)))
    task.cancel()
    await #expect(throws: PartialError.cancelled) { try await task.value }
    #expect(kill(child, 0) < 0)
  }
}
