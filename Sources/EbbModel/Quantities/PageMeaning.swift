/// The meaning of a page's values: by the catalogue, else by what the page says of itself, else not known.
package struct PageMeaning: Sendable, Equatable {
  /// The catalogue's entry; `nil` where it has none.
  package var quantity: Quantity?
  /// `nil` where nothing tells.
  package var overBins: BinMeaning?
  package var overTasks: AggregationRule
  package var isPerPrimary: Bool
  package var denominator: Denominator?
  /// The true unit, and beside it what is no unit.
  package var unit: Unit
  /// The quantity's name in captions.
  package var longName: String
  /// Whether a page says that bins of its differential axes are densities (`page_diff_type`).
  private var isStatedDifferential: Bool
  /// The user's word where nothing tells.
  private var assumed: BinMeaning?
  /// Whether anything of it is what the user says.
  package private(set) var usesAssumption = false

  /// - Parameter assumed: what bins hold where nothing tells, and what they are of their axes.
  package init(
    quantity name: String, unit: Unit, metadata: Metadata, axes: [Axis], simulator: Simulator?,
    assumed: BinMeaning? = nil
  ) {
    let names = [metadata.detectorType, name].compactMap(\.self)
    let entry = QuantityCatalogue.entry(names, unit: unit, simulator: simulator)
    let stated = metadata.normalization
    quantity = entry
    let known = Self.meaning(stated, entry, unit, axes)
    let isAssumedRatio = known == nil && assumed == .ratio
    overBins = known ?? assumed
    overTasks = isAssumedRatio ? .ratio : Self.rule(stated, entry)
    denominator = overBins == .ratio ? entry?.denominator : nil
    isPerPrimary = unit.isPerPrimary || !isAssumedRatio && Self.isPerPrimary(stated, entry, simulator)
    longName = entry?.longName ?? name
    isStatedDifferential = metadata["page_diff_type"] != nil
    self.unit = unit
    correctUnit(axes, simulator)
    if let assumed {
      usesAssumption = known == nil || axes.contains { $0.isDifferential && overAxis($0) == nil }
      self.assumed = assumed
    }
  }

  /// The rule by which contributions are combined: the catalogue's of averages and constants, whatever a page says;
  /// of amounts and densities the page's own, since it knows whether they were divided by the primaries.
  private static func rule(_ stated: PageNormalization, _ entry: Quantity?) -> AggregationRule {
    switch (stated, entry?.overTasks) {
    case (.list, _): .concatenation
    case (_, .some(let rule)) where rule != .mean && rule != .sum: rule
    case (.identical, _): .identical
    case (.sum, _): .sum
    case (.perPrimary, _): .mean
    case (.average, .some(.mean)): .mean
    case (.average, _): .ratio
    case (.unstated, let rule), (.unknown, let rule): rule ?? .mean
    }
  }

  private static func isPerPrimary(
    _ stated: PageNormalization, _ entry: Quantity?, _ simulator: Simulator?
  ) -> Bool {
    // What is an average or a constant is so of any number of primaries.
    if let entry, entry.overTasks != .mean, entry.overTasks != .sum { return false }
    return switch stated {
    case .perPrimary: true
    case .identical, .sum, .average, .list: false
    case .unstated, .unknown: entry?.isPerPrimary ?? (simulator?.dividesByPrimaries == true)
    }
  }

  private static func meaning(
    _ stated: PageNormalization, _ entry: Quantity?, _ unit: Unit, _ axes: [Axis]
  ) -> BinMeaning? {
    if let entry {
      // An average of what was scored is no amount, whatever it is called.
      if entry.overBins == .amount, stated == .average { return .ratio }
      guard entry.overBins == .density else { return entry.overBins }
      // The volumes of zones are not known: what is in them is left undivided.
      if entry.simulator == .fluka, axes.contains(where: { $0.kind == .zone }) { return .amount }
      return entry.simulator == .shieldhit && isTimesVolume(unit, entry) ? .amount : .density
    }
    switch stated {
    case .identical: return unit.text == "1" ? .label : unit.isDensity ? .density : nil
    case .sum: return .amount
    case .average: return .ratio
    case .unstated, .perPrimary, .list, .unknown: return unit.isDensity ? .density : nil
    }
  }

  /// Whether the unit is that of the quantity times a volume, as SHIELD-HIT12A gives it in zones: "MeV" of a dose, "cm" of
  /// a fluence.
  private static func isTimesVolume(_ unit: Unit, _ entry: Quantity) -> Bool {
    guard let stated = unit.dimension, var own = Unit(source: entry.unit).dimension, stated != own else {
      return false
    }
    own.add(.length, times: 3)
    return stated == own || stated == .energy
  }

  /// States what the stored unit leaves out: the volume, "per primary", and what a spectrum is divided by.
  private mutating func correctUnit(_ axes: [Axis], _ simulator: Simulator?) {
    if let entry = quantity, entry.isUnitMisstated, overBins == .density {
      correctUnit(by: entry)
      if let remark = entry.remark { unit.add(normalization: remark) }
    }
    if isPerPrimary, !unit.isPerPrimary, statesNormalization {
      unit.add(normalization: Unit.perPrimary)
    }
    guard overBins == .density || overBins == .amount, isStatedDifferential else { return }
    for axis in axes
    where axis.isDifferential && axis.unit != "1" && unit.integrated(over: axis.unit) == nil
      && !unit.isDivided(byKindOf: axis.unit)
    {
      unit = unit.divided(by: axis.unit)
    }
  }

  /// Gives the unit that holds on a mesh: the stored one where it measures that, by the volume where that is left out,
  /// else the catalogue's.
  private mutating func correctUnit(by entry: Quantity) {
    let own = Unit(source: entry.unit)
    guard let dimension = unit.dimension, let right = own.dimension, dimension != right else { return }
    let byVolume = unit.multiplied(by: "cm^-3")
    unit.text = byVolume.dimension == right ? byVolume.text : own.text
  }

  /// Exports of SHIELD-HIT12A's dose and fluence say of their normalization what the stored unit says, as they always
  /// have.
  private var statesNormalization: Bool {
    quantity.map { !($0.simulator == .shieldhit && ["DOSE", "FLUENCE"].contains($0.names[0])) } ?? true
  }

  /// The meaning of the bins of an axis that is no part of space; `nil` where nothing tells.
  package func overAxis(_ axis: Axis) -> AxisMeaning? {
    if unit.integrated(over: axis.unit) != nil || isStatedDifferential { return .density }
    // Counts of which nothing else is said are what each bin has counted.
    if overBins == .amount { return .share }
    // An axis of which nothing is known may be either.
    if axis.kind != .other, let known = quantity?.overAxis { return known }
    return switch assumed {
    case .amount?: .share
    case .density?: .density
    case .ratio?, .label?, nil: nil
    }
  }
}
