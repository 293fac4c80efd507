internal import EbbModel

/// The dose over the depth, as kernels hold it.
struct DepthDose: Sendable {
  /// The middle of each bin in cm, rising.
  let depths: [Double]
  /// In MeV/g per primary, the mean over the disc where there are radii.
  let doses: [Double]
  /// The radius of the disc in cm; `nil` where the page has no radii.
  let radius: Double?

  /// The share of the dose that the tail beyond the last bin holds.
  private static let tail = 3e-3

  /// - Throws: where the page is no dose per primary over the depth, or over radius and depth.
  init(_ page: ResultPage, format: String) throws(ExportError) {
    func refuse(_ reason: String) -> ExportError { .unsuitable(format: format, reason: reason) }
    if page.isPhaseSpace { throw refuse("it is a table of particles") }
    let centimetre = Unit(source: "cm")
    let depth = page.axes.firstIndex { $0.name == "z" && $0.kind == .position }
    let across = page.axes.firstIndex { $0.kind == .radius }
    guard let depth, page.axes.count == (across == nil ? 1 : 2) else {
      let names = page.axes.map(\.name).joined(separator: ", ")
      throw refuse(
        "it is over \(names.isEmpty ? "no axis" : names), and neither over z nor over r and z (--sum takes axes away)"
      )
    }
    guard let factor = page.unit.factor(to: Unit(source: "MeV/g")) else {
      throw refuse("it is in \(page.unit.described) and no dose in MeV/g")
    }
    guard page.unit.isPerPrimary else {
      throw refuse("it is not per primary (leave --primaries out)")
    }
    let axis = page.axes[depth]
    let lengths = Unit(source: axis.unit)
    var depths = axis.centres.compactMap { lengths.convert($0, to: centimetre) }
    guard depths.count == axis.centres.count else {
      throw refuse("its axis z is no length, but in \(axis.unit)")
    }
    guard let means = Self.means(of: page, depth: depth, across: across) else {
      throw refuse("its radii do not begin at 0, or nothing tells the edges of their bins")
    }
    var doses = means.map { $0 * factor }
    guard doses.allSatisfy(\.isFinite) else { throw refuse("some of its numbers are not finite") }
    if let first = depths.first, let last = depths.last, first > last {
      depths.reverse()
      doses.reverse()
    }
    guard zip(depths, depths.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw refuse("the bins of its axis z do not follow one another")
    }
    let total = doses.reduce(0, +)
    guard total > 0 else { throw refuse("it has no dose") }
    // The last bin beyond which the tail's share is left, and what is before it.
    var sum = 0.0
    var last = 0
    for (bin, dose) in doses.enumerated() {
      sum += dose
      if 1 - sum / total >= Self.tail { last = bin }
    }
    guard last > 0 else { throw refuse("all its dose lies in two bins of z") }
    self.depths = Array(depths[..<last])
    self.doses = Array(doses[..<last])
    radius = across.flatMap { across in
      page.axes[across].edges?.max().flatMap {
        Unit(source: page.axes[across].unit).convert($0, to: centimetre)
      }
    }
  }

  /// The dose of each bin of the depth: of a disc the mean by the areas of its rings.
  /// - Returns: `nil` where these are not known.
  private static func means(of page: ResultPage, depth: Int, across: Int?) -> [Double]? {
    guard let across else { return page.values }
    guard let rings = page.axes[across].volumes, page.axes[across].edges?.min() == 0 else { return nil }
    let area = rings.reduce(0, +)
    let bins = page.axes[depth].centres.count
    return (0..<bins).map { bin in
      rings.indices.reduce(0) { sum, ring in
        let index = depth < across ? bin * rings.count + ring : ring * bins + bin
        return sum + page.values[index] * rings[ring]
      } / area
    }
  }
}
