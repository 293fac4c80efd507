/// The gamma index of Low, Harms, Mutic and Purdy (Med. Phys. 25, 1998, 656), exact.
///
/// For a bin of the reference at r with dose D, γ is the least √(|x − r|²/Δd² + (E(x) − D)²/ΔD²) over all places x of the
/// evaluated, where E is straight within simplices whose corners are bin centres, and not continued beyond them: that
/// is the distance of a point from simplices (Ju, Simpson, Deasy and Low, Med. Phys. 35, 2008, 879). A cell between
/// bin centres is divided into one segment, two triangles or six tetrahedra, along its diagonal. The search ends at
/// `limit`, which is what γ is then: a bin of γ ≤ 1 passes.
package struct GammaIndex: Sendable, Equatable {
  /// The most that is looked for.
  package static let limit = 2.0
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

  /// A dose at bin centres.
  package struct Map: Sendable {
    /// The bin centres of each axis, rising; one to three axes.
    package var axes: [[Double]]
    /// The last axis fastest.
    package var values: [Double]

    package init(axes: [[Double]], values: [Double]) {
      self.axes = axes
      self.values = values
    }
  }

  /// γ of each bin of the reference; NaN where it is left out, or the reference is not finite; `limit` where both have
  /// the same bins and the evaluated is not finite there.
  ///
  /// A bin costs some microseconds, however strict the criterion is; of an evaluated that is full of holes, up to some
  /// tenths of a microsecond for each of its cells. Memory: some 9 bytes for each bin of the evaluated, and of the reference
  /// twice what is given. Throws where the task is cancelled.
  /// - Parameters:
  ///   - evaluated: on as many axes, in the same unit; its bins may be others.
  ///   - threads: the number of slices of bins that are looked at at a time.
  package func values(
    reference: Map, evaluated: Map, threads: Int
  ) async throws(CancellationError) -> [Double] {
    let slices = try await slices(of: reference, evaluated, threads: threads) { $0 }
    var values: [Double] = []
    values.reserveCapacity(reference.values.count)
    for slice in slices { values += slice }
    return values
  }

  /// What the indices of all bins come to, which are not held; as of `values(reference:evaluated:threads:)`, and the same
  /// bits as `figures(of:)`.
  package func figures(
    reference: Map, evaluated: Map, threads: Int
  ) async throws(CancellationError) -> GammaFigures {
    GammaFigures(try await slices(of: reference, evaluated, threads: threads) { GammaFigures($0) })
  }

  /// What indices of all bins come to.
  package static func figures(of values: [Double]) -> GammaFigures {
    GammaFigures(
      stride(from: 0, to: values.count, by: binsOfSlice).map {
        GammaFigures(values[$0..<min($0 + binsOfSlice, values.count)])
      })
  }

  /// What `result` makes of the indices of each slice of bins, in order.
  func slices<R: Sendable>(
    of reference: Map, _ evaluated: Map, threads: Int,
    _ result: @escaping @Sendable ([Double]) -> R
  ) async throws(CancellationError) -> [R] {
    precondition(1...3 ~= reference.axes.count && reference.axes.count == evaluated.axes.count)
    let count = reference.values.count
    let largest = reference.values.lazy.filter(\.isFinite).max() ?? 0
    let surface = try DoseSurface(evaluated, distance: distance)
    let points = Points(self, reference, largest: largest)
    let holes = reference.axes == evaluated.axes ? evaluated.values : []
    return try await inParallel((count + Self.binsOfSlice - 1) / Self.binsOfSlice, threads: threads) {
      slice throws(CancellationError) -> R in
      let bins = slice * Self.binsOfSlice..<min((slice + 1) * Self.binsOfSlice, count)
      try checkCancellation()
      return result(
        try bins.map { bin throws(CancellationError) -> Double in
          guard let point = points.point(of: bin) else { return .nan }
          if !holes.isEmpty, !holes[bin].isFinite { return Self.limit }
          return try surface.squaredDistance(from: point, below: Self.limit * Self.limit).squareRoot()
        })
    }
  }

  /// The bins of the reference, as points in front of the evaluated's surface.
  private struct Points: Sendable {
    private let index: GammaIndex
    private let values: [Double]
    private let axes: [[Double]]
    private let largest: Double

    init(_ index: GammaIndex, _ map: Map, largest: Double) {
      self.index = index
      values = map.values
      axes = DoseSurface.threeAxes(map.axes, distance: index.distance)
      self.largest = largest
    }

    /// `nil` where the bin is left out.
    func point(of bin: Int) -> DoseSurface.Point? {
      let dose = values[bin]
      guard dose.isFinite, dose >= index.threshold * largest, dose > 0 else { return nil }
      let (y, z) = (axes[1].count, axes[2].count)
      return DoseSurface.Point(
        place: SIMD3(axes[0][bin / z / y], axes[1][bin / z % y], axes[2][bin % z]), dose: dose,
        scale: 1 / (index.dose * (index.isLocal ? dose : largest)))
    }
  }
}
