private import CZlib

/// Deflates bytes that come piece by piece (RFC 1951), by zlib; without a header, as zip archives hold them.
@safe struct DeflateStream: ~Copyable {
  /// On the heap, since zlib holds on to its address.
  private let stream: UnsafeMutablePointer<z_stream>
  private static let roomSize = 1 << 16

  /// - Parameter level: zlib's, from 1 to 9.
  init(level: Int) {
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    // A window of 32 kB without a header is −15; 8 is zlib's default of memory.
    let status = unsafe deflateInit2_(
      stream, Int32(level), Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    precondition(status == Z_OK, "zlib has memory for a stream")
  }

  deinit {
    unsafe deflateEnd(stream)
    unsafe stream.deinitialize(count: 1)
    unsafe stream.deallocate()
  }

  /// Takes bytes and appends what comes of them to `output`.
  mutating func append(_ bytes: Span<UInt8>, to output: inout [UInt8]) {
    unsafe bytes.withUnsafeBufferPointer { bytes in
      unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress)
      unsafe stream.pointee.avail_in = UInt32(bytes.count)
      run(Z_NO_FLUSH, to: &output)
      unsafe stream.pointee.next_in = nil
    }
  }

  /// Appends what is left.
  consuming func finish(to output: inout [UInt8]) {
    unsafe stream.pointee.avail_in = 0
    run(Z_FINISH, to: &output)
  }

  private func run(_ flush: Int32, to output: inout [UInt8]) {
    var isFull = true
    while isFull {
      let room = unsafe [UInt8](unsafeUninitializedCapacity: Self.roomSize) { room, count in
        unsafe stream.pointee.next_out = room.baseAddress
        unsafe stream.pointee.avail_out = UInt32(Self.roomSize)
        unsafe deflate(stream, flush)
        count = unsafe Self.roomSize - Int(stream.pointee.avail_out)
      }
      output += room
      isFull = room.count == Self.roomSize
    }
  }
}
