import EbbTestSupport
import Glibc
import Testing

@testable import EbbAnalysis

@Suite("Gamma index") struct GammaIndexTests {
  /// The definition, word by word: every shift on the lattice, from every bin, without an end before the last.
  private func slow(_ index: GammaIndex, axes: [[Double]], _ reference: [Double], _ evaluated: [Double])
    -> [Double]
  {
    let axes = [[Double]](repeating: [0], count: 3 - axes.count) + axes
    let counts = axes.map(\.count)
    let largest = reference.max()!
    func dose(_ place: [Double]) -> Double? {
      var corners: [(bin: [Int], share: Double)] = [([], 1)]
      for (axis, x) in zip(axes, place) {
        guard let low = axis.lastIndex(where: { $0 <= x }), x <= axis[axis.count - 1] else { return nil }
        let high = min(low + 1, axis.count - 1)
        let share = high == low ? 0 : (x - axis[low]) / (axis[high] - axis[low])
        corners = corners.flatMap {
          [($0.bin + [low], $0.share * (1 - share)), ($0.bin + [high], $0.share * share)]
        }
      }
      return corners.reduce(0) { sum, corner in
        let bin = (corner.bin[0] * counts[1] + corner.bin[1]) * counts[2] + corner.bin[2]
        return sum + corner.share * evaluated[bin]
      }
    }
    let ranges = axes.map { $0.count > 1 ? -20...20 : 0...0 }
    return reference.indices.map { bin in
      let here = reference[bin]
      guard here >= index.threshold * largest, here > 0 else { return .nan }
      let scale = index.dose * (index.isLocal ? here : largest)
      let place = [bin / counts[2] / counts[1], bin / counts[2] % counts[1], bin % counts[2]]
      var least = 4.0
      for i in ranges[0] {
        for j in ranges[1] {
          for k in ranges[2] where i * i + j * j + k * k < 400 {
            let shift = [i, j, k].map { Double($0) / 10 * index.distance }
            let to = (0..<3).map { axes[$0][place[$0]] + shift[$0] }
            guard let found = dose(to) else { continue }
            let far = Double(i * i + j * j + k * k) / 100
            least = min(least, far + ((found - here) / scale) * ((found - here) / scale))
          }
        }
      }
      // And the centres of other bins, where they are farther apart than the lattice's steps.
      for other in evaluated.indices {
        let at = [other / counts[2] / counts[1], other / counts[2] % counts[1], other % counts[2]]
        let far = (0..<3).reduce(0) { sum, axis in
          let shift = (axes[axis][at[axis]] - axes[axis][place[axis]]) / index.distance
          return sum + shift * shift
        }
        guard far < 4 else { continue }
        let difference = (evaluated[other] - here) / scale
        least = min(least, far + difference * difference)
      }
      return least.squareRoot()
    }
  }

  @Test(
    "is what the definition gives, over one to three axes, even and uneven",
    arguments: [[40], [9, 11], [3, 3, 4]], [false, true])
  func definition(shape: [Int], isLocal: Bool) async throws {
    var random = SeededGenerator(seed: UInt64(shape.count))
    func next() -> Double { Double(random.next() >> 11) * 0x1p-53 }
    let axes = shape.map { count in
      (0..<count).map { Double($0) * 0.2 + (shape.count == 2 ? 0.05 * next() : 0) }
    }
    let count = shape.reduce(1, *)
    let reference = (0..<count).map { _ in 0.2 + next() }
    let evaluated = reference.map { $0 * (0.9 + 0.2 * next()) }
    let index = GammaIndex(dose: 0.03, distance: 0.3, isLocal: isLocal, threshold: 0.3)
    let found = try await index.values(axes: axes, reference: reference, evaluated: evaluated, threads: 2)
    let expected = slow(index, axes: axes, reference, evaluated)
    for (a, b) in zip(found, expected) {
      #expect(a.isNaN && b.isNaN || abs(a - b) < 1e-9, "\(a), expected \(b)")
    }
    #expect(found.contains { $0 > 0.1 && $0 < 2 })
  }

  @Test("a dose apart by the criterion gives 1 where nothing near is like it, and the share of that else")
  func doseApart() async throws {
    let flat = [Double](repeating: 2, count: 20)
    let axis = (0..<20).map(Double.init)
    let index = GammaIndex(dose: 0.03, distance: 3)
    #expect(
      try await index.values(axes: [axis], reference: flat, evaluated: flat, threads: 2).allSatisfy {
        $0 == 0
      })
    let half = try await index.values(
      axes: [axis], reference: flat, evaluated: flat.map { $0 * 1.015 }, threads: 2)
    #expect(half.allSatisfy { abs($0 - 0.5) < 1e-9 })
    let far = try await index.values(
      axes: [axis], reference: flat, evaluated: flat.map { $0 * 1.5 }, threads: 2)
    #expect(far.allSatisfy { $0 == GammaIndex.limit })
  }

  @Test("a steep edge moved by half the distance gives about a half")
  func moved() async throws {
    let axis = (0..<200).map { Double($0) * 0.05 }
    func edge(_ x: Double) -> Double { 1 / (1 + exp((x - 5) / 0.01)) }
    let index = GammaIndex(dose: 0.03, distance: 1)
    let found = try await index.values(
      axes: [axis], reference: axis.map(edge), evaluated: axis.map { edge($0 - 0.5) }, threads: 2)
    #expect(abs(found.filter { !$0.isNaN }.max()! - 0.5) < 0.06)
  }

  @Test("what is not finite, below the threshold, or all zero has none")
  func leftOut() async throws {
    let index = GammaIndex(dose: 0.03, distance: 1)
    let found = try await index.values(
      axes: [[0, 1, 2, 3]], reference: [1, .nan, 0.05, 1], evaluated: [1, 1, 1, .infinity], threads: 2)
    #expect(found[0] == 0)
    #expect(found[1].isNaN && found[2].isNaN)
    // It is there, and wrong.
    #expect(found[3] == GammaIndex.limit)
    #expect(
      try await index.values(axes: [[0, 1]], reference: [0, 0], evaluated: [1, 1], threads: 2).allSatisfy {
        $0.isNaN
      })
  }
}
