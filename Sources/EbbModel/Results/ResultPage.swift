/// A page ready to be written: aggregated, its axes interpreted, in C order.
package struct ResultPage: Sendable, Equatable {
  package var number: Int
  /// The quantity as stored: "DOSE".
  package var quantity: String
  package var unit: Unit
  package var filter: String?
  package var metadata: Metadata
  package var axes: [Axis]
  /// Of shape [axis1, axis2, …], the last axis fastest; [N, 8] for phase space.
  package var values: [Double]
  /// The same shape, in the unit of the values; `nil` where there is no error to state, as of one contribution.
  package var errors: [Double]?
  package var errorKind: ErrorKind
  /// The degrees of freedom of the errors, ν: one less than the contributions, or fewer where these are very unequal; `nil`
  /// where there are no errors. A bin of its own number of contributions has as much less.
  package var degreesOfFreedom: Double?
  /// The number of contributions to each bin, where `NonFinitePolicy.skip` has skipped some.
  package var binContributions: [Int]?
  /// The number of contributions in which each bin is not 0: of means and sums, where that was asked for. A value of 0 ± 0
  /// with 0 hits is no measurement of nothing: nothing came there (`zeroLimit`).
  package var hits: [UInt32]?
  package var isPhaseSpace: Bool
  package var rule: AggregationRule
  /// The number of contributions that were combined.
  package var contributions: Int
  /// The source particles that the page is made from, where they are known.
  package var primaries: Int64?
  /// The steps that were done to the bins on request, in order: "--sum y: average by width".
  package var operations: [String]
  /// The state that further contributions can be merged with, where that was asked for.
  package var state: PageState?
  /// The platform's order of the values.
  package var storedOrder: MemoryOrder
  /// The axes as the platform holds them; `nil` where they were changed on request.
  package var storedAxes: [StoredAxis]?
  /// The weight of an average over several contributions or bins, "DOSE (page 0)"; "none" where it is by primaries and
  /// volumes.
  package var denominator: String?
  /// The findings of an audit in its contributions: the errors and warnings that an export does not deal with.
  package var findings: [PageFinding] = []
  /// Whether its values are counts that the platform averages, and that were multiplied back to their sums.
  package var countsAreSums = false
  /// Members of the web interface's files that are its own.
  package var interfaceMembers: [Metadata.Entry] = []
  /// The meaning of the values.
  package var meaning: PageMeaning

  package init(
    number: Int, quantity: String, unit: Unit, filter: String?, metadata: Metadata, axes: [Axis],
    values: [Double], errors: [Double]?, errorKind: ErrorKind, binContributions: [Int]? = nil,
    isPhaseSpace: Bool, rule: AggregationRule, contributions: Int, primaries: Int64?,
    operations: [String] = [], state: PageState? = nil,
    storedOrder: MemoryOrder = .lastAxisFastest, storedAxes: [StoredAxis]? = nil,
    meaning: PageMeaning? = nil
  ) {
    self.number = number
    self.quantity = quantity
    self.unit = unit
    self.filter = filter
    self.metadata = metadata
    self.axes = axes
    self.values = values
    self.errors = errors
    self.errorKind = errorKind
    self.binContributions = binContributions
    self.isPhaseSpace = isPhaseSpace
    self.rule = rule
    self.contributions = contributions
    self.primaries = primaries
    self.operations = operations
    self.state = state
    self.storedOrder = storedOrder
    self.storedAxes = storedAxes
    self.meaning =
      meaning
      ?? PageMeaning(quantity: quantity, unit: unit, metadata: metadata, axes: axes, simulator: nil)
  }

  /// [n1, n2, …]; empty for a single value, [N, 8] for phase space.
  package var shape: [Int] {
    isPhaseSpace
      ? [values.count / PhaseSpace.columns.count, PhaseSpace.columns.count]
      : axes.map(\.centres.count)
  }

  /// The hits, where they tell more than that all contributions have hit every bin.
  package var tellingHits: [UInt32]? {
    hits.flatMap { hits in hits.allSatisfy { Int($0) == contributions } ? nil : hits }
  }

  /// The chance that a primary hits a bin, below which it is with a confidence of 95 % where no primary has: 3 of all
  /// primaries, since e⁻³ is 5 % ("the rule of three", Hanley and Lippman-Hand, J. Am. Med. Assoc. 249, 1983, 1743). What a hit
  /// would have added nobody can tell, so it is no limit of the value. `nil` where hits or primaries are not known.
  package var zeroLimit: Double? {
    guard hits != nil, let primaries, primaries > 0 else { return nil }
    return min(1, 2.995732273553991 / Double(primaries))
  }

  /// The quantity, and the filter where there is one: "FLUENCE (Protons)".
  package var label: String { quantity + (filter.map { " (\($0))" } ?? "") }

  /// The kind of the errors, for people: "standard error of the mean".
  package var errorLabel: String { errorKind.label(of: rule) }
}
