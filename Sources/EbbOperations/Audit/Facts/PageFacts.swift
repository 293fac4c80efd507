internal import EbbModel
internal import EbbPipeline

/// Facts about a page's data that checks need, gathered in one look at them.
struct PageFacts: Sendable, Equatable {
  /// An axis that is not stored as it is.
  struct AxisFault: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
      /// Its unit.
      case unit(stored: String, right: String)
      /// Its centres are those of a linear axis, it is logarithmic.
      case linear(from: Double, to: Double)
    }

    var label: String
    var kind: Kind
  }

  var quantity: String
  var filter: String?
  var values: Int
  var nonZero = 0
  var nans = 0
  var infinities = 0
  /// The number below 0, and the least value, where the quantity has no sign.
  var negatives = 0
  var least = 0.0
  /// One that is no whole number.
  var fraction: Double?
  /// Whether the page says that its counts were added up.
  var countsAreSums = false
  /// The sum of what is finite.
  var total = 0.0
  /// A digest of all bits of the values, to find contributions that are the same.
  var digest: UInt64 = 0
  /// Faults of a table of particles.
  var particleFaults: ParticleFaults?
  /// Significant digits of different values that are not 0, no more counted than are evidence.
  var digits = 0
  /// The same of values that are no whole numbers: counts agree by themselves where each primary makes one.
  var fractionDigits = 0
  /// The number of these, no more counted than are evidence.
  var fractions = 0
  /// A sample of what its histories left in single bins; forgotten when the page has been looked at.
  var marks: [HistoryMark] = []

  /// The number of particles that cannot be.
  struct ParticleFaults: Sendable, Equatable {
    /// Directions whose length is not 1, to what a single-precision file keeps.
    var directions = 0
    /// PDG numbers that are not whole.
    var numbers = 0
    /// Energies below 0.
    var energies = 0
    /// PDG numbers of no particle: 0, and nuclei of no nucleons or more protons than nucleons.
    var unknown = 0
    /// Particles with a number that is not finite.
    var nonFinite = 0
  }

  /// As many digits do not agree by chance.
  static let evidence = 24
  /// A page of so many different values is seldom laid down by geometry alone.
  static let manyValues = 8

  /// - Parameters:
  ///   - primaries: from which it was scored, where they are known.
  ///   - interpretation: what the group's first contribution says it is.
  init(_ page: StoredPage, primaries: Int64?, as interpretation: PageInterpretation) {
    quantity = page.quantity
    filter = page.filter
    values = page.values.count
    countsAreSums = page.countsAreSums
    if page.isPhaseSpace { particleFaults = Self.particleFaults(page.values) }
    (digits, fractionDigits, fractions) = Self.digits(page.values)
    let look = page.facts
    (nonZero, total, digest) = (look.nonZero, look.total, look.digest)
    fraction = page.values.first { $0.isFinite && $0 != $0.rounded() }
    if !page.isFinite {
      nans = page.values.count(where: \.isNaN)
      infinities = page.values.count(where: \.isInfinite)
    }
    if look.hasSigns, interpretation.isUnsigned {
      for value in page.values where value < 0 && value.isFinite {
        negatives += 1
        least = min(least, value)
      }
    }
    // Where every bin is hit, none is by one history alone.
    if interpretation.rule == .mean, let primaries, primaries > 0, nonZero < values {
      marks = HistoryMark.sample(of: page.values, primaries: Double(primaries))
    }
  }

  private static func particleFaults(_ values: [Double]) -> ParticleFaults {
    let width = PhaseSpace.columns.count
    var faults = ParticleFaults()
    for start in stride(from: 0, to: values.count - width + 1, by: width) {
      let (number, energy) = (values[start], values[start + width - 1])
      let square = (start + 4...start + 6).reduce(0) { $0 + values[$1] * values[$1] }
      if !(abs(square - 1) <= 1e-3) { faults.directions += 1 }
      if number != number.rounded() {
        faults.numbers += 1
      } else if !isParticle(number) {
        faults.unknown += 1
      }
      if energy < 0 { faults.energies += 1 }
      if !values[start..<start + width].allSatisfy(\.isFinite) { faults.nonFinite += 1 }
    }
    return faults
  }

  /// Whether a PDG number can be one of a particle. Nuclei are ±10LZZZAAAI (Particle Data Group, "Monte Carlo particle
  /// numbering scheme", 14): L strange quarks, Z protons, A nucleons, I the level.
  private static func isParticle(_ number: Double) -> Bool {
    guard let code = Int(exactly: number.magnitude), code != 0 else { return false }
    guard code >= 1_000_000_000 else { return true }
    let (protons, nucleons) = (code / 10_000 % 1000, code / 10 % 1000)
    return code < 1_100_000_000 && nucleons > 0 && protons <= nucleons
  }

  private static func digits(_ values: [Double]) -> (all: Int, ofFractions: Int, fractions: Int) {
    var seen: [Double] = []
    var (digits, ofFractions, fractions) = (0, 0, 0)
    var looks = 0
    for value in values where value != 0 && value.isFinite {
      // Of many equal values no more is learned.
      looks += 1
      guard ofFractions < evidence || fractions < manyValues, looks <= 256 else { break }
      let isWhole = value == value.rounded()
      // Of whole numbers no more is asked.
      guard !isWhole || digits < evidence, !seen.contains(value) else { continue }
      seen.append(value)
      let count = significantDigits(value)
      digits += count
      if !isWhole {
        ofFractions += count
        fractions += 1
      }
    }
    return (min(digits, evidence), min(ofFractions, evidence), min(fractions, manyValues))
  }

  /// The significant digits of the shortest text of a number that is not 0.
  private static func significantDigits(_ value: Double) -> Int {
    // Whole numbers, as counts are, without their text.
    if let whole = Int64(exactly: value), whole.magnitude < 1 << 53 {
      var rest = whole.magnitude
      while rest % 10 == 0 { rest /= 10 }
      var digits = 0
      while rest > 0 {
        rest /= 10
        digits += 1
      }
      return digits
    }
    var (count, zeros) = (0, 0)
    for character in value.description.utf8 {
      switch character {
      case UInt8(ascii: "e"): return max(1, count)
      // Zeros count where other digits stand before and after them.
      case UInt8(ascii: "0"): zeros += count > 0 ? 1 : 0
      case UInt8(ascii: "1")...UInt8(ascii: "9"): (count, zeros) = (count + zeros + 1, 0)
      default: break
      }
    }
    return max(1, count)
  }

  static func faults(of page: StoredPage, _ axes: [Axis]) -> [AxisFault] {
    zip(page.axes, axes).flatMap { stored, axis in
      var faults: [AxisFault] = []
      let unit = Unit(source: stored.unit).text
      if unit != axis.unit {
        faults.append(AxisFault(label: axis.label, kind: .unit(stored: stored.unit, right: axis.unit)))
      }
      if axis.scale == .logarithmic, stored.centres != axis.centres, let edges = axis.edges,
        let from = edges.first, let to = edges.last
      {
        faults.append(AxisFault(label: axis.label, kind: .linear(from: from, to: to)))
      }
      return faults
    }
  }
}
