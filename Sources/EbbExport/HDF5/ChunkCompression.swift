/// The way in which the chunks of large arrays are compressed.
enum ChunkCompression: Sendable {
  case none
  /// By the HDF5 library, one chunk after another. `level` is zlib's.
  case byHDF5(level: Int)
  /// By `workers` at a time, each with a stream of its own. `level` is what the file states.
  case workers(_ workers: Int, level: Int, makeDeflate: @Sendable () -> FastDeflate.Stream)

  /// The compression of a level from 0, none, to 9: by `fast` where it has the level.
  init(level: Int, threads: Int, fast: FastDeflate?) {
    if level == 0 {
      self = .none
    } else if let fast, fast.levels ~= level {
      self = .workers(threads, level: level) { fast.make(level) }
    } else {
      self = .byHDF5(level: level)
    }
  }

  init(_ level: CompressionLevel, _ options: ExportOptions) {
    self.init(level: level.level, threads: options.threads, fast: options.deflate)
  }

  /// `nil` where nothing is compressed.
  var level: Int? {
    switch self {
    case .none: nil
    case .byHDF5(let level), .workers(_, let level, _): level
    }
  }
}
