import EbbModel
import Testing

@Suite("Units of every writer")
struct UnitConversionTests {
  @Test(
    "forms that occur, with what is no unit beside it",
    arguments: [
      ("cm-2", "cm^-2", nil), ("percm2", "cm^-2", nil), ("permm3/prim", "mm^-3", "per primary"),
      ("MeV/mm/(g/cm3)", "MeV mm^-1 g^-1 cm^3", nil), ("MeV mm^-1 (g^-1 cm3)", "MeV mm^-1 g^-1 cm^3", nil),
      ("GeV cm-2 sr-1", "GeV cm^-2 sr^-1", nil), ("pSv", "pSv", nil), ("Bq/g", "Bq/g", nil),
      ("fissions/cm^3", "cm^-3", "fissions"), ("MeV/nucl", "MeV", "per nucleon"),
      ("MeV/n", "MeV", "per nucleon"),
      ("Gy(RBE)", "Gy", "RBE-weighted"), ("µm", "um", nil), ("1/cm**2", "cm^-2", nil),
      ("e+", "1", "elementary charges"),
      ("cm^(-2)", "cm^-2", nil), ("(MeV/cm)^2", "MeV^2/cm^2", nil), ("(nil)", "1", nil),
    ] as [(String, String, String?)])
  func forms(source: String, text: String, normalization: String?) {
    let unit = Unit(source: source)
    #expect(unit.text == text)
    #expect(unit.normalization == normalization)
    #expect(Unit(source: unit.text).text == unit.text)
  }

  @Test(
    "conversions agree with the SI",
    arguments: [
      ("MeV/g", "Gy", 1.602176634e-10), ("keV/um", "MeV/cm", 10), ("GeV", "MeV", 1000),
      ("mm^-2", "cm^-2", 100),
      ("degree", "radian", Double.pi / 180), ("Bq", "s^-1", 1),
    ] as [(String, String, Double)])
  func conversions(from: String, to: String, factor: Double) throws {
    let found = try #require(Unit(source: from).factor(to: Unit(source: to)))
    #expect(abs(found / factor - 1) < 1e-12)
  }

  @Test(
    "what measures something else is not converted",
    arguments: [
      ("MeV/cm", "MeV"), ("Sv", "Gy"), ("pSv", "MeV/g"), ("MeV/mm/(g/cm3)", "keV/um"), ("cm", "furlong"),
    ])
  func refused(from: String, to: String) {
    #expect(Unit(source: from).factor(to: Unit(source: to)) == nil)
  }

  @Test(
    "what is divided by an axis' unit and integrated over it is as before",
    arguments: ["cm^-2", "Gy", "1", "Sv", "Bq/g"], ["MeV", "keV/um", "sr", "ns", "MeV cm^2 g^-1"])
  func dividedAndIntegrated(of quantity: String, by axis: String) throws {
    let unit = Unit(source: quantity)
    let density = unit.divided(by: axis)
    let (own, theirs) = try (#require(unit.dimension), #require(Unit(source: axis).dimension))
    var product = try #require(density.dimension)
    product.add(theirs, times: 1)
    #expect(product == own, "\(density)")
    // Where they share no symbol.
    if !["cm", "g"].contains(where: { quantity.contains($0) && axis.contains($0) }) {
      #expect(density.integrated(over: axis)?.text == unit.text)
    }
  }

  @Test("a dose by energy, integrated, is a dose again")
  func doseByEnergy() {
    let density = Unit(source: "MeV/g").divided(by: "MeV")
    #expect(density.text == "g^-1" && density.multiplied(by: "MeV").text == "MeV/g")
  }

  @Test("a dose equivalent is a density, as a dose is")
  func doseEquivalent() {
    #expect(Unit(source: "pSv").isDensity && Unit(source: "Gy").isDensity && !Unit(source: "MeV").isDensity)
  }

  @Test("a choice names a quantity and a unit")
  func choices() {
    #expect(UnitChoice("LET=keV/um")?.unit.text == "keV/um")
    #expect(UnitChoice("LET") == nil && UnitChoice("=Gy") == nil && UnitChoice("LET=nonsense") == nil)
  }
}
