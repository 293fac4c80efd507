import EbbModel
import EbbTestSupport
import Testing

@testable import EbbAggregate

/// What holds of every reduction, whatever the quantity and the mesh.
@Suite("Properties of reduction")
struct ReductionPropertyTests {
  private static let meshes: [(name: String, simulator: Simulator, axes: [StoredAxis])] = [
    (
      "box", .shieldhit,
      [
        StoredAxis(name: "Position (X)", unit: "cm", centres: [1, 2, 3]),
        StoredAxis(name: "Position (Y)", unit: "cm", centres: [0.5, 1, 1.5, 2]),
        StoredAxis(name: "Position (Z)", unit: "cm", centres: [1, 3, 5, 7, 9]),
      ]
    ),
    (
      "cylinder", .fluka,
      [
        StoredAxis(name: "Radius (R)", unit: "cm", centres: [0.5, 1.5, 2.5]),
        StoredAxis(name: "Angle (PHI)", unit: "rad", centres: [1, 2, 3, 4]),
        StoredAxis(name: "Position (Z)", unit: "cm", centres: [1, 3]),
      ]
    ),
    (
      "sphere", .topas,
      [
        StoredAxis(name: "R", unit: "cm", centres: [0.5, 1.5, 2.5]),
        StoredAxis(name: "Phi", unit: "deg", centres: [90, 270]),
        StoredAxis(name: "Theta", unit: "deg", centres: [22.5, 67.5, 112.5, 157.5]),
      ]
    ),
  ]

  private static func page(
    _ mesh: (name: String, simulator: Simulator, axes: [StoredAxis]), _ meaning: BinMeaning, seed: UInt64
  ) -> StoredPage {
    var random = SeededGenerator(seed: seed)
    let bins = mesh.axes.reduce(1) { $0 * $1.centres.count }
    let rule = meaning == .amount ? "1" : meaning == .ratio ? "3" : "2"
    return StoredPage(
      quantity: "X", unit: meaning == .density ? "MeV/g" : "MeV",
      metadata: Metadata([Metadata.Entry(name: "page_normalized", value: rule)]), axes: mesh.axes,
      values: (0..<bins).map { _ in Double.random(in: 0...9, using: &random) }, isFinite: true,
      simulator: mesh.simulator)
  }

  private static func reduce(_ page: StoredPage, _ steps: [ReductionStep]) throws -> [Double] {
    try PageReduction(steps, of: page, order: .lastAxisFastest).reduced(page).page.values
  }

  private static func agree(_ a: [Double], _ b: [Double]) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) <= 1e-12 * max(abs($0), abs($1), 1e-300) }
  }

  @Test(
    "a sum over all axes is the same in any order", arguments: 0..<3, [BinMeaning.amount, .density, .ratio])
  func anyOrder(mesh: Int, meaning: BinMeaning) throws {
    let page = Self.page(Self.meshes[mesh], meaning, seed: 3)
    let names = page.interpretedAxes().map(\.name)
    let first = try Self.reduce(page, names.map { .sum(axis: $0) })
    for order in [[0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
      #expect(Self.agree(try Self.reduce(page, order.map { .sum(axis: names[$0]) }), first))
    }
  }

  @Test("rebinned, then summed, is summed", arguments: 0..<3, [BinMeaning.amount, .density, .ratio])
  func rebinned(mesh: Int, meaning: BinMeaning) throws {
    let page = Self.page(Self.meshes[mesh], meaning, seed: 4)
    for axis in page.interpretedAxes() {
      let sum = try Self.reduce(page, [.sum(axis: axis.name)])
      for bins in 2...3 {
        let rebinned = try Self.reduce(page, [.rebin(axis: axis.name, bins: bins), .sum(axis: axis.name)])
        #expect(Self.agree(rebinned, sum))
      }
    }
  }

  @Test("an amount is conserved, and so is a density times volume", arguments: 0..<3)
  func conserved(mesh: Int) throws {
    let amount = Self.page(Self.meshes[mesh], .amount, seed: 5)
    let density = Self.page(Self.meshes[mesh], .density, seed: 5)
    let axes = density.interpretedAxes()
    let volumes = axes.reduce([1.0]) { products, axis in
      products.flatMap { product in (axis.volumes ?? []).map { product * $0 } }
    }
    let content = zip(density.values, volumes).reduce(0) { $0 + $1.0 * $1.1 }
    for axis in axes {
      let total = try Self.reduce(amount, [.rebin(axis: axis.name, bins: 2)]).reduce(0, +)
      #expect(Self.agree([total], [amount.values.reduce(0, +)]))
      let steps: [ReductionStep] = [.rebin(axis: axis.name, bins: 2)] + axes.map { .sum(axis: $0.name) }
      let mean = try Self.reduce(density, steps)
      #expect(Self.agree(mean, [content / volumes.reduce(0, +)]))
    }
  }

  @Test("a constant ratio stays itself, with bins that nothing hit and without", arguments: 0..<3)
  func constantRatio(mesh: Int) throws {
    var page = Self.page(Self.meshes[mesh], .ratio, seed: 6)
    page.values = page.values.indices.map { $0 % 3 == 1 ? 0 : 7.25 }
    var parts = page.values.map { $0 == 0 ? 0 : 1.5 }
    parts[0] = 40
    for axis in page.interpretedAxes() {
      for steps: [ReductionStep] in [[.sum(axis: axis.name)], [.rebin(axis: axis.name, bins: 2)]] {
        let alone = try Self.reduce(page, steps)
        #expect(alone.allSatisfy { $0 == 0 || abs($0 - 7.25) < 1e-12 })
        var dose = page
        dose.quantity = "DOSE"
        dose.metadata = Metadata()
        dose.unit = "MeV/g"
        let reduction = try PageReduction(steps, of: page, order: .lastAxisFastest, denominator: dose)
        let weighted = reduction.reduced(page, denominator: parts)
        #expect(weighted.page.values.allSatisfy { $0 == 0 || abs($0 - 7.25) < 1e-12 })
      }
    }
  }

  @Test("what is not known is refused, and done as the user says")
  func unknown() throws {
    var page = Self.page(Self.meshes[0], .density, seed: 7)
    page.unit = "MeV"
    page.metadata = Metadata()
    let error = #expect(throws: ReductionError.self) { try Self.reduce(page, [.sum(axis: "z")]) }
    #expect(error?.reason == .unknownMeaning)
    page.assumed = .amount
    let amount = try PageReduction([.sum(axis: "z")], of: page, order: .lastAxisFastest)
    #expect(Self.agree([amount.reduced(page).page.values[0]], [page.values[..<5].reduce(0, +)]))
  }
}
