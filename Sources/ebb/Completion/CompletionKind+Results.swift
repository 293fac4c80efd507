internal import ArgumentParser
internal import EbbOperations
internal import EbbPipeline
internal import Foundation

/// Candidates from the store, or the files, that a command line names.
///
/// Shells ask for them by `ebb ---completion`, which the scripts of `--generate-completion-script` run.
extension CompletionKind {
  /// Jobs of the store, the newest first.
  static let jobs = results { try await $0.jobs() }
  /// Jobs, and files and folders of results.
  static let jobsAndFiles = results { try await $0.jobs() + $0.files([".json", ".json.gz"]) }
  /// Jobs, files and folders of results, and exported files.
  static let jobsAndExports = results { try await $0.jobs() + $0.files([".json", ".json.gz", ".h5"]) }
  static let estimators = results { try await $0.estimators() }
  static let pages = results { try await $0.pages() }
  static let users = results { try await $0.users() }
  static let axes = results { try await $0.axes { axis in axis.name } }
  static let axisRanges = results { try await $0.axes { axis in axis.range } }
  static let axisPlaces = results { try await $0.axes { axis in axis.middle } }
  static let axisWidths = results { try await $0.axes { axis in "\(axis.name)=2" } }
  static let quantityUnits = results { try await $0.units() }
  static let stores = CompletionKind.file(extensions: ["sqlite", "sqlite3", "db"])

  private static func results(
    _ question: @escaping @Sendable (ResultCandidates) async throws -> [Candidate]
  ) -> CompletionKind {
    .custom { words, position, prefix async in
      let typed = TypedWords(
        words, position: position, prefix: prefix, environment: ProcessInfo.processInfo.environment)
      let candidates = await soon { try await question(ResultCandidates(for: typed)) }
      return Candidate.lines(candidates, for: CompletionShell.requesting, after: typed.prefix)
    }
  }

  /// The time after which a shell's user would wait; ebb takes some 15 ms besides. `EBB_COMPLETION_MS` gives a store that
  /// is far away more.
  private static var patience: Duration {
    let stated = ProcessInfo.processInfo.environment["EBB_COMPLETION_MS"].flatMap { Int($0) } ?? 75
    return .milliseconds(min(max(stated, 0), 60_000))
  }

  /// The answer to a question, if it comes soon and is no error; else nothing. What is still asked for then ends with
  /// the process.
  private static func soon(
    _ question: @escaping @Sendable () async throws -> [Candidate]
  ) async -> [Candidate] {
    let (answers, continuation) = AsyncStream.makeStream(of: [Candidate].self)
    Task {
      continuation.yield((try? await question()) ?? [])
    }
    Task {
      try? await Task.sleep(for: patience)
      continuation.yield([])
    }
    for await answer in answers { return answer }
    return []
  }
}
