internal import EbbCodec
internal import EbbExport
internal import EbbPipeline

extension ChunkCompression {
  /// The compression that `--compression` asks for: 0 for none, up to 3 by ISA-L on several threads, more by zlib on
  /// one.
  static func deflate(level: Int, threads: Int) -> ChunkCompression {
    guard level > 0 else { return .none }
    guard Deflater.levels ~= level else { return .byHDF5(level: level) }
    return .workers(threads, level: level) {
      let deflater = Deflater(level: level)
      return { deflater.zlibStream(of: $0) }
    }
  }
}
