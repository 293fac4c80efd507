/// The gamma index of Low, Harms, Mutic and Purdy (Med. Phys. 25, 1998, 656).
///
/// For a bin of the reference at r with dose D, γ is the least √(|s|²/Δd² + (E(r + s) − D)²/ΔD²) over shifts s, where E
/// is the evaluated dose, straight between bin centres and not continued beyond them. Shifts lie on a lattice of Δd/10,
/// 0 among them, and to the bin centres of the evaluated, so a γ can be too large, most on steep maps: the mean γ of one was half as large again as with shifts
/// five times as close, while the share of bins that pass was the same. The search ends where |s| alone makes γ larger than what is
/// found, or `limit`, which is what γ is then: a bin of γ ≤ 1 passes.
package struct GammaIndex: Sendable, Equatable {
  /// The most that is looked for.
  package static let limit = 2.0
  private static let latticePerDistance = 10.0
  /// The bins of a slice, so few that it takes less than a tenth of a second at worst: between two the thread is free
  /// for others.
  static let binsOfSlice = 256

  /// ΔD as a fraction: of the largest dose of the reference, or, local, of the bin's own.
  package var dose: Double
  /// Δd, in the unit of the axes.
  package var distance: Double
  package var isLocal: Bool
  /// Bins of less than this fraction of the largest dose of the reference are left out.
  package var threshold: Double

  package init(dose: Double, distance: Double, isLocal: Bool = false, threshold: Double = 0.1) {
    self.dose = dose
    self.distance = distance
    self.isLocal = isLocal
    self.threshold = threshold
  }

  /// A shift on the lattice: |s|²/Δd², and on each axis its place among the steps.
  private struct Shift {
    var square: Double
    var x: Int
    var y: Int
    var z: Int
  }

  /// γ of each bin; NaN where it is left out, or the reference is not finite; `limit` where the evaluated is not.
  ///
  /// A bin costs up to 33,000 shifts, about 0.3 ms, over three axes. Throws where the task is cancelled.
  /// - Parameters:
  ///   - axes: the bin centres of each axis, rising; one to three.
  ///   - reference: doses, the last axis fastest.
  ///   - evaluated: likewise, on the same axes.
  ///   - threads: the number of slices of bins that are looked at at a time.
  package func values(
    axes: [[Double]], reference: [Double], evaluated: [Double], threads: Int
  ) async throws(CancellationError) -> [Double] {
    try await values(axes: axes, reference: reference, evaluated: evaluated, threads: threads) { _ in }
  }

  /// - Parameter willCompute: told the bins of each slice before they are looked at.
  func values(
    axes: [[Double]], reference: [Double], evaluated: [Double], threads: Int,
    willCompute: @escaping @Sendable (Range<Int>) -> Void
  ) async throws(CancellationError) -> [Double] {
    precondition(1...3 ~= axes.count && reference.count == evaluated.count)
    let largest = reference.lazy.filter(\.isFinite).max() ?? 0
    guard largest > 0 else { return [Double](repeating: .nan, count: reference.count) }
    let search = try Search(self, axes: axes, reference: reference, largest: largest, evaluated: evaluated)
    let slices = (reference.count + Self.binsOfSlice - 1) / Self.binsOfSlice
    let gammas = try await inParallel(slices, threads: threads) { slice throws(CancellationError) in
      let bins = slice * Self.binsOfSlice..<min((slice + 1) * Self.binsOfSlice, reference.count)
      try checkCancellation()
      willCompute(bins)
      return try bins.map { bin throws(CancellationError) in try search.value(of: bin) }
    }
    return gammas.flatMap(\.self)
  }

  /// The part that the searches from all bins share.
  private struct Search: Sendable {
    private let index: GammaIndex
    private let reference: [Double]
    private let largest: Double
    private let evaluated: [Double]
    private let counts: [Int]
    private let axes: [[Double]]
    /// |s|²/Δd² of each shift, rising.
    private let squares: [Double]
    /// Tables of where a shift leads to on each axis, and for each shift its place in there.
    private let tables: [Table]
    private let places: [[Int]]

    init(
      _ index: GammaIndex, axes: [[Double]], reference: [Double], largest: Double, evaluated: [Double]
    ) throws(CancellationError) {
      // Of fewer axes, the others have one bin that no shift leaves.
      let axes = [[Double]](repeating: [0], count: 3 - axes.count) + axes
      let reach = Int(GammaIndex.limit * GammaIndex.latticePerDistance)
      let ranges = axes.map { $0.count > 1 ? -reach...reach : 0...0 }
      tables = zip(axes, ranges).map { axis, range in
        Table(axis: axis, steps: range.map { Double($0) / GammaIndex.latticePerDistance * index.distance })
      }
      let shifts = try Self.shifts(ranges)
      squares = shifts.map(\.square)
      places = [shifts.map(\.x), shifts.map(\.y), shifts.map(\.z)]
      counts = axes.map(\.count)
      self.axes = axes
      self.index = index
      self.reference = reference
      self.largest = largest
      self.evaluated = evaluated
    }

    /// All shifts that can count, the nearest first. It is the same which of two as near comes first.
    private static func shifts(_ ranges: [ClosedRange<Int>]) throws(CancellationError) -> [Shift] {
      let scale = GammaIndex.latticePerDistance * GammaIndex.latticePerDistance
      var shifts: [Shift] = []
      for i in ranges[0] {
        try checkCancellation()
        for j in ranges[1] {
          for k in ranges[2] {
            let square = Double(i * i + j * j + k * k) / scale
            guard square < GammaIndex.limit * GammaIndex.limit else { continue }
            shifts.append(
              Shift(
                square: square, x: i - ranges[0].lowerBound, y: j - ranges[1].lowerBound,
                z: k - ranges[2].lowerBound))
          }
        }
      }
      try checkCancellation()
      return shifts.sorted { $0.square < $1.square }
    }

    /// γ of a bin.
    func value(of bin: Int) throws(CancellationError) -> Double {
      let dose = reference[bin]
      guard dose.isFinite, dose >= index.threshold * largest, dose > 0 else { return .nan }
      guard evaluated[bin].isFinite else { return GammaIndex.limit }
      let (x, y, z) = (bin / counts[2] / counts[1], bin / counts[2] % counts[1], bin % counts[2])
      let scale = 1 / (index.dose * (index.isLocal ? dose : largest))
      var least = GammaIndex.limit * GammaIndex.limit
      for shift in squares.indices {
        if shift % 1024 == 0 { try checkCancellation() }
        let far = squares[shift]
        guard far < least else { break }
        let a = tables[0][places[0][shift], x]
        let b = tables[1][places[1][shift], y]
        let c = tables[2][places[2][shift], z]
        guard a.index >= 0, b.index >= 0, c.index >= 0 else { continue }
        let corner = (a.index * counts[1] + b.index) * counts[2] + c.index
        let found = GammaIndex.interpolated(
          evaluated, corner, (a.share, counts[1] * counts[2]), (b.share, counts[2]), (c.share, 1))
        let difference = (found - dose) * scale
        let gamma = far + difference * difference
        if gamma < least { least = gamma }
      }
      try lookAtCentres(dose, x, y, z, scale, &least)
      return least.squareRoot()
    }

    /// The centres of other bins, which the lattice may miss where they are farther apart than its steps.
    private func lookAtCentres(
      _ dose: Double, _ x: Int, _ y: Int, _ z: Int, _ scale: Double, _ least: inout Double
    ) throws(CancellationError) {
      let reach = GammaIndex.limit * index.distance
      let step = index.distance / GammaIndex.latticePerDistance
      let ranges = zip(axes, [x, y, z]).map { axis, bin -> Range<Int> in
        // Where bins are finer than the lattice, that is as near as it needs to be.
        guard axis.count > 1, (axis[axis.count - 1] - axis[0]) / Double(axis.count - 1) > step else {
          return bin..<bin + 1
        }
        var (low, high) = (bin, bin + 1)
        while low > 0, axis[bin] - axis[low - 1] < reach { low -= 1 }
        while high < axis.count, axis[high] - axis[bin] < reach { high += 1 }
        return low..<high
      }
      let unit = 1 / (index.distance * index.distance)
      for i in ranges[0] {
        try checkCancellation()
        let across = (axes[0][i] - axes[0][x]) * (axes[0][i] - axes[0][x]) * unit
        for j in ranges[1] where across < least {
          let further = across + (axes[1][j] - axes[1][y]) * (axes[1][j] - axes[1][y]) * unit
          for k in ranges[2] where further < least {
            let far = further + (axes[2][k] - axes[2][z]) * (axes[2][k] - axes[2][z]) * unit
            guard far < least else { continue }
            let found = evaluated[(i * counts[1] + j) * counts[2] + k]
            let difference = (found - dose) * scale
            let gamma = far + difference * difference
            if gamma < least { least = gamma }
          }
        }
      }
    }
  }

  /// Straight between the corners around a place: where a share is 0 its upper corner is not looked at.
  @inline(__always)
  private static func interpolated(
    _ values: [Double], _ corner: Int, _ a: (share: Double, step: Int), _ b: (share: Double, step: Int),
    _ c: (share: Double, step: Int)
  ) -> Double {
    func line(_ start: Int) -> Double {
      c.share == 0 ? values[start] : values[start] + c.share * (values[start + c.step] - values[start])
    }
    func plane(_ start: Int) -> Double {
      let low = line(start)
      return b.share == 0 ? low : low + b.share * (line(start + b.step) - low)
    }
    let low = plane(corner)
    return a.share == 0 ? low : low + a.share * (plane(corner + a.step) - low)
  }

  /// Places of the bin centres of an axis after each step.
  private struct Table: Sendable {
    /// The bin whose centre is at or below, and how far on to the next; −1 outside of the axis.
    struct Place: Sendable {
      var index: Int
      var share: Double
    }

    /// The most bins of an axis whose places are kept. More are looked up when they are asked for: 41 places of each
    /// would take longer than a tenth of a second, and of a million bins more than 0.6 GB.
    private static let mostTabled = 4096

    private let axis: [Double]
    private let steps: [Double]
    private let rows: [[Place]]

    init(axis: [Double], steps: [Double]) {
      self.axis = axis
      self.steps = steps
      rows =
        axis.count > Self.mostTabled
        ? [] : steps.map { step in axis.map { Self.place(of: $0 + step, on: axis, near: $0, step) } }
    }

    /// The place that a step leads to from a bin.
    subscript(step: Int, bin: Int) -> Place {
      rows.isEmpty
        ? Self.place(of: axis[bin] + steps[step], on: axis, near: axis[bin], steps[step]) : rows[step][bin]
    }

    private static func place(of x: Double, on axis: [Double], near centre: Double, _ step: Double) -> Place {
      let first = axis.partitioningIndex(above: step == 0 ? centre : x)
      let index = first - 1
      if step == 0 { return Place(index: index, share: 0) }
      guard index >= 0 else { return Place(index: -1, share: 0) }
      if index == axis.count - 1 { return Place(index: x == axis[index] ? index : -1, share: 0) }
      return Place(index: index, share: (x - axis[index]) / (axis[index + 1] - axis[index]))
    }
  }
}

extension [Double] {
  /// The count of rising numbers that are not above `value`.
  fileprivate func partitioningIndex(above value: Double) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] <= value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
