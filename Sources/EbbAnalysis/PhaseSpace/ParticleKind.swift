internal import EbbModel

/// A kind of particle by its number of the Particle Data Group ("Monte Carlo particle numbering scheme", Phys. Rev. D 110,
/// 2024, 030001, section 45); nuclei are ±10LZZZAAAI.
package struct ParticleKind: Sendable, Hashable, Comparable {
  package let code: Int32

  package init(code: Int32) { self.code = code }

  package static func < (a: Self, b: Self) -> Bool { a.code < b.code }

  /// "proton", "C-12"; the number where there is no name here.
  package var name: String {
    if let known = Self.names.first(where: { $0.code == code }) { return known.names[0] }
    guard let (protons, nucleons, level) = nucleus, protons <= Element.symbols.count else {
      return String(code)
    }
    let excited = level == 0 ? "" : "*\(level)"
    return "\(Element.symbols[protons - 1])-\(nucleons)\(excited)"
  }

  /// Z, A and the level of a nucleus without strange quarks.
  private var nucleus: (protons: Int, nucleons: Int, level: Int)? {
    guard code >= 1_000_000_000, code < 1_010_000_000 else { return nil }
    let (protons, nucleons) = (Int(code) / 10_000 % 1000, Int(code) / 10 % 1000)
    return protons > 0 && nucleons >= protons ? (protons, nucleons, Int(code) % 10) : nil
  }

  /// Reads a name ("proton", "gamma", "e-", in any case), a nucleus ("C-12", "C12", "12C") or a number ("2212").
  package init?(_ text: String) {
    let word = text.lowercased()
    if let code = Int32(word), code != 0 {
      self.code = code
    } else if let known = Self.names.first(where: { $0.names.contains(word) }) {
      code = known.code
    } else {
      let letters = word.filter(\.isLetter)
      let digits = word.filter(\.isNumber)
      guard [letters + digits, letters + "-" + digits, digits + letters].contains(word),
        let index = Element.symbols.firstIndex(where: { $0.lowercased() == letters }),
        let nucleons = Int32(digits), nucleons > index, nucleons < 1000
      else { return nil }
      let nucleus = 1_000_000_000 + Int32(index + 1) * 10_000 + nucleons * 10
      code = nucleus == 1_000_010_010 ? 2212 : nucleus
    }
  }

  /// Names that are read, the first of which is written.
  private static let names: [(code: Int32, names: [String])] = [
    (2212, ["proton", "protons", "p"]), (2112, ["neutron", "neutrons", "n"]),
    (22, ["photon", "photons", "gamma"]), (11, ["electron", "electrons", "e-"]),
    (-11, ["positron", "positrons", "e+"]), (-2212, ["antiproton"]), (-2112, ["antineutron"]),
    (13, ["mu-"]), (-13, ["mu+"]), (211, ["pi+"]), (-211, ["pi-"]), (111, ["pi0"]), (321, ["k+"]),
    (-321, ["k-"]), (130, ["k0l"]), (310, ["k0s"]), (12, ["nu_e"]), (-12, ["anti_nu_e"]), (14, ["nu_mu"]),
    (-14, ["anti_nu_mu"]), (1_000_010_020, ["deuteron", "deuterons", "d"]),
    (1_000_010_030, ["triton", "tritons", "t"]),
    (1_000_020_030, ["helium-3", "helium3", "he3", "he-3"]),
    (1_000_020_040, ["alpha", "alphas", "helium-4", "he4", "he-4"]),
  ]
}
