/// The share of a mesh's volume that has a dose or more.
///
/// A bin has its dose throughout, so the histogram is a staircase, and nothing is interpolated: V(x) is the volume of
/// the bins of at least x, and D(v) the highest dose that the hottest bins of volume v, or more, all have.
struct DoseVolumeHistogram {
  /// Few enough to be sorted.
  private static let fewBins = 4096
  /// A sum of volumes may be short by rounding.
  private static let slack = 1 - 1e-12
  /// After so many rows of bins it is looked whether to end: of meshes some milliseconds, and no cost to speak of.
  private static let rowsAtATime = 1024

  private let doses: [Double]
  private let volumes: MeshVolumes
  /// The volume of the bins whose doses share their first 16 bits. Of doses that are not negative, bits are in the
  /// order of the numbers.
  private let prefixes: [Double]
  private let total: Double
  let mean: Double
  let minimum: Double
  let maximum: Double

  /// - Parameter doses: finite, none negative, in C order; one or more.
  init(_ doses: [Double], _ volumes: MeshVolumes) throws(CancellationError) {
    self.doses = doses
    self.volumes = volumes
    var prefixes = [Double](repeating: 0, count: 1 << 15)
    var sum = 0.0
    var (lowest, highest) = (Double.infinity, 0.0)
    let columns = volumes.last.count
    let values = doses.span
    let last = volumes.last.span
    var counts = prefixes.mutableSpan
    for row in volumes.rows.indices {
      if row % Self.rowsAtATime == 0 { try checkCancellation() }
      let factor = volumes.rows[row]
      var rowSum = 0.0
      for column in 0..<columns {
        let dose = values[row * columns + column]
        let volume = volumes.uniform == nil ? factor * last[column] : 1
        rowSum += dose * volume
        lowest = min(lowest, dose)
        highest = max(highest, dose)
        // Minus zero is zero.
        counts[Int((dose + 0).bitPattern >> 48) & 0x7fff] += volume
      }
      sum += rowSum
    }
    self.prefixes = prefixes
    total = volumes.uniform == nil ? volumes.total : Double(doses.count)
    mean = sum / total
    minimum = lowest
    maximum = highest
  }

  /// The share of the volume that has at least `dose`.
  func share(ofAtLeast dose: Double) throws(CancellationError) -> Double {
    var sum = 0.0
    let columns = volumes.last.count
    for row in volumes.rows.indices {
      if row % Self.rowsAtATime == 0 { try checkCancellation() }
      for column in 0..<columns where doses[row * columns + column] >= dose {
        sum += volumes.uniform == nil ? volumes.rows[row] * volumes.last[column] : 1
      }
    }
    return sum / total
  }

  /// The dose that each of these shares of the volume has at least.
  func doses(ofShares shares: [Double]) throws(CancellationError) -> [Double] {
    let places = shares.map { share in
      Self.place(of: share * total * Self.slack, in: prefixes)
    }
    // Where the bins of each prefix that is wanted are gathered.
    var slots = [Int](repeating: -1, count: prefixes.count)
    var bins: [[Bin]] = []
    for (prefix, _) in places where slots[prefix] < 0 {
      slots[prefix] = bins.count
      bins.append([])
    }
    let columns = volumes.last.count
    let values = doses.span
    for row in volumes.rows.indices {
      if row % Self.rowsAtATime == 0 { try checkCancellation() }
      for column in 0..<columns {
        let bits = (values[row * columns + column] + 0).bitPattern
        let slot = slots[Int(bits >> 48) & 0x7fff]
        guard slot >= 0 else { continue }
        let volume = volumes.uniform == nil ? volumes.rows[row] * volumes.last[column] : 1
        bins[slot].append(Bin(bits: bits, volume: volume))
      }
    }
    return places.map { found in
      Self.dose(of: found.rest, among: bins[slots[found.place]], shift: 32)
    }
  }

  private struct Bin {
    var bits: UInt64
    var volume: Double
  }

  /// The place where the sum from above reaches `volume`, and what of that is left for the place itself.
  private static func place(of volume: Double, in sums: [Double]) -> (place: Int, rest: Double) {
    var rest = volume
    var lowest = 0
    for place in sums.indices.reversed() where sums[place] > 0 {
      if sums[place] >= rest { return (place, rest) }
      rest -= sums[place]
      lowest = place
    }
    // All the volume, by rounding more than its sum.
    return (lowest, sums[lowest])
  }

  /// The dose among bins whose bits above `shift` + 16 agree.
  private static func dose(of volume: Double, among bins: [Bin], shift: UInt64) -> Double {
    guard bins.count > fewBins, let first = bins.first, bins.contains(where: { $0.bits != first.bits }) else {
      let sorted = bins.sorted { $0.bits > $1.bits }
      var rest = volume
      for bin in sorted {
        if bin.volume >= rest { return Double(bitPattern: bin.bits) }
        rest -= bin.volume
      }
      return sorted.last.map { Double(bitPattern: $0.bits) } ?? .nan
    }
    var sums = [Double](repeating: 0, count: 1 << 16)
    for bin in bins { sums[Int(bin.bits >> shift) & 0xffff] += bin.volume }
    let found = place(of: volume, in: sums)
    let rest = bins.filter { Int($0.bits >> shift) & 0xffff == found.place }
    return shift == 0
      ? Double(bitPattern: rest[0].bits) : dose(of: found.rest, among: rest, shift: shift - 16)
  }
}
