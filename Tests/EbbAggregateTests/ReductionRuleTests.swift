import EbbModel
import Testing

@testable import EbbAggregate

/// What steps come to on axes of each kind, and which are refused.
@Suite("Rules of reduction")
struct ReductionRuleTests {
  private static let differential = [
    Metadata.Entry(name: "page_diff_size", value: "[4]"), .init(name: "page_diff_start", value: "[1.0]"),
    .init(name: "page_diff_stop", value: "[10000.0]"), .init(name: "page_diff_type", value: "[27]"),
    .init(name: "page_diff_units", value: "/cm^2;MeV"), .init(name: "page_diff_flag", value: "[-1]"),
  ]

  private static func page(
    _ axis: StoredAxis, _ quantity: String = "FLUENCE", unit: String = "/cm^2/prim",
    metadata: [Metadata.Entry] = []
  ) -> StoredPage {
    let values = axis.centres.indices.map { Double($0 + 1) }
    return StoredPage(
      quantity: quantity, unit: unit, metadata: Metadata(metadata), axes: [axis], values: values,
      isFinite: true, simulator: .shieldhit)
  }

  private static let z = StoredAxis(name: "Position (Z)", unit: "cm", centres: [0.5, 1.5, 2.5, 3.5])
  /// Logarithmic, of edges 1, 10, 100, 1000, 10000 MeV.
  private static let energy = StoredAxis(
    name: "", unit: "/cm^2", centres: [0.5, 1.5, 2.5, 3.5].map { 10.0.power($0) })

  private func reduce(_ page: StoredPage, _ steps: ReductionStep...) throws -> (PageReduction, [Double]) {
    let reduction = try PageReduction(steps, of: page, order: .firstAxisFastest)
    return (reduction, reduction.reduced(page).page.values)
  }

  // The values are 1, 2, 3, 4: over the widths 9, 90, 900, 9000 the integral is 38889.
  @Test("a spectrum that is summed is integrated, and its unit says so")
  func integral() throws {
    let page = Self.page(Self.energy, unit: "/cm^2/MeV/prim", metadata: Self.differential)
    let (sum, values) = try reduce(page, .sum(axis: "energy"))
    #expect(values == [38889])
    #expect(sum.unit.text == "cm^-2")
    #expect(sum.unit.normalization == "per primary")
    #expect(sum.unit.source == "/cm^2/MeV/prim")
    #expect(sum.operations == ["--sum energy: integral, from 1.0 to 10000.0 MeV"])
    let (part, few) = try reduce(page, .range(axis: "energy", low: 10, high: 1000), .sum(axis: "energy"))
    #expect(few == [2880])
    #expect(part.operations.last == "--sum energy: integral, from 10.0 to 1000.0 MeV")
  }

  @Test("a spectrum in wider bins stays one, and its axis logarithmic")
  func rebinnedSpectrum() throws {
    let page = Self.page(Self.energy, unit: "/cm^2/MeV/prim", metadata: Self.differential)
    let (rebinned, values) = try reduce(page, .rebin(axis: "energy", bins: 3))
    #expect(PageReductionTests.agree(values, [2889 / 999, 4]))
    #expect(rebinned.unit.text == "cm^-2 MeV^-1")
    #expect(rebinned.axes[0].edges == [1, 1000, 10000])
    #expect(rebinned.axes[0].scale == .logarithmic)
    #expect(PageReductionTests.agree(rebinned.axes[0].centres, [(1000.0).squareRoot(), (1e7).squareRoot()]))
    #expect(
      rebinned.operations == ["--rebin energy=3: average by bin volume of every 3 bins, the last of 1"])
  }

  @Test("an average is averaged over a differential axis, by the widths of what is not 0")
  func averageOverEnergy() throws {
    let page = Self.page(Self.energy, "DLET", unit: "MeV/cm", metadata: Self.differential)
    let (sum, values) = try reduce(page, .sum(axis: "energy"))
    #expect(PageReductionTests.agree(values, [38889 / 9999]))
    #expect(sum.unit.text == "MeV/cm")
  }

  // Of rings from 0, 1, 2, 3 to 1, 2, 3, 4 the areas are as 1 : 3 : 5 : 7.
  @Test("the words of an average have one comma before its limits", arguments: ["1", "2", "3"])
  func words(rule: String) throws {
    let page = StoredPage(
      quantity: "X", unit: rule == "2" ? "MeV/g" : "MeV",
      metadata: Metadata([Metadata.Entry(name: "page_normalized", value: rule)]),
      axes: [StoredAxis(name: "Position (Z)", unit: "cm", centres: [0.5, 1.5])], values: [1, 2],
      isFinite: true)
    let words = try PageReduction([.sum(axis: "z")], of: page, order: .lastAxisFastest).operations[0]
    #expect(words.hasSuffix(", from 0.0 to 2.0 cm") && !words.contains(",,"), "\(words)")
  }

  @Test("on a radius the volumes are those of rings")
  func rings() throws {
    let r = StoredAxis(name: "Radius (R)", unit: "cm", centres: Self.z.centres)
    #expect(try reduce(Self.page(r), .sum(axis: "r")).1 == [50 / 16])
    #expect(try reduce(Self.page(Self.z), .sum(axis: "z")).1 == [2.5])
  }

  @Test("amounts are summed, densities averaged, codes left as they are")
  func contents() throws {
    let none = [Metadata.Entry(name: "page_normalized", value: "0")]
    #expect(try reduce(Self.page(Self.z, "Energy", unit: "MeV/primary"), .sum(axis: "z")).1 == [10])
    #expect(
      try reduce(Self.page(Self.z, "RHO", unit: "g/cm^3", metadata: none), .sum(axis: "z")).1 == [2.5])
    let (left, values) = try reduce(
      Self.page(Self.z, "MATERIAL", unit: "", metadata: none), .sum(axis: "z"), .at(axis: "z", value: 1.2))
    #expect(left.omissions.count == 1)
    #expect(left.operations == ["--at z=1.2: the bin from 1.0 to 2.0 cm"])
    #expect(values == [2])
  }

  @Test("zones add up, but have no volumes to average by")
  func zones() throws {
    let zones = StoredAxis(name: "", unit: "zone number", centres: [1, 2, 3])
    let (dose, values) = try reduce(Self.page(zones, "DOSE", unit: "MeV/g"), .sum(axis: "zone"))
    #expect(values == [1, 2, 3])
    #expect(dose.omissions == ["--sum zone: the bins of 'zone' have no known volumes to average by"])
    #expect(dose.axes.count == 1)
    #expect(try reduce(Self.page(zones, "Energy", unit: "MeV"), .sum(axis: "zone")).1 == [6])
    #expect(try reduce(Self.page(zones), .at(axis: "zone", value: 2)).1 == [2])
    #expect(throws: ReductionError.self) { try reduce(Self.page(zones), .at(axis: "zone", value: 4)) }
  }

  @Test(
    "the bin that holds a value: of two that meet there the one above, and at the end the last",
    arguments: [(0, 1), (0.99, 1), (1, 2), (2.5, 3), (3, 4), (4, 4), (4.0000000000001, 4)]
      as [(Double, Double)])
  func holding(value: Double, bin: Double) throws {
    #expect(try reduce(Self.page(Self.z), .at(axis: "z", value: value)).1 == [bin])
  }

  @Test("an axis that goes down has its bins where they are")
  func descending() throws {
    let z = StoredAxis(name: "Position (Z)", unit: "cm", centres: [3.5, 2.5, 1.5, 0.5])
    #expect(try reduce(Self.page(z), .at(axis: "z", value: 3)).1 == [1])
    let (range, values) = try reduce(Self.page(z), .range(axis: "z", low: 1, high: 3))
    #expect(values == [2, 3])
    #expect(range.axes[0].edges == [3, 2, 1])
    #expect(try reduce(Self.page(z), .sum(axis: "z")).1 == [2.5])
  }

  @Test("places and widths in another unit are those of the axis, to the bit")
  func units() throws {
    #expect(try reduce(Self.page(Self.z), .at(axis: "z", value: 12, unit: "mm")).1 == [2])
    #expect(
      try reduce(Self.page(Self.z), .range(axis: "z", low: 5, high: 25, unit: "mm")).1
        == reduce(Self.page(Self.z), .range(axis: "z", low: 0.5, high: 2.5)).1)
    #expect(
      try reduce(Self.page(Self.z), .rebinToWidth(axis: "z", width: 20, unit: "mm")).1 == [1.5, 3.5])
    #expect(throws: ReductionError.self) {
      try reduce(Self.page(Self.z), .at(axis: "z", value: 1, unit: "MeV"))
    }
    #expect(Unit(source: "mm").convert(7, to: Unit(source: "cm")) == 0.7)
    #expect(Unit(source: "GeV").convert(0.3, to: Unit(source: "MeV")) == 300)
  }

  @Test("a width is a number of bins")
  func widths() throws {
    let (pairs, values) = try reduce(
      Self.page(Self.z), .rebinToWidth(axis: "z", width: 2, unit: "cm"))
    #expect(values == [1.5, 3.5])
    #expect(pairs.axes[0].centres == [1, 3])
    let refusals: [(ReductionStep, ReductionError.Reason)] = [
      (.rebinToWidth(axis: "z", width: 1.5, unit: "cm"), .width(bin: 1)),
      (.rebinToWidth(axis: "z", width: 0.1, unit: "cm"), .width(bin: 1)),
      (.rebinToWidth(axis: "z", width: 20, unit: "MeV"), .unit("MeV")),
      (.at(axis: "z", value: -0.1), .outside(low: 0, high: 4)),
      (.range(axis: "z", low: 4.5, high: 9), .outside(low: 0, high: 4)),
    ]
    for (step, reason) in refusals {
      let error = #expect(throws: ReductionError.self) { try reduce(Self.page(Self.z), step) }
      #expect(error?.reason == reason)
    }
  }

  @Test("what lacks the axis, and phase space, stays as it is")
  func lacking() throws {
    let (page, values) = try reduce(Self.page(Self.z), .sum(axis: "y"))
    #expect(values == [1, 2, 3, 4])
    #expect(page.operations.isEmpty)
    let particles = StoredPage(
      quantity: "MCPL", unit: "", metadata: Metadata(), axes: [], values: [22, 1, 2, 3, 0, 0, 1, 5],
      isFinite: true)
    #expect(try reduce(particles, .at(axis: "energy", value: 5)).1 == particles.values)
  }
}

extension Double {
  /// This to a power that is a multiple of a half.
  fileprivate func power(_ exponent: Double) -> Double {
    (0..<Int(exponent * 2)).reduce(1) { product, _ in product * squareRoot() }
  }
}
