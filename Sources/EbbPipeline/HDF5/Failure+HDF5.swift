package import EbbExport
internal import EbbFiles
package import EbbText

/// Sentences about HDF5 files that are read.
extension Failure {
  /// The use that such a file is meant for.
  package enum HDF5Content {
    /// Partial results, to be merged.
    case part
    /// An export, to be compared.
    case export

    fileprivate var again: String {
      switch self {
      case .part: "Export the part again"
      case .export: "Export it again, or take another copy"
      }
    }

    fileprivate var writers: String {
      switch self {
      case .part: "Name files that ebb export --partial has written."
      case .export: "Name files that ebb export has written."
      }
    }
  }

  package init(_ error: PartialError, of content: HDF5Content) {
    switch error {
    case .notThere(let path):
      self.init(.notFound, "there is no file \(Self.quoted(path)).", advice: "Check the path.")
    case .notReadable(let path, let reason):
      self.init(
        .readingOrWriting, "cannot read \(Self.quoted(path)): \(reason.oneLine).", advice: content.writers)
    case .notPermitted(let path, let reason):
      self.init(
        .notPermitted, "not permitted to read \(Self.quoted(path)): \(reason.oneLine).",
        advice: "Check the rights to read it.")
    case .damaged(let path, let reason):
      let kind = FileKind(ofFile: path)
      if content == .part, let kind, kind != .hdf5, kind != .binary {
        self = .foreign(path, kind, as: .part)
        return
      }
      self.init(
        .brokenData, "\(Self.quoted(path)) is no HDF5 file, or a damaged one: \(reason.oneLine).",
        advice: content.again + ".")
    case .broken(let path, let page, let how):
      let what = page.map { "reading \(Self.quoted($0))" } ?? "reading it"
      self.init(
        .brokenData, "\(Self.quoted(path)) is damaged: \(what) \(Self.sentence(how)).",
        advice: content.again + (page == nil ? "." : ", or leave out what cannot be read with --keep-going."))
    case .notPartial(let path):
      self.init(
        .brokenData, "\(Self.quoted(path)) holds no partial results.",
        advice: "Parts are written by ebb export --partial, and by ebb merge --partial.")
    case .badPage(let path, let page):
      let result =
        content == .part ? "the partial result of \(Self.quoted(page))" : "page \(Self.quoted(page))"
      self.init(
        .brokenData, "\(Self.quoted(path)): \(result) is not as it was written.",
        advice: content.again + ", or leave the page out with --keep-going.")
    case .noReader(let reason):
      self.init(
        .readingOrWriting, "the process that reads HDF5 files cannot be started: \(reason.oneLine).",
        advice: "Is there memory for it, and may you start more processes (ulimit -u)?")
    case .cancelled:
      self.init(any: CancellationError())
    }
  }

  private static func sentence(_ reading: BrokenReading) -> String {
    switch reading {
    case .crash(let signal): "crashed (\(name(ofSignal: signal)))"
    case .endless(let seconds): "did not end, in \(seconds) s of computing without a result"
    case .silent(let seconds): "did not end: nothing came for \(seconds) s"
    case .nonsense: "gave what is no answer"
    case .givenUp: "is not tried, after it broke several times"
    }
  }

  private static func name(ofSignal number: Int32) -> String {
    let names: [Int32: String] = [
      4: "SIGILL", 5: "SIGTRAP", 6: "SIGABRT", 7: "SIGBUS", 8: "SIGFPE", 9: "SIGKILL", 11: "SIGSEGV",
      15: "SIGTERM",
    ]
    return names[number] ?? "signal \(number)"
  }
}
