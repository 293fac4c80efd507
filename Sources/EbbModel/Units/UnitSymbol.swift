/// The symbols that UDUNITS and pint both know, as far as results have them, and what they measure in SI.
struct UnitSymbol: Sendable, Equatable {
  /// The factor from it to the SI unit.
  var factor: Double
  var dimension: UnitDimension

  /// The SI units and those accepted beside them (BIPM, The International System of Units, 9th edition, 2019).
  private static let bases: [String: UnitSymbol] = {
    // 1 eV in J (exact), 1 u in kg (CODATA 2018).
    let electronvolt = 1.602176634e-19
    let massUnit = 1.66053906660e-27
    let energy = UnitDimension(length: 2, mass: 1, time: -2)
    let dose = UnitDimension(length: 2, time: -2)
    return [
      "m": UnitSymbol(factor: 1, dimension: UnitDimension(length: 1)),
      "g": UnitSymbol(factor: 1e-3, dimension: UnitDimension(mass: 1)),
      "s": UnitSymbol(factor: 1, dimension: UnitDimension(time: 1)),
      "A": UnitSymbol(factor: 1, dimension: UnitDimension(current: 1)),
      "C": UnitSymbol(factor: 1, dimension: UnitDimension(time: 1, current: 1)),
      "eV": UnitSymbol(factor: electronvolt, dimension: energy),
      "J": UnitSymbol(factor: 1, dimension: energy),
      "Gy": UnitSymbol(factor: 1, dimension: dose),
      "Sv": UnitSymbol(factor: 1, dimension: UnitDimension(length: 2, time: -2, equivalent: 1)),
      "Bq": UnitSymbol(factor: 1, dimension: UnitDimension(time: -1)),
      "Hz": UnitSymbol(factor: 1, dimension: UnitDimension(time: -1)),
      "b": UnitSymbol(factor: 1e-28, dimension: UnitDimension(length: 2)),
      "u": UnitSymbol(factor: massUnit, dimension: UnitDimension(mass: 1)),
      "amu": UnitSymbol(factor: massUnit, dimension: UnitDimension(mass: 1)),
      "sr": UnitSymbol(factor: 1, dimension: UnitDimension(solidAngle: 1)),
      "radian": UnitSymbol(factor: 1, dimension: UnitDimension(angle: 1)),
      "degree": UnitSymbol(factor: .pi / 180, dimension: UnitDimension(angle: 1)),
      "percent": UnitSymbol(factor: 0.01, dimension: UnitDimension()),
      "min": UnitSymbol(factor: 60, dimension: UnitDimension(time: 1)),
      "h": UnitSymbol(factor: 3600, dimension: UnitDimension(time: 1)),
      "day": UnitSymbol(factor: 86_400, dimension: UnitDimension(time: 1)),
      "l": UnitSymbol(factor: 1e-3, dimension: UnitDimension(length: 3)),
    ]
  }()

  /// Symbols that take no prefix.
  private static let bare: Set = ["u", "amu", "radian", "degree", "percent", "min", "h", "day"]

  private static let prefixes: [(String, Double)] = [
    ("da", 10), ("Y", 1e24), ("Z", 1e21), ("E", 1e18), ("P", 1e15), ("T", 1e12), ("G", 1e9), ("M", 1e6),
    ("k", 1e3), ("h", 1e2), ("d", 1e-1), ("c", 1e-2), ("m", 1e-3), ("u", 1e-6), ("n", 1e-9), ("p", 1e-12),
    ("f", 1e-15), ("a", 1e-18), ("z", 1e-21), ("y", 1e-24),
  ]

  /// Other ways of writing, in lower case.
  private static let spellings = [
    "deg": "degree", "degrees": "degree", "radians": "radian", "rad": "radian", "micron": "um",
    "microns": "um",
    "micrometer": "um", "barn": "b", "becquerel": "Bq", "gray": "Gy", "sievert": "Sv", "steradian": "sr",
    "%": "percent", "perc": "percent", "coulomb": "C", "sec": "s", "second": "s", "seconds": "s",
    "mev": "MeV",
    "kev": "keV", "gev": "GeV", "ev": "eV", "hour": "h", "hours": "h", "minute": "min", "minutes": "min",
    "days": "day", "mm": "mm", "cm": "cm",
  ]

  /// The spelling of a symbol that both UDUNITS and pint know; `nil` for what is none.
  static func canonical(_ word: String) -> String? {
    var word = word
    if let first = word.first, first == "µ" || first == "μ" { word = "u" + word.dropFirst() }
    // As SHIELD-HIT12A writes doses, whose radians are "rad".
    if word == "Rad" { return "cGy" }
    if word == "Rem" { return "cSv" }
    if symbol(word) != nil { return word }
    return spellings[word.lowercased()]
  }

  /// The unit that a symbol stands for, a prefix before it.
  static func symbol(_ word: String) -> UnitSymbol? {
    if let base = bases[word] { return base }
    for (prefix, factor) in prefixes where word.count > prefix.count && word.hasPrefix(prefix) {
      let name = String(word.dropFirst(prefix.count))
      if !bare.contains(name), let base = bases[name] {
        return UnitSymbol(factor: base.factor * factor, dimension: base.dimension)
      }
    }
    return nil
  }
}
