import Testing

@testable import EbbModel

@Suite("Totals of meshes") struct BinMeasureTests {
  private static func axis(_ name: String, _ edges: [Double], unit: String = "cm", spectrum: Bool = false)
    -> Axis
  {
    Axis(
      name: name, label: name, unit: unit,
      centres: (1..<edges.count).map { (edges[$0 - 1] + edges[$0]) / 2 }, edges: edges,
      isDifferential: spectrum)
  }

  private static func meaning(_ quantity: String, _ unit: String, _ axes: [Axis]) -> PageMeaning {
    PageMeaning(
      quantity: quantity, unit: Unit(source: unit), metadata: Metadata(), axes: axes, simulator: .shieldhit)
  }

  private func total(
    _ values: [Double], _ axes: [Axis], _ quantity: String = "DOSE", _ unit: String = "MeV/g"
  ) -> Double? {
    BinMeasure(axes, Self.meaning(quantity, unit, axes))?.total(values)
  }

  @Test("densities count by their volumes: rings by theirs, amounts and even bins alike")
  func rings() throws {
    let r = Self.axis("r", [0, 1, 2, 3])
    let z = Self.axis("z", [0, 1, 3])
    // Volumes of 1, 3 and 5.
    let (a, b) = (try #require(total([1, 1, 1], [r])), try #require(total([2, 1, 1], [r])))
    let rings = b / a
    #expect(abs(rings - 10.0 / 9) < 1e-15)
    #expect(total([2, 1, 1], [r], "COUNT", "") == 4)
    #expect(total([2, 1, 4], [Self.axis("z", [0, 1, 2, 3])]) == 7)
    let ones = try #require(total([1, 1, 1, 1, 1, 1], [r, z]))
    let more = try #require(total([2, 1, 1, 1, 1, 3], [r, z]))
    // 27 in all; the first bin has 1, the last 10.
    let ratio = more / ones
    #expect(abs(ratio - 48.0 / 27) < 1e-14)
  }

  @Test("averages, labels and bins of unknown volume have no total")
  func none() {
    let z = Self.axis("z", [0, 1, 3])
    #expect(total([1, 2], [z], "DLET", "keV/um") == nil)
    #expect(total([1, 2], [z], "ZONE", "") == nil)
    var unknown = z
    unknown.edges = nil
    #expect(total([1, 2], [unknown]) == nil)
    #expect(total([1, 2], [unknown], "COUNT", "") == 3)
  }

  @Test("sums of so many bins are parts of the total, wherever rows end")
  func parts() throws {
    let axes = [Self.axis("r", [0, 1, 2, 3]), Self.axis("z", [0, 1, 3, 4, 6])]
    let measure = try #require(BinMeasure(axes, Self.meaning("DOSE", "MeV/g", axes)))
    let values = (0..<12).map { Double($0 * $0 + 1) }
    for count in [1, 3, 5, 12, 20] {
      let sums = measure.sums(values, of: count)
      #expect(sums.count == (12 + count - 1) / count)
      let (sum, total) = (sums.reduce(0, +), measure.total(values))
      #expect(abs(sum - total) < 1e-12 * total)
    }
  }
}
