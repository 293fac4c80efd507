import EbbModel
import EbbTestSupport
import Testing

@testable import EbbAggregate

/// Pages put onto the bins of another mesh.
@Suite("Resampling") struct ResamplingTests {
  private static func axis(_ name: String, _ edges: [Double]) -> Axis {
    Axis(
      name: name, label: name, unit: "cm", centres: (1..<edges.count).map { (edges[$0 - 1] + edges[$0]) / 2 },
      edges: edges)
  }

  private static func meaning(_ quantity: String, _ axes: [Axis]) -> PageMeaning {
    PageMeaning(
      quantity: quantity, unit: Unit(source: quantity == "DOSE" ? "MeV/g" : "1"), metadata: Metadata(),
      axes: axes,
      simulator: .shieldhit)
  }

  @Test("by hand: an amount is divided, a density is averaged")
  func byHand() throws {
    let (old, new) = (Self.axis("z", [0, 2, 4, 6]), Self.axis("z", [0, 3, 6]))
    let amount = try PageResampling([old], onto: [new], Self.meaning("COUNT", [old]))
    #expect(amount.values([6, 8, 10]) == [10, 14])
    let density = try PageResampling([old], onto: [new], Self.meaning("DOSE", [old]))
    let found = density.values([6, 9, 12])
    #expect(zip(found, [7, 11]).allSatisfy { abs($0 - $1) < 1e-14 })
    #expect(density.axes[0].edges == [0, 3, 6])
    #expect(density.operations == ["--resample z: onto 2 of 2 bins"])
  }

  @Test("amounts keep their sum and densities their sum by volume, on one to three axes", arguments: 1...3)
  func conserves(dimensions: Int) throws {
    var random = SeededGenerator(seed: UInt64(dimensions))
    func edges(_ count: Int, from low: Double, to high: Double) -> [Double] {
      let inner = (1..<count).map { _ in low + (high - low) * Double(random.next() >> 11) * 0x1p-53 }
      return [low] + inner.sorted() + [high]
    }
    let names = Array(["r", "y", "z"][..<dimensions])
    let old = names.map { Self.axis($0, edges(6, from: 0, to: 4)) }
    let new = names.map { Self.axis($0, edges(4, from: 0, to: 4)) }
    let values = (0..<old.reduce(1) { $0 * $1.centres.count }).map { _ in Double(random.next() % 1000) }
    let amount = try PageResampling(old, onto: new, Self.meaning("COUNT", old)).values(values)
    let (sum, kept) = (values.reduce(0, +), amount.reduce(0, +))
    #expect(abs(kept - sum) < 1e-9 * sum)
    func total(_ values: [Double], _ axes: [Axis]) -> Double {
      var volumes = [1.0]
      for axis in axes { volumes = volumes.flatMap { volume in axis.volumes!.map { volume * $0 } } }
      return zip(values, volumes).reduce(0.0) { sum, pair in sum + pair.0 * pair.1 }
    }
    let density = try PageResampling(old, onto: new, Self.meaning("DOSE", old)).values(values)
    let (before, after) = (total(values, old), total(density, new))
    #expect(abs(after - before) < 1e-9 * before)
    // What is flat stays flat.
    let flat = try PageResampling(old, onto: new, Self.meaning("DOSE", old)).values(values.map { _ in 2 })
    #expect(flat.allSatisfy { abs($0 - 2) < 1e-12 })
  }

  @Test("only bins that lie within the other mesh are kept, and the rest is told")
  func overlap() throws {
    let (old, new) = (Self.axis("z", [2, 4, 6, 9]), Self.axis("z", [0, 3, 6, 8]))
    let resampling = try PageResampling([old], onto: [new], Self.meaning("DOSE", [old]))
    #expect(resampling.axes[0].edges == [3, 6, 8])
    #expect(resampling.values([3, 6, 1]) == [5, 1])
    #expect(resampling.operations == ["--resample z: onto 2 of 3 bins, from 8.0 to 9.0 cm in B alone"])
    let falling = Self.axis("z", [9, 6, 4, 2])
    #expect(
      try PageResampling([falling], onto: [new], Self.meaning("DOSE", [old])).values([1, 6, 3]) == [5, 1])
    #expect(throws: ResamplingError.self) {
      try PageResampling([old], onto: [Self.axis("z", [20, 21, 22])], Self.meaning("DOSE", [old]))
    }
  }

  @Test("averages without weights, labels and bins without edges are refused, with the reason")
  func refusals() throws {
    let (old, new) = (Self.axis("z", [0, 2, 4]), Self.axis("z", [0, 1, 4]))
    for (quantity, word) in [("DLET", "averages"), ("ZONE", "zones"), ("unheard-of", "--as")] {
      let error = #expect(throws: ResamplingError.self) {
        try PageResampling([old], onto: [new], Self.meaning(quantity, [old]))
      }
      #expect(error?.reason.contains(word) == true)
    }
    var unknown = old
    unknown.edges = nil
    #expect(throws: ResamplingError.self) {
      try PageResampling([unknown], onto: [new], Self.meaning("DOSE", [old]))
    }
  }

  @Test("an average is put onto other bins by its weights; without them it stays")
  func ratio() throws {
    let axis = StoredAxis(name: "Position (Z)", unit: "cm", centres: [1, 3, 5, 7])
    func page(_ quantity: String, _ unit: String, _ values: [Double]) -> StoredPage {
      StoredPage(
        quantity: quantity, unit: unit, metadata: Metadata(), axes: [axis], values: values, isFinite: true,
        simulator: .shieldhit)
    }
    let (average, dose) = (page("DLET", "keV/um", [1, 3, 5, 7]), page("DOSE", "MeV/g", [3, 1, 0, 2]))
    let target = Self.axis("z", [0, 4, 8])
    let weighted = try PageReduction([.onto(target)], of: average, order: .lastAxisFastest, denominator: dose)
    #expect(weighted.reduced(average, denominator: dose.values).page.values == [1.5, 7])
    let plain = try PageReduction([.onto(target)], of: average, order: .lastAxisFastest)
    #expect(plain.shape == [4] && plain.omissions.count == 1)
  }
}
