import EbbModel
import Testing

@Suite("Places of bins") struct PlaceTests {
  private func axis(_ name: String, _ centres: [Double], unit: String = "cm") -> Axis {
    Axis(name: name, label: name, unit: unit, centres: centres, edges: nil)
  }

  @Test(
    "are short, and none is 0 that is not",
    arguments: [
      (15.375, "z = 15.375 cm"), (0, "z = 0 cm"), (-2, "z = -2 cm"), (0.1 + 0.2, "z = 0.3 cm"),
      (1e-6, "z = 1.00e-06 cm"), (1e12, "z = 1.00e+12 cm"),
    ])
  func short(centre: Double, text: String) {
    #expect(axis("z", [centre]).place(of: 0) == text)
  }

  @Test("of several axes are those of the bin's index on each")
  func several() {
    let page = ResultPage(
      number: 0, quantity: "DOSE", unit: Unit(source: ""), filter: "Protons", metadata: Metadata(),
      axes: [axis("x", [1, 2]), axis("zone", [7, 8, 9], unit: "1")], values: [0, 0, 0, 0, 0, 0], errors: nil,
      errorKind: .stderr, isPhaseSpace: false, rule: .mean, contributions: 1, primaries: nil)
    #expect(
      (0..<6).map(page.place) == [7, 8, 9].map { "x = 1 cm, zone = \($0)" }
        + [7, 8, 9].map { "x = 2 cm, zone = \($0)" })
    #expect(page.label == "DOSE (Protons)")
  }
}
