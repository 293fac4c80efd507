internal import EbbModel

/// The bytes of MCPL 3: header and particles.
enum MCPLParticles {
  /// The bytes of a particle: seven doubles and a code.
  private static let size = 60

  static func header(count: Int, source: String, comments: [String]) -> [UInt8] {
    var header = Array("MCPL003L".utf8)
    header.append(littleEndian: UInt64(count))
    header.append(littleEndian: UInt32(comments.count))
    // No blobs, no flags of users, no polarization, doubles, codes of their own.
    for _ in 0..<5 { header.append(littleEndian: UInt32(0)) }
    header.append(littleEndian: UInt32(size))
    // All have one weight.
    header.append(littleEndian: UInt32(1))
    header.append(littleEndian: (1.0).bitPattern)
    for text in [source] + comments {
      header.append(littleEndian: UInt32(text.utf8.count))
      header += text.utf8
    }
    return header
  }

  /// A particle from its row of the page, in the order of `PhaseSpace.columns`.
  ///
  /// Of the direction two numbers are kept, of which one is beyond 1 where it stands for the inverse of the third: the largest
  /// component follows from the others, and its sign is the energy's.
  /// - Returns: `nil` where a number is none that a particle can have.
  static func bytes(of row: ArraySlice<Double>) -> [UInt8]? {
    let numbers = Array(row)
    let length = (numbers[4] * numbers[4] + numbers[5] * numbers[5] + numbers[6] * numbers[6]).squareRoot()
    guard numbers.allSatisfy(\.isFinite), length > 0, numbers[7] >= 0, let code = Int32(exactly: numbers[0])
    else { return nil }
    let (x, y, z) = (numbers[4] / length, numbers[5] / length, numbers[6] / length)
    let packed: (first: Double, second: Double, largest: Double) =
      if abs(x) < max(abs(y), abs(z)) {
        abs(y) < abs(z) ? (x, y, z) : (x, 1 / z, y)
      } else {
        (1 / z, y, x)
      }
    let energy = Double(signOf: packed.largest, magnitudeOf: numbers[7])
    var bytes: [UInt8] = []
    bytes.reserveCapacity(size)
    for number in [numbers[1], numbers[2], numbers[3], packed.first, packed.second, energy, 0] {
      bytes.append(littleEndian: number.bitPattern)
    }
    bytes.append(littleEndian: code)
    return bytes
  }
}
