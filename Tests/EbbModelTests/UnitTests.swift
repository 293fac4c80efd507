import EbbModel
import Testing

@Suite("Unit")
struct UnitTests {
  @Test(
    "every unit that occurs in real results, in the form that UDUNITS and pint parse",
    arguments: [
      ("", "1", nil), ("(dimensionless)", "1", nil), ("zone number", "1", nil), ("None", "1", nil),
      ("MeV", "MeV", nil), ("Gy", "Gy", nil), ("cm", "cm", nil), ("ns", "ns", nil), ("deg", "degree", nil),
      ("radians", "radian", nil), ("MeV/cm", "MeV/cm", nil), ("MeV/g", "MeV/g", nil),
      ("g/cm^3", "g/cm^3", nil),
      ("keV/um", "keV/um", nil), ("/cm^2", "cm^-2", nil), ("/mm2", "mm^-2", nil),
      ("/cm^2/MeV", "cm^-2 MeV^-1", nil),
      ("/cm^2;MeV", "cm^-2 MeV^-1", nil), ("/cm^2;MeV;deg", "cm^-2 MeV^-1 degree^-1", nil),
      ("/cm^2;MeV;", "cm^-2 MeV^-1", nil), ("MeV/g/prim", "MeV/g", "per primary"),
      ("MeV/primary", "MeV", "per primary"), ("/primary", "1", "per primary"),
      ("cm^-2/primary", "cm^-2", "per primary"),
      ("/cm^2/prim", "cm^-2", "per primary"), ("/cm^2/MeV/prim", "cm^-2 MeV^-1", "per primary"),
      ("/cm^2/MeV/deg/prim", "cm^-2 MeV^-1 degree^-1", "per primary"), ("MeV/nucleon", "MeV", "per nucleon"),
      ("MeV/nucl", "MeV", "per nucleon"), ("MeV/nucleon/prim", "MeV", "per nucleon, per primary"),
      ("1/cm^2", "cm^-2", nil), ("#", "1", nil), ("#/prim", "1", "per primary"),
    ] as [(String, String, String?)])
  func realUnits(source: String, text: String, normalization: String?) {
    let unit = Unit(source: source)
    #expect(unit.text == text)
    #expect(unit.normalization == normalization)
    #expect(unit.source == source)
  }

  @Test(
    "other ways of writing",
    arguments: [
      (" MeV / g ", "MeV/g"), ("MeV/g/PRIM", "MeV/g"), ("cm3", "cm^3"), ("cm^1", "cm"),
      ("MeV/cm^1", "MeV/cm"), ("J/kg^1/s2", "J kg^-1 s^-2"), ("/cm^-2", "cm^2"), ("Gy/cm^-2", "Gy cm^2"),
      ("MeV/g^-1", "MeV g"), ("//", "1"), (";", "1"), ("MeV//g", "MeV/g"), ("prim", "1"),
      ("Gy/rad", "Gy/radian"),
      ("cm^2/g", "cm^2/g"), ("/cm2/sr", "cm^-2 sr^-1"), ("/cm^2;keV/um", "cm^-2 keV^-1 um"),
      ("/cm^2;/MeV", "cm^-2 MeV^-1"), ("/cm^2; MeV ;/deg", "cm^-2 MeV^-1 degree^-1"),
      ("/cm^2;(MeV/cm)", "cm^-2 MeV^-1 cm"),
    ])
  func otherUnits(source: String, text: String) {
    #expect(Unit(source: source).text == text)
  }

  @Test(
    "exponents set high or in braces, words for per, numbers, and what is in no unit",
    arguments: [
      ("cm⁻²", "cm^-2", nil), ("MeV cm⁻³ sr⁻¹", "MeV cm^-3 sr^-1", nil), ("m²/kg", "m^2/kg", nil),
      ("cm^{-2}", "cm^-2", nil), ("cm^{2}/g", "cm^2/g", nil), ("cm−2", "cm^-2", nil),
      ("MeV per nucleon", "MeV", "per nucleon"), ("per primary", "1", "per primary"),
      ("MeV/g per primary", "MeV/g", "per primary"), ("percent", "percent", nil), ("percm2", "cm^-2", nil),
      ("10^-6 Gy", "Gy", "times 10^-6"), ("1e-6 Gy", "Gy", "times 1e-6"), ("Gy/1e6", "Gy", "per 1e6"),
      ("100 cm", "cm", "times 100"), ("cm^-2/10^9", "cm^-2", "per 10^9"), ("2 eV", "eV", "times 2"),
      ("a.u.", "1", "arbitrary units"), ("rel.units", "1", "relative"), ("%%", "1", "per mille"),
      ("Rad", "cGy", nil), ("Rem", "cSv", nil), ("rad", "radian", nil),
    ] as [(String, String, String?)])
  func oddUnits(source: String, text: String, normalization: String?) {
    let unit = Unit(source: source)
    #expect(unit.text == text)
    #expect(unit.normalization == normalization)
  }

  @Test(
    "hostile text is taken apart without a crash",
    arguments: [
      "/cm^-9223372036854775808", "cm^9223372036854775807", "/cm^99999999999999999999", "^", "/^", "^2", "/2",
      "2",
      "/²", "m²", "/m百", "cm^", "cm^x", "/cm^x", "^^", "/^^2", "a^b^c", "\u{0}", "/\n/", "🧪/żółć", "/cm^+2",
      "/cm^-0",
      String(repeating: "/", count: 100_000), String(repeating: "MeV/", count: 20_000),
      String(repeating: " ", count: 100_000),
    ])
  func hostileUnits(source: String) {
    let unit = Unit(source: source)
    #expect(!unit.text.isEmpty)
    #expect(unit.source == source)
  }
}
