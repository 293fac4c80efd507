internal import EbbFiles
internal import EbbModel
internal import EbbText

/// The place that a text export goes to: a file that appears when it is complete, one in a folder of its own likewise,
/// standard output, or another stream.
struct TextFile: ~Copyable {
  private var sink: OutputFile
  private let file: AtomicFile?
  private let folder: AtomicFolder?
  /// The path of the file in the folder, where one that has appeared meanwhile is to stay.
  private let kept: String?
  /// What is kept back until it is known to fit on a screen.
  private var held: [UInt8] = []
  private let screen: Screen?
  /// How many rows of text may be composed at a time.
  let threads: Int

  /// - Parameter name: the name of the file in a folder.
  init(_ output: ExportTarget, options: ExportOptions, named name: String? = nil) throws(FileError) {
    screen = output == .standardOutput ? options.screen : nil
    threads = options.threads
    switch output {
    case .file(let path) where OutputPlace(path) == .stream:
      sink = try OutputFile(creating: path, path: path)
      file = nil
      folder = nil
      kept = nil
    case .file(let path):
      let file = try AtomicFile(path: path, overwrites: options.overwrites)
      sink = try OutputFile(creating: file.temporaryPath, path: path, isSynced: true)
      self.file = consume file
      folder = nil
      kept = nil
    case .standardOutput:
      sink = OutputFile.standardOutput()
      file = nil
      folder = nil
      kept = nil
    case .folder(let path):
      guard let name else { preconditionFailure("a text file cannot be the folder \(path)") }
      var folder = try AtomicFolder(path: path, overwrites: options.overwrites)
      sink = try folder.file(named: name)
      self.folder = consume folder
      file = nil
      kept = options.completes ? "\(path)/\(name)" : nil
    }
  }

  mutating func write(_ bytes: [UInt8]) throws(FileError) {
    if screen != nil { try hold(bytes) } else { try sink.write(bytes.span) }
  }

  mutating func write(_ block: borrowing TextBlock) throws(FileError) {
    if screen != nil { try hold(block.bytes) } else { try sink.write(block) }
  }

  private mutating func hold(_ bytes: [UInt8]) throws(FileError) {
    held += bytes
    if let screen, !screen.holds(held) { throw .beyondScreen }
  }

  /// Says that all is written; only now does a file appear.
  consuming func commit() throws(FileError) {
    let last = held
    let kept = kept
    try sink.write(last)
    try sink.finish()
    if let file { try file.commit() }
    if let folder { try folder.commit(unless: { kept.map { OutputPlace($0) == .file } ?? false }) }
  }
}

extension OutputFile {
  mutating func write(_ block: borrowing TextBlock) throws(FileError) {
    try block.withBytes { (bytes) throws(FileError) in try write(bytes) }
  }
}
