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

  var rule: AggregationRule?
  var isPhaseSpace: Bool
  var quantity: String
  var values: Int
  var nonZero = 0
  var nans = 0
  var infinities = 0
  /// The number below 0, and the least value, where the quantity has no sign.
  var negatives = 0
  var least = 0.0
  /// One that is no whole number.
  var fraction: Double?
  /// The sum of what is finite.
  var total = 0.0
  /// A digest of all bits of the values, to find contributions that are the same.
  var digest: UInt64 = 0xcbf2_9ce4_8422_2325
  var axisFaults: [AxisFault]
  var axes: [Axis]
  /// Faults of a table of particles.
  var particleFaults: ParticleFaults?
  /// Significant digits of different values that are not 0, no more counted than are evidence.
  var digits = 0

  /// The number of particles that cannot be.
  struct ParticleFaults: Sendable, Equatable {
    /// Directions whose length is not 1, to what a single-precision file keeps.
    var directions = 0
    /// PDG numbers that are not whole.
    var numbers = 0
    /// Energies below 0.
    var energies = 0
  }

  /// As many digits do not agree by chance.
  static let evidence = 24

  init(_ page: StoredPage) {
    let meaning = page.meaning
    rule = page.rule(by: meaning)
    isPhaseSpace = page.isPhaseSpace
    quantity = page.quantity
    values = page.values.count
    axisFaults = Self.faults(of: page)
    axes = page.isPhaseSpace ? [] : page.interpretedAxes()
    if page.isPhaseSpace { particleFaults = Self.particleFaults(page.values) }
    digits = Self.digits(page.values)
    let cannotBeNegative = page.isPhaseSpace ? false : Self.cannotBeNegative(meaning)
    for value in page.values {
      // A step of SplitMix64's mixing between words.
      digest = (digest ^ value.bitPattern) &* 0xbf58_476d_1ce4_e5b9
      digest ^= digest >> 29
      if value != 0 { nonZero += 1 }
      if value.isFinite {
        total += value
        if value < 0, cannotBeNegative {
          negatives += 1
          least = min(least, value)
        }
        if fraction == nil, value != value.rounded() { fraction = value }
      } else if value.isNaN {
        nans += 1
      } else {
        infinities += 1
      }
    }
  }

  private static func cannotBeNegative(_ meaning: PageMeaning) -> Bool {
    guard let quantity = meaning.quantity, !quantity.isSigned else { return false }
    return meaning.overBins == .amount || meaning.overBins == .density
  }

  private static func particleFaults(_ values: [Double]) -> ParticleFaults {
    let width = PhaseSpace.columns.count
    var faults = ParticleFaults()
    for start in stride(from: 0, to: values.count - width + 1, by: width) {
      let (number, energy) = (values[start], values[start + width - 1])
      let square = (start + 4...start + 6).reduce(0) { $0 + values[$1] * values[$1] }
      if !(abs(square - 1) <= 1e-3) { faults.directions += 1 }
      if number != number.rounded() { faults.numbers += 1 }
      if energy < 0 { faults.energies += 1 }
    }
    return faults
  }

  private static func digits(_ values: [Double]) -> Int {
    var seen: Set<UInt64> = []
    var digits = 0
    for value in values where value != 0 && value.isFinite && digits < evidence {
      guard seen.insert(value.bitPattern).inserted else {
        if seen.count > 64 { break }
        continue
      }
      let mantissa = value.description.prefix { $0 != "e" }.filter(\.isNumber).drop { $0 == "0" }
      digits += max(1, mantissa.count - (mantissa.reversed().prefix { $0 == "0" }.count))
    }
    return digits
  }

  private static func faults(of page: StoredPage) -> [AxisFault] {
    zip(page.axes, page.interpretedAxes()).flatMap { stored, axis in
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
