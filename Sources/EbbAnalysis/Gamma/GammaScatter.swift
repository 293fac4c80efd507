internal import EbbModel

/// The scatter of a gamma pass rate: its standard error, and the pass rate that noise alone would give.
///
/// The error is that of the jackknife over the contributions of both sides, or groups of neighbouring ones: the index of
/// all bins is computed again without each. For the noise, contributions of one side are dealt into two halves, which
/// differ by noise alone, and one is held against the other by the same criteria. Halves are noisier than the sides, so
/// both are drawn towards their mean until their difference has the variance of the difference of the sides.
package struct GammaScatter: Sendable, Equatable {
  /// The standard error of the pass rate: of the contributions of both sides, or of the one that has any; `nil` where none of
  /// them changes it.
  package var error: Double?
  /// The pass rate where noise alone makes sides differ: the mean over several ways to deal.
  package var noisePassing: Double?

  /// The most groups of a side, each of which costs an index, and the fewest that tell of a scatter.
  static let maxGroups = 10
  static let minGroups = 3
  static let maxDeals = 4
  /// The most bins whose index is computed again in all: some 10 s on two threads, of bins in three dimensions.
  static let maxBins = 6e6

  /// A side of an index: a dose, its errors, and what it is made of.
  package struct Side: Sendable {
    package var map: GammaIndex.Map
    package var errors: [Double]?
    /// `nil` where there are none.
    package var replicates: Replicates?

    package init(_ map: GammaIndex.Map, errors: [Double]?, replicates: Replicates?) {
      self.map = map
      self.errors = errors
      // Bins that skip contributions have weights of their own, and fewer bins are left than the rate is of.
      self.replicates = replicates.flatMap {
        $0.binsOfValue == 1 && $0.count > 1 && $0.binWeights == nil ? $0 : nil
      }
    }
  }

  /// - Parameters:
  ///   - passing: the pass rate of all contributions.
  ///   - bins: the number of bins that have an index.
  /// - Returns: neither figure where no side has contributions, or the page is too large to compute the index as often.
  package static func of(
    _ passing: Double, bins: Int, _ index: GammaIndex, _ a: Side, _ b: Side, threads: Int
  ) async throws(CancellationError) -> GammaScatter {
    var scatter = GammaScatter()
    let sides = [a.replicates, b.replicates].compactMap(\.self).count
    guard sides > 0, bins > 0 else { return scatter }
    let affordable = Int(min(maxBins / Double(bins), 1000))
    let deals = min(maxDeals, affordable - sides * minGroups)
    guard deals > 0 else { return scatter }
    let groups = min(maxGroups, (affordable - deals) / sides)
    var variance = 0.0
    for isFirst in [true, false] {
      guard let replicates = isFirst ? a.replicates : b.replicates else { continue }
      let few = replicates.grouped(groups)
      guard few.count >= min(minGroups, replicates.count) else { return scatter }
      let own = isFirst ? a.map.values : b.map.values
      var without: [Double] = []
      for group in 0..<few.count {
        let rest = few.values(of: own, without: group)
        let found = try await index.figures(
          reference: isFirst ? a.map.with(rest) : a.map, evaluated: isFirst ? b.map : b.map.with(rest),
          threads: threads)
        guard let rate = found.passRate else { return scatter }
        without.append(rate)
      }
      guard let error = Jackknife.error(of: passing, without: without, weights: few.weights) else {
        return scatter
      }
      variance += error * error
    }
    // A rate that stays as it is whatever is left out, 100 % above all, says nothing of its error.
    if variance > 0 { scatter.error = variance.squareRoot() }
    scatter.noisePassing = try await noise(index, a, b, deals: deals, threads: threads)
    return scatter
  }

  private static func noise(
    _ index: GammaIndex, _ a: Side, _ b: Side, deals: Int, threads: Int
  ) async throws(CancellationError) -> Double? {
    let (own, other) = a.replicates != nil ? (a, b) : (b, a)
    guard let replicates = own.replicates else { return nil }
    let noise = relativeNoise(own.errors, other.errors)
    var rates: [Double] = []
    for deal in HalfDeals(replicates.count, most: deals).halves {
      let weight = deal.reduce(0) { $0 + replicates.weights[$1] }
      let rest = replicates.weight - weight
      var half = [Double](repeating: 0, count: own.map.values.count)
      for part in deal {
        try checkCancellation()
        let factor = replicates.scale * replicates.weights[part] / weight
        for bin in half.indices { half[bin] += factor * replicates.values[part][bin] }
      }
      // Of a mean m of variance v: half − m has v·rest/weight, and the other half is as far on the other side, by
      // weight/rest. The difference has v·W²/(weight·rest), and should have v·(1 + the other side's share).
      let whole = replicates.weight * replicates.weight / (weight * rest)
      let shrink = ((1 + noise) / whole).squareRoot()
      let mean = own.map.values
      let first = zip(mean, half).map { $0 + shrink * ($1 - $0) }
      let second = zip(mean, half).map { $0 - shrink * ($1 - $0) * weight / rest }
      let found = try await index.figures(
        reference: own.map.with(first), evaluated: own.map.with(second), threads: threads)
      if let rate = found.passRate { rates.append(rate) }
    }
    return rates.isEmpty ? nil : rates.reduce(0, +) / Double(rates.count)
  }

  /// The other side's variance over this one's, all bins together; 1 where it is not known.
  private static func relativeNoise(_ errors: [Double]?, _ others: [Double]?) -> Double {
    func square(_ errors: [Double]) -> Double {
      errors.reduce(0) { $1.isFinite ? $0 + $1 * $1 : $0 } / Double(max(errors.count, 1))
    }
    guard let errors, let others else { return 1 }
    let (own, other) = (square(errors), square(others))
    return own > 0 ? other / own : 1
  }
}

/// Ways to deal a number of things into two halves, each way once: all, or some drawn at random, always the same ones.
private struct HalfDeals {
  /// The things of one half each.
  let halves: [[Int]]

  init(_ count: Int, most: Int) {
    var found: [[Int]] = []
    var random = UniformSource(seed: UInt64(count))
    // Neighbours first, which drift together, one to each half.
    found.append(stride(from: 0, to: count, by: 2).map { $0 })
    var tries = 0
    while found.count < most, tries < 10 * most {
      tries += 1
      var places = Array(0..<count)
      for place in 0..<count / 2 { places.swapAt(place, place + random.next(below: count - place)) }
      let half = Set(places[..<(count / 2)])
      // Named by the half that has the first.
      let named = places.filter { half.contains($0) == half.contains(0) }.sorted()
      if !found.contains(named) { found.append(named) }
    }
    halves = found
  }
}

extension GammaIndex.Map {
  /// The same mesh with other values.
  fileprivate func with(_ values: [Double]) -> GammaIndex.Map {
    GammaIndex.Map(axes: axes, values: values)
  }
}

extension Replicates {
  /// Neighbours put together to no more groups than so many.
  fileprivate func grouped(_ most: Int) -> Replicates {
    guard count > most else { return self }
    var weights = [Double](repeating: 0, count: most)
    var values = [[Double]](repeating: [], count: most)
    for index in 0..<count {
      let group = index * most / count
      weights[group] += self.weights[index]
      if values[group].isEmpty {
        values[group] = self.values[index]
        continue
      }
      let share = self.weights[index] / weights[group]
      for bin in values[group].indices {
        values[group][bin] += (self.values[index][bin] - values[group][bin]) * share
      }
    }
    return Replicates(weights: weights, values: values, scale: scale, contributions: contributions)
  }
}
