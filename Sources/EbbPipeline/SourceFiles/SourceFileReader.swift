internal import EbbCodec
internal import EbbFiles
internal import EbbStore
internal import EbbText

/// Looks through files of results, one after another, with one buffer for all.
actor SourceFileReader {
  /// The content of a file of results, and how it can be read again.
  struct Contents: Sendable {
    var identity: SourceFile.Identity
    var form: Form
    /// `nil` where the file is JSON, but holds no results.
    var document: ResultDocument?
  }

  /// The source that a file's text is read from when its pages are asked for.
  enum Form: Sendable, Equatable {
    /// The file, whose text is not compressed.
    case text
    /// The file, which is inflated for each of its pages.
    case gzip
    /// The inflated text, which begins there among the texts that are kept.
    case inflated(offset: Int)
  }

  private var text = TextBuffer()
  private var inflater = Inflater()
  private let byteLimit: Int
  private let texts: InflatedTexts

  /// - Parameters:
  ///   - byteLimit: the most bytes that the text of a compressed file may have.
  ///   - texts: where the texts of compressed files with several pages are kept.
  init(byteLimit: Int, texts: InflatedTexts) {
    self.byteLimit = byteLimit
    self.texts = texts
  }

  /// Finds the estimators and pages of the file at `path`.
  func contents(of path: String) throws(Failure) -> Contents {
    let (identity, isCompressed) = try load(path)
    guard text.count > 0 else {
      throw Failure(
        .brokenData, "\(Failure.quoted(path)) is empty.",
        advice: "Write it again, or leave it out with --keep-going.")
    }
    do throws(DecodeError) {
      let document = try SourceText.document(text)
      var form = isCompressed ? Form.gzip : .text
      if isCompressed, document?.hasSeveralPages == true, let offset = texts.append(text) {
        form = .inflated(offset: offset)
      }
      return Contents(identity: identity, form: form, document: document)
    } catch {
      var start: [UInt8] = []
      unsafe text.read { unsafe start = Array($0.prefix(FileKind.startLength)) }
      let kind = FileKind(start)
      throw kind == .json
        ? Failure(PageDataError.decode(error), ofFile: path)
        : .foreign(path, kind, as: .results, isCompressed: isCompressed)
    }
  }

  /// Reads the file's text.
  private func load(_ path: String) throws(Failure) -> (SourceFile.Identity, isCompressed: Bool) {
    let kind = FileKind(ofFile: path)
    // What cannot be JSON is not read, however large it is.
    if let kind, kind != .gzip, kind.isNeverJSON { throw .foreign(path, kind, as: .results) }
    let identity: SourceFile.Identity
    let member: [UInt8]
    do throws(StoreError) {
      let file = try SourceFile(path)
      let count = file.identity.bytes
      identity = file.identity
      guard kind == .gzip else {
        try unsafe text.fill(count) { (room) throws(StoreError) in
          try unsafe file.read(at: 0, into: room)
          return count
        }
        return (identity, false)
      }
      member = try file.bytes(0..<count)
    } catch {
      throw Failure(error)
    }
    try inflate(member, path: path)
    return (identity, true)
  }

  private func inflate(_ member: [UInt8], path: String) throws(Failure) {
    do throws(InflateError) {
      try inflater.inflate(member, into: &text, limit: byteLimit)
    } catch {
      throw Failure(PageDataError.inflate(error), ofFile: path)
    }
  }
}

extension ResultDocument {
  var hasSeveralPages: Bool { estimators.lazy.flatMap(\.pages).dropFirst().first != nil }
}
