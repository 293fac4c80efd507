internal import EbbPipeline
internal import EbbStore
internal import EbbText

/// Sentences about stores that are written.
extension Failure {
  init(_ error: StoreWriteError) {
    switch error {
    case .notCreatable(let path, let reason):
      self.init(
        .outputNotCreatable, "cannot write to \(Self.quoted(path)): \(reason.oneLine).",
        advice: "Choose a place that exists and may be written with -o.")
    case .noDatabase(let path):
      self.init(
        .outputNotCreatable, "\(Self.quoted(path)) exists, and is no SQLite database.",
        advice: "It stays as it is. Choose another name with -o.")
    case .foreign(let path, let isStore):
      self.init(
        .outputNotCreatable,
        isStore
          ? "\(Self.quoted(path)) is a store that ebb has not made, and ebb only reads such."
          : "\(Self.quoted(path)) is a database of another program's.",
        advice: "It stays as it is. Name a new file with -o, or one that ebb has made.")
    case .otherRevision(let path, let revision):
      self.init(
        .outputNotCreatable,
        "\(Self.quoted(path)) has revision \(Self.quoted(revision)) of the platform's schema, and another one is "
          + "written now.",
        advice: "Put its simulations into a new file: ebb archive --all --db \(path) -o NEW.sqlite.")
    case .locked(let path):
      self.init(
        .readingOrWriting, "another program has locked \(Self.quoted(path)): it writes to it, or reads it.",
        advice: "Wait for it to end, and run the same command again: what is there already is passed over.")
    case .writeFailed(let path, let reason):
      self.init(
        .readingOrWriting, "cannot write \(Self.quoted(path)): \(reason.oneLine).",
        advice:
          "The simulations that were put into it before are whole. Make room, and run the same command again."
      )
    case .unfit(let jobID, let reason):
      self.init(
        .brokenData,
        "simulation \(Self.quoted(jobID)) breaks a rule of the platform's current schema: \(reason.oneLine).",
        advice: "Mend its rows, or archive the other simulations.")
    case .gone(let path):
      self.init(
        .readingOrWriting, "\(Self.quoted(path)) was taken away or replaced while it was written.",
        advice: "Run the same command again.")
    case .cancelled: self = .interrupted
    }
  }

  /// Asks a store that is written, and puts what goes wrong into words.
  static func wording<Value>(
    _ step: () async throws(StoreWriteError) -> Value
  ) async throws(Failure) -> Value {
    do throws(StoreWriteError) {
      return try await step()
    } catch {
      throw Failure(error)
    }
  }
}
