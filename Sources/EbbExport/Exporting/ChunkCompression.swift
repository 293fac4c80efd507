/// The way in which the chunks of large arrays are compressed, in a file that has chunks.
package enum ChunkCompression: Sendable {
  /// Makes a zlib stream of bytes: the work of one worker, which calls it again and again.
  package typealias Deflate = @Sendable (_ bytes: [UInt8]) -> [UInt8]

  case none
  /// By the HDF5 library, one chunk after another. `level` is zlib's.
  case byHDF5(level: Int)
  /// By `workers` at a time, each with a `Deflate` of its own. `level` is what the file states.
  case workers(_ workers: Int, level: Int, makeDeflate: @Sendable () -> Deflate)

  /// `nil` where nothing is compressed.
  var level: Int? {
    switch self {
    case .none: nil
    case .byHDF5(let level), .workers(_, let level, _): level
    }
  }
}
