internal import EbbCodec
internal import EbbExport

extension FastDeflate {
  /// ISA-L's.
  static let isal = FastDeflate(levels: Deflater.levels) { level in
    let deflater = Deflater(level: level)
    return { deflater.zlibStream(of: $0) }
  }
}
