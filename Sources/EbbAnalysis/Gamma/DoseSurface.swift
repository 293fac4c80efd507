/// A dose over one to three axes as a surface of simplices, and how far points are from it.
///
/// Cells between bin centres are gathered two by two along each axis, again and again, with the least and the largest
/// dose of each: what cannot be nearer than what was found is passed over whole, so that a search looks at a few cells
/// about its point, whether bins are fine or coarse beside the distance.
struct DoseSurface: Sendable {
  /// A point in front of the surface.
  struct Point: Sendable {
    /// In distances.
    var place: SIMD3<Double>
    var dose: Double
    /// The factor from a difference of doses to one in the criterion's.
    var scale: Double
  }

  /// Boxes of cells of one size.
  private struct Level: Sendable {
    var counts: SIMD3<Int>
    /// The least and largest dose of each, in single precision, rounded outward; none where no dose is finite.
    var bounds: [SIMD2<Float>]
  }

  /// Bin centres in distances, of each axis; an axis that is missing has one, 0.
  private let axes: [[Double]]
  private let values: [Double]
  /// The numbers of cells on each axis, 1 where there is one bin.
  private let cells: SIMD3<Int>
  /// Steps of one bin in `values`.
  private let steps: SIMD3<Int>
  /// The axes of more than one bin, in all orders in which a way from the lowest corner of a cell to the highest can
  /// take them: a simplex each.
  private let ways: [[Int]]
  /// Single cells first, the last a single box.
  private let levels: [Level]

  /// Costs a pass over the values, and about 9 bytes a bin.
  /// - Parameter distance: of the criterion, in the axes' unit.
  init(_ map: GammaIndex.Map, distance: Double) throws(CancellationError) {
    axes = Self.threeAxes(map.axes, distance: distance)
    values = map.values
    let counts = SIMD3(axes[0].count, axes[1].count, axes[2].count)
    cells = SIMD3(max(counts.x - 1, 1), max(counts.y - 1, 1), max(counts.z - 1, 1))
    steps = SIMD3(counts.y * counts.z, counts.z, 1)
    ways = Self.orders(of: (0..<3).filter { counts[$0] > 1 })
    var levels = [try Self.cellBounds(values, cells: cells, counts: counts, steps: steps)]
    while let last = levels.last, last.bounds.count > 1 { levels.append(try Self.gathered(last)) }
    self.levels = levels
  }

  /// The axes in distances, with axes of one bin before them where there are fewer than three.
  static func threeAxes(_ axes: [[Double]], distance: Double) -> [[Double]] {
    [[Double]](repeating: [0], count: 3 - axes.count) + axes.map { axis in axis.map { $0 / distance } }
  }

  private static func orders(of axes: [Int]) -> [[Int]] {
    if axes.isEmpty { return [[]] }
    return axes.flatMap { first in orders(of: axes.filter { $0 != first }).map { [first] + $0 } }
  }

  private static func cellBounds(
    _ values: [Double], cells: SIMD3<Int>, counts: SIMD3<Int>, steps: SIMD3<Int>
  ) throws(CancellationError) -> Level {
    var bounds: [SIMD2<Float>] = []
    bounds.reserveCapacity(cells.x * cells.y * cells.z)
    let (x, y, z) = (counts.x > 1 ? 1 : 0, counts.y > 1 ? 1 : 0, counts.z > 1 ? 1 : 0)
    for i in 0..<cells.x {
      try checkCancellation()
      for j in 0..<cells.y {
        for k in 0..<cells.z {
          let corner = i * steps.x + j * steps.y + k
          var (least, largest) = (Double.infinity, -Double.infinity)
          for a in 0...x {
            for b in 0...y {
              for c in 0...z {
                let value = values[corner + a * steps.x + b * steps.y + c]
                guard value.isFinite else { continue }
                least = min(least, value)
                largest = max(largest, value)
              }
            }
          }
          bounds.append(SIMD2(Float(least).nextDown, Float(largest).nextUp))
        }
      }
    }
    return Level(counts: cells, bounds: bounds)
  }

  /// Boxes of two by two by two of a level's.
  private static func gathered(_ level: Level) throws(CancellationError) -> Level {
    let fine = level.counts
    let counts = (fine &+ 1) / 2
    var bounds: [SIMD2<Float>] = []
    bounds.reserveCapacity(counts.x * counts.y * counts.z)
    for i in 0..<counts.x {
      try checkCancellation()
      for j in 0..<counts.y {
        for k in 0..<counts.z {
          var box = SIMD2(Float.infinity, -Float.infinity)
          for a in 2 * i..<min(2 * i + 2, fine.x) {
            for b in 2 * j..<min(2 * j + 2, fine.y) {
              for c in 2 * k..<min(2 * k + 2, fine.z) {
                let part = level.bounds[(a * fine.y + b) * fine.z + c]
                box = SIMD2(min(box.x, part.x), max(box.y, part.y))
              }
            }
          }
          bounds.append(box)
        }
      }
    }
    return Level(counts: counts, bounds: bounds)
  }

  /// The state of a search.
  private struct Found {
    /// The least square of a distance.
    var least: Double
    /// The cells that were looked at.
    var cells = 0
  }

  /// The square of the distance of a point from the surface, or `limit` where that is farther. Throws where the task is
  /// cancelled.
  func squaredDistance(from point: Point, below limit: Double) throws(CancellationError) -> Double {
    var found = Found(least: limit)
    try search(levels.count - 1, SIMD3(0, 0, 0), point, &found)
    return found.least
  }

  /// Looks into a box, its nearest parts first.
  private func search(
    _ level: Int, _ box: SIMD3<Int>, _ point: Point, _ found: inout Found
  ) throws(CancellationError) {
    guard level > 0 else {
      found.cells += 1
      // Of a surface full of holes all cells may have to be looked at.
      if found.cells & 0x3ff == 0 { try checkCancellation() }
      return lookAtCell(box, point, &found.least)
    }
    let counts = levels[level - 1].counts
    var bounds = SIMD8<Double>(repeating: .infinity)
    for part in 0..<8 {
      let child = box &* 2 &+ SIMD3(part >> 2, part >> 1 & 1, part & 1)
      if child.x < counts.x, child.y < counts.y, child.z < counts.z {
        bounds[part] = bound(level - 1, child, point)
      }
    }
    while true {
      let nearest = bounds.min()
      guard nearest < found.least else { return }
      let part = (0..<8).first { bounds[$0] == nearest } ?? 0
      bounds[part] = .infinity
      try search(level - 1, box &* 2 &+ SIMD3(part >> 2, part >> 1 & 1, part & 1), point, &found)
    }
  }

  /// No part of the surface within the box is nearer than this, squared.
  private func bound(_ level: Int, _ box: SIMD3<Int>, _ point: Point) -> Double {
    let counts = levels[level].counts
    let doses = levels[level].bounds[(box.x * counts.y + box.y) * counts.z + box.z]
    guard doses.x <= doses.y else { return .infinity }
    let under = max(Double(doses.x) - point.dose, point.dose - Double(doses.y), 0) * point.scale
    var square = under * under
    for axis in 0..<3 {
      let centres = axes[axis]
      let low = centres[box[axis] << level]
      let high = centres[min((box[axis] + 1) << level, centres.count - 1)]
      let away = max(low - point.place[axis], point.place[axis] - high, 0)
      square += away * away
    }
    return square
  }

  private func lookAtCell(_ cell: SIMD3<Int>, _ point: Point, _ least: inout Double) {
    let corner = cell.x * steps.x + cell.y * steps.y + cell.z
    var apart = 0.0
    for axis in 0..<3 where axes[axis].count == 1 {
      let away = point.place[axis] - axes[axis][0]
      apart += away * away
    }
    var hasHoles = false
    for way in ways {
      // From the lowest corner along the axes of the way, a corner after each.
      var chain = SimplexChain(rest: apart, dose: (values[corner] - point.dose) * point.scale)
      var place = corner
      for axis in way {
        let before = values[place]
        place += steps[axis]
        let low = axes[axis][cell[axis]]
        let width = axes[axis][cell[axis] + 1] - low
        chain.append(
          square: width * width, goal: (point.place[axis] - low) / width,
          rise: (values[place] - before) * point.scale)
        hasHoles = hasHoles || !values[place].isFinite
      }
      let found = chain.least(below: least)
      if found < least { least = found }
    }
    if hasHoles || !values[corner].isFinite { lookAtCorners(cell, corner, point, &least) }
  }

  /// Corners by themselves: no simplex with a corner whose dose is not finite has any.
  private func lookAtCorners(_ cell: SIMD3<Int>, _ corner: Int, _ point: Point, _ least: inout Double) {
    for part in 0..<8 {
      var place = corner
      var square = 0.0
      var exists = true
      for axis in 0..<3 {
        let step = part >> axis & 1
        exists = exists && (step == 0 || axes[axis].count > 1)
        guard exists else { break }
        place += step * steps[axis]
        let away = axes[axis][cell[axis] + step] - point.place[axis]
        square += away * away
      }
      guard exists, values[place].isFinite else { continue }
      let difference = (values[place] - point.dose) * point.scale
      square += difference * difference
      if square < least { least = square }
    }
  }
}
