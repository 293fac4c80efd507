/// Shuffles and compresses chunks of doubles on several threads; the same bytes come, whatever their number.
struct ChunkWorkers {
  private let workers: [FastDeflate.Stream]

  /// `nil` where the library compresses, or nobody.
  init?(_ compression: ChunkCompression) {
    guard case .workers(let count, _, let makeDeflate) = compression else { return nil }
    workers = (0..<max(1, count)).map { _ in makeDeflate() }
  }

  /// Makes the stored form of chunks, and hands each on in its turn.
  /// - Parameters:
  ///   - chunks: the part of `values` in each.
  ///   - size: the number of values of a chunk. A part that is shorter is followed by zeros.
  func compress<E: Error>(
    _ chunks: [Range<Int>], of values: [Double], size: Int,
    _ take: (_ number: Int, _ stored: [UInt8]) throws(E) -> Void
  ) throws(E) {
    let workers = workers
    var number = 0
    try inOrder(chunks.count, threads: workers.count) { worker, number in
      workers[worker](Self.shuffled(values.span.extracting(chunks[number]), size: size))
    } _: { (stored) throws(E) in
      try take(number, stored)
      number += 1
    }
  }

  /// All first bytes of `size` doubles, then all second ones, and so on: HDF5's shuffle filter.
  static func shuffled(_ values: Span<Double>, size: Int) -> [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: 8 * size) { bytes, count in
      guard let start = UnsafeMutableRawPointer(bytes.baseAddress) else { return }
      let whole = values.count & ~7
      for first in stride(from: 0, to: whole, by: 8) {
        func bits(_ index: Int) -> UInt64 { values[first &+ index].bitPattern.littleEndian }
        var a = SIMD4(bits(0), bits(1), bits(2), bits(3))
        var b = SIMD4(bits(4), bits(5), bits(6), bits(7))
        // 8 by 8 bytes are transposed by exchanging ever smaller quarters (Warren, "Hacker's Delight", 7-3).
        exchange(&a, &b, 32, 0x0000_0000_ffff_ffff)
        (a, b) = (
          SIMD4(lowHalf: a.lowHalf, highHalf: b.lowHalf), SIMD4(lowHalf: a.highHalf, highHalf: b.highHalf)
        )
        exchange(&a, &b, 16, 0x0000_ffff_0000_ffff)
        (a, b) = (
          SIMD4(lowHalf: a.evenHalf, highHalf: b.evenHalf), SIMD4(lowHalf: a.oddHalf, highHalf: b.oddHalf)
        )
        exchange(&a, &b, 8, 0x00ff_00ff_00ff_00ff)
        func store(_ bits: UInt64, _ plane: Int) {
          unsafe start.storeBytes(
            of: bits.littleEndian, toByteOffset: plane &* size &+ first, as: UInt64.self)
        }
        store(a[0], 0)
        store(b[0], 1)
        store(a[2], 2)
        store(b[2], 3)
        store(a[1], 4)
        store(b[1], 5)
        store(a[3], 6)
        store(b[3], 7)
      }
      for index in whole..<size {
        let bits = index < values.count ? values[index].bitPattern : 0
        for plane in 0..<8 {
          unsafe start.storeBytes(
            of: UInt8(truncatingIfNeeded: bits >> UInt64(8 * plane)), toByteOffset: plane * size + index,
            as: UInt8.self)
        }
      }
      count = 8 * size
    }
  }

  /// Exchanges the upper parts of `a`, those `mask` covers `shift` bits above, with the lower ones of `b`.
  @inline(__always)
  private static func exchange(
    _ a: inout SIMD4<UInt64>, _ b: inout SIMD4<UInt64>, _ shift: UInt64, _ mask: UInt64
  ) {
    let difference = (a &>> shift ^ b) & mask
    b ^= difference
    a ^= difference &<< shift
  }
}
