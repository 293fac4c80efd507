internal import CIsal
internal import Glibc
internal import Synchronization

/// Deflates bytes to zlib streams (RFC 1950) and gzip members, by ISA-L. The same bytes give the same stream, whatever came before.
///
/// One for each worker: two threads that share one wait for each other. Its state takes about 0.6 MB.
package final class Deflater: Sendable {
  /// From the fastest to the smallest.
  package static let levels = 1...3

  private let state: Mutex<State>

  package init(level: Int) {
    precondition(Self.levels ~= level)
    state = Mutex(State(level: level))
  }

  /// The lower half of the address at which ISA-L's state lies.
  var lowAddress: UInt32 { state.withLock { $0.lowAddress } }

  /// - Parameter bytes: less than 4 GiB.
  package func zlibStream(of bytes: [UInt8]) -> [UInt8] {
    state.withLock { $0.stream(of: bytes, as: UInt16(IGZIP_ZLIB)) }
  }

  /// A gzip member (RFC 1952), without a name and a time.
  /// - Parameter bytes: less than 4 GiB.
  package func gzipMember(of bytes: [UInt8]) -> [UInt8] {
    state.withLock { $0.stream(of: bytes, as: UInt16(IGZIP_GZIP)) }
  }

  @safe private struct State: ~Copyable {
    /// Room for the tables of every level and for the most symbols that ISA-L codes at a time.
    private static let bufferSize = 1 << 19

    private let stream: UnsafeMutablePointer<isal_zstream>
    private let buffer: UnsafeMutablePointer<UInt8>
    private let level: Int

    init(level: Int) {
      self.level = level
      unsafe stream = Self.mapStream()
      unsafe buffer = .allocate(capacity: Self.bufferSize)
    }

    deinit {
      _ = unsafe munmap(stream, MemoryLayout<isal_zstream>.size)
      unsafe buffer.deallocate()
    }

    var lowAddress: UInt32 { UInt32(truncatingIfNeeded: unsafe UInt(bitPattern: stream)) }

    /// Room for ISA-L's stream at a multiple of 4 GiB.
    ///
    /// Some symbols' codes depend on bits 16 to 31 of its address (2.30, levels 1 and 2: for one chunk in 400 and about
    /// one address in 1,000, found by comparing 480,000 streams; addresses of input, output and tables change none).
    /// With those bits alike in all processes, the streams are.
    private static func mapStream() -> UnsafeMutablePointer<isal_zstream> {
      let size = unsafe MemoryLayout<isal_zstream>.size
      let kind = MAP_PRIVATE | MAP_ANONYMOUS
      // From 32 TiB on, where neither programs nor libraries nor stacks are put.
      for place in UInt(0x2000)..<0x3000 {
        let wanted = unsafe UnsafeMutableRawPointer(bitPattern: place << 32)
        let found = unsafe mmap(wanted, size, PROT_READ | PROT_WRITE, kind | MAP_FIXED_NOREPLACE, -1, 0)
        guard let found = unsafe found, unsafe found != MAP_FAILED else { continue }
        if unsafe found == wanted { return unsafe found.bindMemory(to: isal_zstream.self, capacity: 1) }
        _ = unsafe munmap(found, size)
      }
      // Elsewhere the streams are as right, and mostly the same.
      let found = unsafe mmap(nil, size, PROT_READ | PROT_WRITE, kind, -1, 0)
      guard let found = unsafe found, unsafe found != MAP_FAILED else { fatalError("out of memory") }
      return unsafe found.bindMemory(to: isal_zstream.self, capacity: 1)
    }

    mutating func stream(of bytes: [UInt8], as format: UInt16) -> [UInt8] {
      // What cannot be made smaller is stored: 5 bytes for each block (RFC 1951 §3.2.4), and header and checksum.
      let room = bytes.count + bytes.count / 1024 + 1024
      return unsafe [UInt8](unsafeUninitializedCapacity: room) { output, count in
        // ISA-L looks at what an earlier stream has left in its tables, and would find other matches.
        unsafe UnsafeMutableRawPointer(buffer).initializeMemory(
          as: UInt8.self, repeating: 0, count: Self.bufferSize)
        unsafe UnsafeMutableRawPointer(stream).initializeMemory(
          as: UInt8.self, repeating: 0, count: MemoryLayout<isal_zstream>.size)
        unsafe isal_deflate_stateless_init(stream)
        unsafe stream.pointee.level = UInt32(level)
        unsafe stream.pointee.level_buf = buffer
        unsafe stream.pointee.level_buf_size = UInt32(Self.bufferSize)
        unsafe stream.pointee.gzip_flag = format
        unsafe stream.pointee.end_of_stream = 1
        unsafe stream.pointee.flush = UInt16(NO_FLUSH)
        unsafe stream.pointee.next_out = output.baseAddress
        unsafe stream.pointee.avail_out = UInt32(room)
        let status = unsafe bytes.withUnsafeBufferPointer { input in
          // ISA-L does not write to its input; its interface only lacks the const.
          unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
          unsafe stream.pointee.avail_in = UInt32(input.count)
          return unsafe isal_deflate_stateless(stream)
        }
        precondition(status == COMP_OK, "there is room for any stream")
        count = unsafe Int(stream.pointee.total_out)
      }
    }
  }
}
