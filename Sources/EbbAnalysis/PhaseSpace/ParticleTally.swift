/// Sums over the particles of a phase space, by kind, and by groups of contributions from which their errors follow.
///
/// Memory is bounded by kinds and sums: where there are more contributions than `2·groups`, neighbouring groups are put
/// together.
package struct ParticleTally: ParticleAccumulator {
  /// What is summed.
  package enum Measure: Sendable, Equatable {
    /// What figures follow from, kind by kind and of all together.
    case moments
    /// The number in each bin, of each chosen kind, or of all together where none is.
    case histogram(ParticleHistogram)

    var width: Int {
      switch self {
      case .moments: ParticleMoments.width
      case .histogram(let histogram): histogram.bins
      }
    }
  }

  /// The contributions that are summed together.
  private struct Group: Sendable {
    var weight = 0.0
    var contributions = 0
    /// `Measure.width` numbers for each kind that was known then; 0 of the others.
    var sums: [Double] = []

    func sums(_ place: Int, width: Int) -> [Double] {
      let start = place * width
      return start < sums.count
        ? Array(sums[start..<start + width]) : Array(repeating: 0, count: width)
    }

    mutating func add(_ other: Group) {
      weight += other.weight
      contributions += other.contributions
      if sums.count < other.sums.count {
        sums += Array(repeating: 0, count: other.sums.count - sums.count)
      }
      for index in other.sums.indices { sums[index] += other.sums[index] }
    }
  }

  package let measure: Measure
  private let selection: ParticleSelection
  private let mostGroups: Int
  private var groups: [Group] = []
  /// The contributions that make a group.
  private var size = 1
  /// The kinds in the order in which they came; `nil` for all together.
  private var kinds: [ParticleKind?] = []
  private var places: [ParticleKind?: Int] = [:]
  /// The first particle of each, which its sums are taken from.
  private var origins: [Particle?] = []
  package private(set) var impossible = 0

  package init(_ measure: Measure, of selection: ParticleSelection) {
    self.measure = measure
    self.selection = selection
    // 8 bytes each: 64 MB of a kind at most, and no fewer groups than tell an error.
    mostGroups = min(256, max(16, 4_000_000 / max(measure.width, 1)))
    switch measure {
    case .moments: open(nil)
    case .histogram where selection.kinds.isEmpty: open(nil)
    case .histogram: for kind in selection.kinds { open(kind) }
    }
  }

  @discardableResult private mutating func open(_ kind: ParticleKind?) -> Int {
    if let place = places[kind] { return place }
    places[kind] = kinds.count
    kinds.append(kind)
    origins.append(nil)
    return kinds.count - 1
  }

  package mutating func add(_ values: [Double], weight: Double) throws(TooManyKinds) {
    var group = Group(weight: weight, contributions: 1)
    group.sums = Array(repeating: 0, count: kinds.count * measure.width)
    switch measure {
    case .moments: try addMoments(values, to: &group)
    case .histogram(let histogram):
      let found = Particle.each(of: values) { particle in
        guard let place = places[selection.kinds.isEmpty ? nil : particle.kind],
          selection.contains(particle), let bin = histogram.bin(of: particle)
        else { return }
        group.sums[place * histogram.bins + bin] += 1
      }
      impossible += found
    }
    if let last = groups.indices.last, groups[last].contributions < size {
      groups[last].add(group)
    } else {
      groups.append(group)
    }
    guard groups.count == 2 * mostGroups, groups.last?.contributions == size else { return }
    groups = stride(from: 0, to: groups.count, by: 2).map { first in
      var both = groups[first]
      both.add(groups[first + 1])
      return both
    }
    size *= 2
  }

  private mutating func addMoments(_ values: [Double], to group: inout Group) throws(TooManyKinds) {
    let width = ParticleMoments.width
    // Most particles are of the kind of the one before.
    var last: (kind: ParticleKind, place: Int)?
    let found = try Particle.each(of: values) { particle throws(TooManyKinds) in
      guard selection.contains(particle) else { return }
      let place: Int
      if let last, last.kind == particle.kind {
        place = last.place
      } else {
        place = open(particle.kind)
        guard kinds.count <= TooManyKinds.most else { throw TooManyKinds() }
        if group.sums.count < kinds.count * width { group.sums += Array(repeating: 0, count: width) }
        last = (particle.kind, place)
      }
      for place in [0, place] {
        if origins[place] == nil { origins[place] = particle }
        guard let origin = origins[place] else { return }
        ParticleMoments.add(particle, from: origin, to: &group.sums, at: place * width)
      }
    }
    impossible += found
  }

  /// The sums of a kind, `nil` for all together, and the groups that they can be taken again of.
  package struct Result: Sendable {
    package var kind: ParticleKind?
    /// The particle that moments are taken from; `nil` where there is none.
    var origin: Particle?
    package var sums: [Double]
    /// `nil` of one contribution.
    package var replicates: Replicates?
  }

  package var contributions: Int { groups.reduce(0) { $0 + $1.contributions } }

  /// Of all together first, where there are several kinds, then the kinds by their numbers of particles.
  package var results: [Result] {
    let width = measure.width
    let found = kinds.indices.map { place in
      let parts = groups.map { group in
        var sums = group.sums(place, width: width)
        if measure == .moments {
          // Of each kind the share of all, which a group has had where it has none of the kind, too.
          sums[ParticleMoments.Sum.allKinds.rawValue] = group.sums(0, width: width)[0]
        }
        return sums
      }
      var sums = Array(repeating: 0.0, count: width)
      for part in parts { for index in part.indices { sums[index] += part[index] } }
      return Result(
        kind: kinds[place], origin: origins[place], sums: sums, replicates: replicates(of: parts))
    }
    guard measure == .moments else { return found }
    let parts = found.dropFirst().sorted {
      let (a, b) = ($0.sums[0], $1.sums[0])
      return a == b ? ($0.kind?.code ?? 0) < ($1.kind?.code ?? 0) : a > b
    }
    return parts.count == 1 ? parts : [found[0]] + parts
  }

  private func replicates(of parts: [[Double]]) -> Replicates? {
    guard parts.count > 1 else { return nil }
    let weights = groups.map(\.weight)
    return Replicates(
      weights: weights, values: zip(parts, weights).map { part, weight in part.map { $0 / weight } },
      scale: weights.reduce(0, +), isSum: true, contributions: contributions)
  }
}

extension ParticleTally.Result {
  /// The figures of `ParticleFigures.outline`, and their errors by the jackknife.
  package func figures(
    primaries: Int64?, threads: Int
  ) async throws(CancellationError) -> (values: [Double?], errors: [Double?]) {
    guard let origin else {
      return (ParticleFigures.outline.map { _ in nil }, ParticleFigures.outline.map { _ in nil })
    }
    let figures = ParticleFigures(from: origin, primaries: primaries)
    let values = figures.figures(of: sums)
    guard let replicates else { return (values, values.map { _ in nil }) }
    let errors = try await Jackknife.errors(of: values, sums, replicates, threads: threads) {
      figures.figures(of: $0)
    }
    return (values, errors)
  }

  /// The errors of the sums themselves, as of the bins of a histogram; `nil` of one contribution.
  package func errors(threads: Int) async throws(CancellationError) -> [Double?]? {
    guard let replicates else { return nil }
    return try await Jackknife.errors(of: sums, sums, replicates, threads: threads) { $0 }
  }
}
