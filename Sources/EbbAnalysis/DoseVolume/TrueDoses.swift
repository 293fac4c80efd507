/// The histogram of doses with the noise of the bins taken out.
///
/// Noise makes a histogram wider than that of the true doses: of a uniform target with 3 % of noise D98 is 6 % too low.
/// The histogram that is looked for is the one of which, widened by the noise, the scored one is likeliest to come (Sempau and
/// Bielajew, Phys. Med. Biol. 45, 2000, 131), by the iteration of Richardson (J. Opt. Soc. Am. 62, 1972, 55) and Lucy
/// (Astron. J. 79, 1974, 745), which keeps volumes and makes none negative.
struct TrueDoses {
  /// Steps of the iteration: of fewer the histogram of a uniform target is wider, of more what is broad falls into heaps.
  private static let steps = 200
  /// The cells of a standard deviation of the noise, and the most of the whole range.
  private static let cellsOfNoise = 3.0
  private static let maxCells = 160
  private static let minCells = 16
  /// Noise narrower than this share of a cell is none.
  private static let narrowest = 0.25
  /// The part that may be left of the shift by noise, as a share of what is taken out. Where the true doses are all alike, a quarter
  /// of the shift is left, for D98, D95 and D2 of 512 bins; where they spread as widely as the noise, nothing (measured).
  static let remainder = 1.0 / 3

  private let low: Double
  private let width: Double
  /// The share of the volume of each cell.
  private let shares: [Double]

  /// - Parameters:
  ///   - noise: how widely a dose is scattered; multiplied by `factor`.
  /// - Returns: `nil` where the noise is too small to matter.
  init?(
    _ doses: [Double], _ volumes: MeshVolumes, from low: Double, to high: Double, _ noise: DoseNoise,
    factor: Double
  ) throws(CancellationError) {
    let typical = noise.typical * factor
    guard high > low, typical > 0 else { return nil }
    let wanted = (high - low) / typical * Self.cellsOfNoise
    let cells = Int(min(max(wanted, Double(Self.minCells)), Double(Self.maxCells)).rounded(.up))
    let width = (high - low) / Double(cells)
    guard typical > Self.narrowest * width else { return nil }
    (self.low, self.width) = (low, width)
    var scored = [Double](repeating: 0, count: cells)
    volumes.forEachBin { bin, volume in
      scored[min(Int((doses[bin] - low) / width), cells - 1)] += volume
    }
    let total = scored.reduce(0, +)
    scored = scored.map { $0 / total }
    // The kernels of all cells, one after another, and where each begins.
    var (parts, starts, firsts): ([Double], [Int], [Int]) = ([], [0], [])
    for cell in 0..<cells {
      let deviation = noise.deviation(at: low + (Double(cell) + 0.5) * width) * factor / width
      let kernel = Self.kernel(cell, of: cells, deviation)
      parts += kernel.parts
      starts.append(parts.count)
      firsts.append(kernel.first)
    }
    var shares = [Double](repeating: 1 / Double(cells), count: cells)
    var widened = shares
    for _ in 0..<Self.steps {
      try checkCancellation()
      Self.step(&shares, &widened, scored.span, parts.span, starts.span, firsts.span)
    }
    self.shares = shares
  }

  /// A step of the iteration: shares are multiplied by the kernels' means of scored over widened.
  /// - Parameter widened: room for what the shares are widened to.
  private static func step(
    _ shares: inout [Double], _ widened: inout [Double], _ scored: Span<Double>, _ parts: Span<Double>,
    _ starts: Span<Int>, _ firsts: Span<Int>
  ) {
    var own = shares.mutableSpan
    var wide = widened.mutableSpan
    for cell in own.indices { wide[cell] = 0 }
    for cell in own.indices {
      let (share, shift) = (own[cell], firsts[cell] - starts[cell])
      for place in starts[cell]..<starts[cell + 1] { wide[place + shift] += share * parts[place] }
    }
    for cell in own.indices { wide[cell] = scored[cell] > 0 ? scored[cell] / wide[cell] : 0 }
    for cell in own.indices {
      let shift = firsts[cell] - starts[cell]
      var factor = 0.0
      for place in starts[cell]..<starts[cell + 1] { factor += parts[place] * wide[place + shift] }
      own[cell] *= factor
    }
  }

  /// The shares of a cell's volume that come to lie in cells around it.
  /// - Parameter deviation: in cells.
  private static func kernel(_ cell: Int, of cells: Int, _ deviation: Double) -> (first: Int, parts: [Double])
  {
    guard deviation > narrowest else { return (cell, [1]) }
    let reach = Int(min(4 * deviation, Double(cells)).rounded(.up))
    let first = max(cell - reach, 0)
    let parts = (first...min(cell + reach, cells - 1)).map { other in
      let distance = Double(other - cell)
      return normalShare(below: (distance + 0.5) / deviation)
        - normalShare(below: (distance - 0.5) / deviation)
    }
    return (first, parts)
  }

  /// The dose that a share of the volume has at least.
  func dose(ofShare share: Double) -> Double {
    var rest = share * shares.reduce(0, +)
    for cell in shares.indices.reversed() {
      if shares[cell] >= rest, shares[cell] > 0 {
        return low + width * (Double(cell + 1) - rest / shares[cell])
      }
      rest -= shares[cell]
    }
    return low
  }

  /// The share of the volume that has at least `dose`.
  func share(ofAtLeast dose: Double) -> Double {
    let place = (dose - low) / width
    if place <= 0 { return 1 }
    if place >= Double(shares.count) { return 0 }
    let cell = Int(place)
    let above = shares[(cell + 1)...].reduce(0, +) + shares[cell] * (Double(cell + 1) - place)
    return min(above / shares.reduce(0, +), 1)
  }
}
