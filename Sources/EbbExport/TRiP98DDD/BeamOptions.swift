internal import EbbModel

/// The beam that a kernel is of, where the results do not state it.
struct BeamOptions: Sendable {
  /// "1H", "12C".
  var projectile: String?
  /// In MeV/u.
  var energy: Double?

  static let names = ["projectile", "energy"]

  init() {}

  init(_ options: FormatOptions) throws(FormatOptionError) {
    if let text = options["projectile"] {
      let number = text.prefix { $0.isASCII && $0.isNumber }
      guard let nucleons = Int(number), nucleons > 0,
        Element.symbols.contains(String(text.dropFirst(number.count)))
      else {
        throw FormatOptionError(
          reason: "--projectile is a number of nucleons and a symbol.", advice: "Try 1H, 4He or 12C.")
      }
      projectile = text
    }
    if let text = options["energy"] {
      guard let energy = Double(text), energy > 0, energy.isFinite else {
        throw FormatOptionError(
          reason: "--energy is a number of MeV/u above 0.", advice: "Try --energy 150.")
      }
      self.energy = energy
    }
  }

  /// The projectile by an estimator's metadata, as SHIELD-HIT12A's files state it.
  static func projectile(in metadata: Metadata) -> String? {
    guard let nucleons = metadata["projectile_a"].flatMap({ Double($0) }).flatMap({ Int(exactly: $0) }),
      let charge = metadata["projectile_z"].flatMap({ Double($0) }).flatMap({ Int(exactly: $0) }),
      nucleons > 0, charge > 0, charge <= Element.symbols.count
    else { return nil }
    return "\(nucleons)\(Element.symbols[charge - 1])"
  }

  /// The energy in MeV/u, likewise.
  static func energy(in metadata: Metadata) -> Double? {
    guard let energy = metadata["Tmax_MeV/amu"].flatMap({ Double($0) }), energy > 0, energy.isFinite else {
      return nil
    }
    return energy
  }
}
