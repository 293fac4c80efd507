import EbbTestSupport
import Glibc
import Testing

@testable import EbbAnalysis

@Suite("Gamma index") struct GammaIndexTests {
  /// The definition, word by word: the least distance in units of the criteria from each bin's point to all simplices of
  /// the evaluated, by all of their faces.
  private func slow(_ index: GammaIndex, _ reference: GammaIndex.Map, _ evaluated: GammaIndex.Map) -> [Double]
  {
    let largest = reference.values.max() ?? 0
    let simplices = simplices(evaluated, distance: index.distance)
    return reference.values.enumerated().map { bin, dose in
      guard dose >= index.threshold * largest, dose > 0 else { return .nan }
      let scale = 1 / (index.dose * (index.isLocal ? dose : largest))
      let place = place(of: bin, reference).map { $0 / index.distance }
      let squares = simplices.map { corners in
        let points = corners.map { corner in
          zip(corner.place, place).map { $0 - $1 } + [(corner.dose - dose) * scale]
        }
        return squaredDistance(of: points)
      }
      return min(2, (squares.min() ?? 4).squareRoot())
    }
  }

  private typealias Corner = (place: [Double], dose: Double)

  private func place(of bin: Int, _ map: GammaIndex.Map) -> [Double] {
    var rest = bin
    var place: [Double] = []
    for axis in map.axes.reversed() {
      place.insert(axis[rest % axis.count], at: 0)
      rest /= axis.count
    }
    return place
  }

  /// The simplices of all cells: along every order of the axes from the lowest corner to the highest.
  private func simplices(_ map: GammaIndex.Map, distance: Double) -> [[Corner]] {
    func bin(_ places: [Int]) -> Int { zip(map.axes, places).reduce(0) { $0 * $1.0.count + $1.1 } }
    func corner(_ places: [Int]) -> Corner {
      (zip(map.axes, places).map { $0[$1] / distance }, map.values[bin(places)])
    }
    func orders(_ axes: [Int]) -> [[Int]] {
      axes.isEmpty ? [[]] : axes.flatMap { first in orders(axes.filter { $0 != first }).map { [first] + $0 } }
    }
    let wide = map.axes.indices.filter { map.axes[$0].count > 1 }
    var found: [[Corner]] = []
    var cells: [[Int]] = [[]]
    for axis in map.axes {
      cells = cells.flatMap { cell in (0..<max(axis.count - 1, 1)).map { cell + [$0] } }
    }
    for cell in cells {
      for order in orders(wide) {
        var places = cell
        var corners = [corner(places)]
        for axis in order {
          places[axis] += 1
          corners.append(corner(places))
        }
        found.append(corners)
      }
    }
    return found
  }

  /// From 0 to the nearest point of a simplex: of all faces whose plane comes nearest within them.
  private func squaredDistance(of corners: [[Double]]) -> Double {
    var least = Double.infinity
    for subset in 1..<1 << corners.count {
      let face = corners.indices.filter { subset >> $0 & 1 == 1 }.map { corners[$0] }
      let edges = face.dropFirst().map { zip($0, face[0]).map { $0 - $1 } }
      func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
      guard let shares = solved(edges.map { a in edges.map { dot(a, $0) } }, edges.map { -dot($0, face[0]) }),
        shares.allSatisfy({ $0 >= 0 }), shares.reduce(0, +) <= 1
      else { continue }
      let nearest = face[0].indices.map { axis in
        face[0][axis] + zip(shares, edges).reduce(0) { $0 + $1.0 * $1.1[axis] }
      }
      least = min(least, dot(nearest, nearest))
    }
    return least
  }

  /// Gauss's elimination with the largest pivot.
  private func solved(_ matrix: [[Double]], _ right: [Double]) -> [Double]? {
    var rows = zip(matrix, right).map { $0 + [$1] }
    let count = right.count
    for column in 0..<count {
      guard let pivot = (column..<count).max(by: { abs(rows[$0][column]) < abs(rows[$1][column]) }),
        rows[pivot][column] != 0
      else { return nil }
      rows.swapAt(column, pivot)
      for row in 0..<count where row != column {
        let factor = rows[row][column] / rows[column][column]
        for place in column...count { rows[row][place] -= factor * rows[column][place] }
      }
    }
    return (0..<count).map { rows[$0][count] / rows[$0][$0] }
  }

  private struct Case: CustomTestStringConvertible {
    var shape: [Int]
    var other: [Int]
    var distance: Double
    var testDescription: String { "\(shape) against \(other) within \(distance)" }
  }

  @Test(
    "is the distance to the nearest simplex, of bins finer and coarser than the criterion, alike and not",
    arguments: [
      Case(shape: [40], other: [40], distance: 0.3), Case(shape: [30], other: [30], distance: 3),
      Case(shape: [30], other: [41], distance: 0.05), Case(shape: [9, 11], other: [9, 11], distance: 0.3),
      Case(shape: [7, 6], other: [5, 8], distance: 1),
      Case(shape: [4, 5, 3], other: [4, 5, 3], distance: 0.3),
      Case(shape: [3, 4, 3], other: [4, 3, 5], distance: 0.9),
      Case(shape: [1, 9], other: [1, 7], distance: 0.2),
      Case(shape: [1, 3, 6], other: [2, 3, 6], distance: 0.4), Case(shape: [1], other: [1], distance: 1),
      Case(shape: [1, 1, 2], other: [1, 1, 2], distance: 1),
    ], [false, true])
  private func definition(_ given: Case, isLocal: Bool) async throws {
    var random = SeededGenerator(seed: UInt64(given.shape.reduce(7) { $0 * 10 + $1 }))
    func next() -> Double { Double(random.next() >> 11) * 0x1p-53 }
    func axes(_ shape: [Int]) -> [[Double]] {
      shape.map { count in (0..<count).map { Double($0) * 0.2 + (shape.count > 1 ? 0.1 * next() : 0) } }
    }
    let own = axes(given.shape)
    let reference = GammaIndex.Map(
      axes: own, values: (0..<given.shape.reduce(1, *)).map { _ in 0.2 + next() })
    let evaluated = GammaIndex.Map(
      axes: given.shape == given.other ? own : axes(given.other),
      values: given.shape == given.other
        ? reference.values.map { $0 * (0.9 + 0.2 * next()) }
        : (0..<given.other.reduce(1, *)).map { _ in 0.2 + next() })
    let index = GammaIndex(dose: 0.03, distance: given.distance, isLocal: isLocal, threshold: 0.3)
    let found = try await index.values(reference: reference, evaluated: evaluated, threads: 2)
    let figures = try await index.figures(reference: reference, evaluated: evaluated, threads: 2)
    #expect(figures == GammaIndex.figures(of: found))
    let some = found.filter { !$0.isNaN }
    #expect(figures.bins == some.count && figures.passing == some.count { $0 <= 1 })
    #expect(figures.largest == some.max())
    #expect(abs(try #require(figures.mean) - some.reduce(0, +) / Double(some.count)) < 1e-12)
    let expected = slow(index, reference, evaluated)
    for (a, b) in zip(found, expected) {
      #expect(a.isNaN && b.isNaN || abs(a - b) < 1e-9, "\(a), expected \(b)")
    }
  }

  @Test("is never more than what a fine lattice of places gives, and hardly less", arguments: [1, 2])
  func lattice(dimensions: Int) async throws {
    var random = SeededGenerator(seed: 5)
    func next() -> Double { Double(random.next() >> 11) * 0x1p-53 }
    let axis = (0..<8).map { Double($0) * 0.5 }
    let count = dimensions == 1 ? 8 : 64
    let reference = (0..<count).map { _ in 0.5 + next() }
    let evaluated = (0..<count).map { _ in 0.5 + next() }
    let axes = [[Double]](repeating: axis, count: dimensions)
    let index = GammaIndex(dose: 0.1, distance: 0.5, threshold: 0)
    let found = try await index.values(
      reference: .init(axes: axes, values: reference), evaluated: .init(axes: axes, values: evaluated),
      threads: 1)
    // Straight in the triangle that holds a place.
    let fine = 200
    let scale = 1 / (0.1 * (reference.max() ?? 1))
    for bin in 0..<count {
      var least = 4.0
      let (x, y) = dimensions == 1 ? (0.0, axis[bin]) : (axis[bin / 8], axis[bin % 8])
      for i in 0...(dimensions == 1 ? 0 : 7 * fine) where i % fine % 10 == 0 {
        for j in 0...7 * fine where dimensions == 1 || j % fine % 10 == 0 {
          let (a, b) = (min(i / fine, 6), min(j / fine, 6))
          let (s, t) = (Double(i - a * fine) / Double(fine), Double(j - b * fine) / Double(fine))
          func at(_ a: Int, _ b: Int) -> Double { evaluated[dimensions == 1 ? b : a * 8 + b] }
          let dose =
            dimensions == 1
            ? at(0, b) + t * (at(0, b + 1) - at(0, b))
            : s >= t
              ? at(a, b) + s * (at(a + 1, b) - at(a, b)) + t * (at(a + 1, b + 1) - at(a + 1, b))
              : at(a, b) + t * (at(a, b + 1) - at(a, b)) + s * (at(a + 1, b + 1) - at(a, b + 1))
          let (dx, dy) = (
            dimensions == 1 ? 0 : (Double(i) / Double(fine) * 0.5 - x) / 0.5,
            (Double(j) / Double(fine) * 0.5 - y) / 0.5
          )
          let difference = (dose - reference[bin]) * scale
          least = min(least, dx * dx + dy * dy + difference * difference)
        }
      }
      #expect(found[bin] <= least.squareRoot() + 1e-12)
      #expect(found[bin] >= least.squareRoot() - 0.15)
    }
  }

  @Test("a dose that is not finite leaves a hole about it, and its neighbours where they are")
  func holes() async throws {
    let axis = (0..<5).map(Double.init)
    let index = GammaIndex(dose: 0.1, distance: 1, threshold: 0)
    let found = try await index.values(
      reference: .init(axes: [axis], values: [1, 1, 1, 1, 1]),
      evaluated: .init(axes: [axis.map { $0 + 0.25 }], values: [1, .nan, 1, .nan, 1]), threads: 1)
    for (a, b) in zip(found, [0.25, 0.75, 0.25, 0.75, 0.25]) { #expect(abs(a - b) < 1e-12) }
  }

  @Test("a dose apart by the criterion gives 1 where nothing near is like it, and the share of that else")
  func doseApart() async throws {
    let flat = [Double](repeating: 2, count: 20)
    let axis = (0..<20).map(Double.init)
    let index = GammaIndex(dose: 0.03, distance: 3)
    #expect(
      try await index.values(
        reference: .init(axes: [axis], values: flat), evaluated: .init(axes: [axis], values: flat), threads: 2
      ).allSatisfy {
        $0 == 0
      })
    let half = try await index.values(
      reference: .init(axes: [axis], values: flat),
      evaluated: .init(axes: [axis], values: flat.map { $0 * 1.015 }), threads: 2)
    #expect(half.allSatisfy { abs($0 - 0.5) < 1e-9 })
    let far = try await index.values(
      reference: .init(axes: [axis], values: flat),
      evaluated: .init(axes: [axis], values: flat.map { $0 * 1.5 }), threads: 2)
    #expect(far.allSatisfy { $0 == GammaIndex.limit })
  }

  @Test("a steep edge moved by half the distance gives about a half")
  func moved() async throws {
    let axis = (0..<200).map { Double($0) * 0.05 }
    func edge(_ x: Double) -> Double { 1 / (1 + exp((x - 5) / 0.01)) }
    let index = GammaIndex(dose: 0.03, distance: 1)
    let found = try await index.values(
      reference: .init(axes: [axis], values: axis.map(edge)),
      evaluated: .init(axes: [axis], values: axis.map { edge($0 - 0.5) }), threads: 2)
    #expect(abs(found.filter { !$0.isNaN }.max()! - 0.5) < 0.02)
  }

  @Test("what is not finite, below the threshold, or all zero has none")
  func leftOut() async throws {
    let index = GammaIndex(dose: 0.03, distance: 1)
    let found = try await index.values(
      reference: .init(axes: [[0, 1, 2, 3]], values: [1, .nan, 0.05, 1]),
      evaluated: .init(axes: [[0, 1, 2, 3]], values: [1, 1, 1, .infinity]), threads: 2)
    #expect(found[0] == 0)
    #expect(found[1].isNaN && found[2].isNaN)
    // It is there, and wrong.
    #expect(found[3] == GammaIndex.limit)
    #expect(
      try await index.values(
        reference: .init(axes: [[0, 1]], values: [0, 0]), evaluated: .init(axes: [[0, 1]], values: [1, 1]),
        threads: 2
      ).allSatisfy {
        $0.isNaN
      })
  }
}
