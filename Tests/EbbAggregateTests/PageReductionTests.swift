import EbbModel
import EbbTestSupport
import Testing

@testable import EbbAggregate

/// Steps on pages of one to five axes in both orders, against an implementation that looks at one bin at a time.
@Suite("PageReduction")
struct PageReductionTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var axes: Int
    var order: MemoryOrder
    var isAmount: Bool
    var testDescription: String { "\(axes) axes, \(order), \(isAmount ? "amount" : "density")" }

    static let all = (1...5).flatMap { axes in
      [MemoryOrder.firstAxisFastest, .lastAxisFastest].flatMap { order in
        [true, false].map { Case(axes: axes, order: order, isAmount: $0) }
      }
    }
  }

  private static let names = ["x", "y", "z", "r", "phi"]

  @Test("any steps on any page do what they do to its bins one by one", arguments: Case.all)
  func random(_ row: Case) throws {
    var random = SeededGenerator(seed: UInt64(row.axes))
    for _ in 0..<20 {
      let page = Self.page(row, &random)
      let steps = Self.steps(of: page, &random)
      let reduction = try PageReduction(steps, of: page, order: row.order)
      let slow = Slow(page, row.order).after(steps, isAmount: row.isAmount)
      let reduced = reduction.reduced(page).page
      #expect(reduction.shape == slow.axes.map(\.edges.count).map { $0 - 1 })
      #expect(reduction.axes.map(\.name) == slow.axes.map(\.name))
      #expect(reduction.operations.count == steps.count)
      for (axis, expected) in zip(reduction.axes, slow.axes) {
        #expect(axis.edges.map { Self.agree($0, expected.edges) } == true)
        let midpoints = zip(expected.edges, expected.edges.dropFirst()).map { ($0 + $1) / 2 }
        #expect(Self.agree(axis.centres, midpoints))
      }
      let values = row.order.lastAxisFastest(reduced.values, shape: reduction.shape)
      #expect(Self.agree(values, slow.values), "\(steps) on \(page.shape)")
    }
  }

  @Test(
    "bins that are not finite are left out of averages and sums where they are skipped, else make them so")
  func skipped() throws {
    func page(_ normalized: String, _ name: String) -> StoredPage {
      StoredPage(
        quantity: name, unit: normalized == "1" ? "" : "MeV/g",
        metadata: Metadata([.init(name: "page_normalized", value: normalized)]),
        axes: [
          StoredAxis(name: "Position (Y)", unit: "cm", centres: [0.5, 1.5, 2.5]),
          StoredAxis(name: "Position (Z)", unit: "cm", centres: [0.5, 1.5]),
        ], values: [5, 5, .nan, 5, 5, .infinity], isFinite: false)
    }
    func reduced(_ page: StoredPage, _ step: ReductionStep, _ policy: NonFinitePolicy) throws -> [Double] {
      try PageReduction([step], of: page, order: .lastAxisFastest).reduced(page, policy: policy).page.values
    }
    let (dose, count) = (page("2", "DOSE"), page("1", "COUNT"))
    #expect(Self.agree(try reduced(dose, .sum(axis: "y"), .skip), [5, 5]))
    #expect(Self.agree(try reduced(dose, .sum(axis: "z"), .skip), [5, 5, 5]))
    #expect(try reduced(dose, .sum(axis: "y"), .propagate).allSatisfy { !$0.isFinite })
    #expect(try reduced(count, .sum(axis: "y"), .skip) == [10, 10])
    // What has no finite bin stays unknown.
    var none = dose
    none.values = [.nan, 5, .nan, 5, .nan, 5]
    let found = try reduced(none, .sum(axis: "y"), .skip)
    #expect(found[0].isNaN && found[1] == 5)
  }

  /// Even axes of random length and offset.
  private static func page(_ row: Case, _ random: inout SeededGenerator) -> StoredPage {
    let most = [40, 12, 8, 5, 4][row.axes - 1]
    let axes = (0..<row.axes).map { number in
      let count = Int.random(in: 2...most, using: &random)
      let width = Double.random(in: 0.1...2, using: &random)
      let start = names[number] == "r" ? 0 : Double.random(in: -5...5, using: &random)
      let label = ["Position (X)", "Position (Y)", "Position (Z)", "Radius (R)", "Angle (PHI)"][number]
      return StoredAxis(
        name: label, unit: "cm", centres: (0..<count).map { start + (Double($0) + 0.5) * width })
    }
    let count = axes.map(\.centres.count).reduce(1, *)
    let values = (0..<count).map { _ in Double.random(in: 0...100, using: &random) }
    return StoredPage(
      quantity: row.isAmount ? "COUNT" : "DOSE", unit: row.isAmount ? "" : "MeV/g/prim",
      metadata: Metadata([.init(name: "page_normalized", value: row.isAmount ? "1" : "2")]), axes: axes,
      values: values, isFinite: true)
  }

  /// A step or two on random axes, in the order in which they are done.
  private static func steps(
    of page: StoredPage, _ random: inout SeededGenerator
  ) -> [ReductionStep] {
    var steps: [ReductionStep] = []
    for (name, axis) in zip(names, page.interpretedAxes()) where Bool.random(using: &random) {
      let low = Int.random(in: axis.centres.indices, using: &random)
      let high = Int.random(in: low..<axis.centres.count, using: &random)
      let inBin = Double.random(in: 0.01...0.99, using: &random)
      let edges = axis.edges ?? []
      let value = edges[low] + inBin * (edges[low + 1] - edges[low])
      switch Int.random(in: 0..<5, using: &random) {
      case 0: steps.append(.at(axis: name, value: value))
      case 1: steps.append(.range(axis: name, low: axis.centres[low], high: axis.centres[high]))
      case 2: steps.append(.sum(axis: name))
      case 3: steps.append(.rebin(axis: name, bins: low + 1))
      default:
        steps.append(.range(axis: name, low: axis.centres[low], high: axis.centres[high]))
        steps.append(.rebin(axis: name, bins: 2))
      }
    }
    return steps.shuffled(using: &random).sorted { rank($0) < rank($1) }
  }

  private static func rank(_ step: ReductionStep) -> Int {
    switch step {
    case .range: 0
    case .rebin, .rebinToWidth, .onto: 1
    case .sum, .at: 2
    }
  }

  static func agree(_ a: [Double], _ b: [Double]) -> Bool {
    a.count == b.count
      && zip(a, b).allSatisfy { abs($0 - $1) <= 1e-11 * max(abs($0), abs($1)) + 1e-11 }
  }

  /// Bins with their places, and steps that look for those that belong together.
  private struct Slow {
    struct Axis {
      var name: String
      var edges: [Double]
    }
    struct Bin {
      var place: [Int]
      var value: Double
      var volume: Double
    }
    var axes: [Axis]
    var bins: [Bin]

    var values: [Double] {
      bins.sorted { $0.place.lexicographicallyPrecedes($1.place) }.map(\.value)
    }

    init(_ page: StoredPage, _ order: MemoryOrder) {
      axes = page.interpretedAxes().map { Axis(name: $0.name, edges: $0.edges ?? []) }
      bins = []
      let shape = page.shape
      for index in page.values.indices {
        var place = [Int](repeating: 0, count: shape.count)
        var rest = index
        let dimensions = order == .firstAxisFastest ? Array(shape.indices) : shape.indices.reversed()
        for dimension in dimensions {
          place[dimension] = rest % shape[dimension]
          rest /= shape[dimension]
        }
        var volume = 1.0
        for (axis, bin) in zip(axes, place) {
          let (low, high) = (axis.edges[bin], axis.edges[bin + 1])
          volume *= axis.name == "r" ? (high - low) * (high + low) : high - low
        }
        bins.append(Bin(place: place, value: page.values[index], volume: volume))
      }
    }

    func after(_ steps: [ReductionStep], isAmount: Bool) -> Slow {
      var slow = self
      for step in steps {
        guard let dimension = slow.axes.firstIndex(where: { $0.name == step.axis }) else { continue }
        let edges = slow.axes[dimension].edges
        let count = edges.count - 1
        switch step {
        case .at(_, let value, _):
          let bin = (0..<count).filter { edges[$0] <= value }.last ?? 0
          slow.collect(dimension, isAmount) { $0 == bin ? 0 : nil }
          slow.remove(dimension)
        case .range(_, let low, let high, _):
          let chosen = (0..<count).filter { bin in
            let centre = (edges[bin] + edges[bin + 1]) / 2
            return low - 1e-6 <= centre && centre <= high + 1e-6
          }
          slow.collect(dimension, isAmount) { chosen.firstIndex(of: $0) }
          slow.axes[dimension].edges = chosen.map { edges[$0] } + [edges[(chosen.last ?? 0) + 1]]
        case .sum:
          slow.collect(dimension, isAmount) { _ in 0 }
          slow.remove(dimension)
        case .rebin(_, let bins):
          slow.collect(dimension, isAmount) { $0 / bins }
          slow.axes[dimension].edges = edges.enumerated().filter { $0.0 % bins == 0 || $0.0 == count }.map(
            \.1)
        case .rebinToWidth, .onto: break
        }
      }
      return slow
    }

    private mutating func remove(_ dimension: Int) {
      axes.remove(at: dimension)
      for index in bins.indices { bins[index].place.remove(at: dimension) }
    }

    /// Puts the bins whose new place on the axis is the same together.
    private mutating func collect(_ dimension: Int, _ isAmount: Bool, to place: (Int) -> Int?) {
      var collected: [[Int]: (weighted: Double, sum: Double, volume: Double)] = [:]
      for bin in bins {
        guard let new = place(bin.place[dimension]) else { continue }
        var target = bin.place
        target[dimension] = new
        let before = collected[target] ?? (0, 0, 0)
        collected[target] = (
          before.weighted + bin.value * bin.volume, before.sum + bin.value, before.volume + bin.volume
        )
      }
      bins = collected.map { place, sums in
        Bin(place: place, value: isAmount ? sums.sum : sums.weighted / sums.volume, volume: sums.volume)
      }
    }
  }
}
