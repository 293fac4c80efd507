import EbbModel
import EbbTestSupport
import Testing

@testable import EbbAggregate

/// What holds of any sequence of reductions on any mesh: meshes, values and steps are drawn.
@Suite("Random reductions")
struct RandomReductionTests {
  fileprivate static let kinds: [(simulator: Simulator, names: [(name: String, unit: String)])] = [
    (.shieldhit, [("Position (X)", "cm"), ("Position (Y)", "cm"), ("Position (Z)", "cm")]),
    (.shieldhit, [("Radius (R)", "cm"), ("Angle (PHI)", "radians"), ("Position (Z)", "cm")]),
    (.topas, [("R", "cm"), ("Phi", "deg"), ("Z", "cm")]),
    (.topas, [("R", "cm"), ("Phi", "deg"), ("Theta", "deg")]),
    (.geant4, [("Position (R)", "mm")]),
    (.topas, [("X", "cm"), ("Y", "cm"), ("Z", "cm"), ("incident track energy", "MeV")]),
  ]

  /// A page that is drawn, and what else is.
  private struct Drawn {
    var random: SeededGenerator
    let page: StoredPage

    /// - Parameter rule: `page_normalized`, which of a quantity without an entry tells what bins hold.
    init(seed: UInt64, rule: String, unit: String) {
      var random = SeededGenerator(seed: seed)
      let kind = RandomReductionTests.kinds[Int(seed) % RandomReductionTests.kinds.count]
      let axes = kind.names.map { name, unit in
        let bins = Int.random(in: 2...6, using: &random)
        let isAngle = unit == "deg" || unit == "radians"
        let whole = unit == "deg" ? (name == "Theta" ? 180.0 : 360) : 2 * Double.pi
        let width = isAngle ? whole / Double(bins) : Double.random(in: 0.1...3, using: &random)
        return StoredAxis(name: name, unit: unit, centres: (0..<bins).map { (Double($0) + 0.5) * width })
      }
      let count = axes.reduce(1) { $0 * $1.centres.count }
      page = StoredPage(
        quantity: "X", unit: unit, metadata: Metadata([Metadata.Entry(name: "page_normalized", value: rule)]),
        axes: axes, values: (0..<count).map { _ in Double.random(in: 0...9, using: &random) }, isFinite: true,
        simulator: kind.simulator)
      self.random = random
    }

    /// Some axes summed, some rebinned, in any order; spatial ones alone where asked for.
    mutating func steps(spatial: Bool = false) -> [ReductionStep] {
      let axes = page.interpretedAxes().filter { !spatial || $0.kind.isSpatial }.shuffled(using: &random)
      return axes.flatMap { axis -> [ReductionStep] in
        switch Int.random(in: 0..<4, using: &random) {
        case 0: [.sum(axis: axis.name)]
        case 1: [.rebin(axis: axis.name, bins: Int.random(in: 1...4, using: &random))]
        case 2: [.rebin(axis: axis.name, bins: 2), .sum(axis: axis.name)]
        default: []
        }
      }
    }
  }

  private static func agree(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-12 * max(abs(a), abs(b)) }

  /// Σ of values times the volumes of their bins.
  private static func content(_ values: [Double], _ axes: [Axis]) -> Double {
    let volumes = axes.reduce([1.0]) { products, axis in
      let own = axis.kind.isSpatial ? axis.volumes ?? [] : axis.centres.map { _ in 1 }
      return products.flatMap { product in own.map { product * $0 } }
    }
    return zip(values, volumes).reduce(0) { $0 + $1.0 * $1.1 }
  }

  private static let seeds = Array(UInt64(1)...120)

  @Test("an amount is conserved", arguments: seeds)
  func amount(seed: UInt64) throws {
    var drawn = Drawn(seed: seed, rule: "1", unit: "MeV")
    let steps = drawn.steps()
    let reduced = try PageReduction(steps, of: drawn.page, order: .lastAxisFastest).reduced(drawn.page)
    #expect(Self.agree(reduced.page.values.reduce(0, +), drawn.page.values.reduce(0, +)), "\(steps)")
  }

  @Test("a density times volume is conserved by rebinning, and its mean by a sum", arguments: seeds)
  func density(seed: UInt64) throws {
    var drawn = Drawn(seed: seed, rule: "2", unit: "MeV/g")
    let axes = drawn.page.interpretedAxes()
    let steps = drawn.steps(spatial: true)
    let reduction = try PageReduction(steps, of: drawn.page, order: .lastAxisFastest)
    let reduced = reduction.reduced(drawn.page).page.values
    // What was summed has lost its volume.
    let lost = axes.filter { axis in !reduction.axes.contains { $0.name == axis.name } }.reduce(1.0) {
      $0 * ($1.volumes ?? []).reduce(0, +)
    }
    #expect(
      Self.agree(Self.content(reduced, reduction.axes) * lost, Self.content(drawn.page.values, axes)),
      "\(steps)")
  }

  @Test(
    "the order of steps on different axes does not matter, of any meaning", arguments: seeds, ["1", "2", "3"])
  func order(seed: UInt64, rule: String) throws {
    var drawn = Drawn(seed: seed, rule: rule, unit: rule == "2" ? "MeV/g" : "MeV")
    let names = drawn.page.interpretedAxes().filter(\.kind.isSpatial).map(\.name)
    let steps = names.map { name in
      Bool.random(using: &drawn.random) ? ReductionStep.sum(axis: name) : .rebin(axis: name, bins: 2)
    }
    func reduced(_ steps: [ReductionStep]) throws -> [Double] {
      try PageReduction(steps, of: drawn.page, order: .lastAxisFastest).reduced(drawn.page).page.values
    }
    let first = try reduced(steps)
    let other = try reduced(steps.shuffled(using: &drawn.random))
    // Means of what was hit are taken of what was hit alone: they are the same where all was.
    #expect(zip(first, other).allSatisfy { Self.agree($0, $1) } && first.count == other.count, "\(steps)")
  }

  @Test(
    "a constant ratio stays itself, reduced, over tasks and of merged parts, with its denominator and without",
    arguments: seeds, [true, false])
  func constantRatio(seed: UInt64, hasDenominator: Bool) throws {
    var drawn = Drawn(seed: seed, rule: "3", unit: "keV/um")
    let steps = drawn.steps(spatial: true)
    var dose = drawn.page
    (dose.quantity, dose.unit) = ("Y", "MeV/g")
    dose.metadata = Metadata([Metadata.Entry(name: "page_normalized", value: "2")])
    let reduction = try PageReduction(
      steps, of: drawn.page, order: .lastAxisFastest, denominator: hasDenominator ? dose : nil)
    let ratio = 7.25
    let parts = (0..<5).map { _ in
      drawn.page.values.map { _ in
        Bool.random(using: &drawn.random) ? Double.random(in: 0.01...40, using: &drawn.random) : 0
      }
    }
    func aggregated(_ tasks: Range<Int>) throws -> PageAggregator {
      var aggregator = PageAggregator(policy: .propagate)
      for task in tasks {
        var page = drawn.page
        page.values = parts[task].map { $0 == 0 ? 0 : ratio }
        try aggregator.add(
          page, id: PageID(Int64(task)), weight: Double(100 * (task + 1)), reduction: reduction,
          denominator: hasDenominator ? parts[task] : nil)
      }
      return aggregator
    }
    for cut in 1..<5 {
      var merged = try aggregated(0..<cut)
      try merged.merge(aggregated(cut..<5))
      let combined = merged.finish(errors: .stderr)
      #expect(combined.values.allSatisfy { $0 == 0 || abs($0 - ratio) < 1e-12 * ratio }, "\(steps)")
      #expect(combined.errors?.allSatisfy { $0.isNaN || abs($0) < 1e-7 } ?? true)
      // What any task hit is there.
      let isHit = drawn.page.values.indices.contains { bin in parts.contains { $0[bin] > 0 } }
      #expect(combined.values.contains { $0 != 0 } == isHit)
    }
  }
}
