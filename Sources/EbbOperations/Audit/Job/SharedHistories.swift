internal import EbbPipeline

/// Contributions whose marks agree: the same histories are in them, of one seed and unequal primaries, and in bins that
/// the others' histories did not hit values times primaries are the same.
struct SharedHistories: Sendable {
  /// The fewest bins that have to agree, in about 11 digits each. Amounts that are whole multiples of the least, as of
  /// tracks straight through a bin, agree by themselves and are not counted.
  private static let fewest = 8

  var contributions: [Contribution]
  /// The number of bins that agree, of those that are kept.
  var bins: Int

  static func find(in parts: [(contribution: Contribution, facts: PageFacts)]) -> [SharedHistories] {
    guard parts.count > 1 else { return [] }
    var holders: [UInt64: [Int]] = [:]
    var amounts: [UInt64: Double] = [:]
    for (index, part) in parts.enumerated() {
      for mark in part.facts.marks {
        holders[mark.hash, default: []].append(index)
        amounts[mark.hash] = mark.amount
      }
    }
    var shared: [[Int]: [Double]] = [:]
    // What all of many have is no trace of histories.
    for (hash, members) in holders
    where members.count > 1 && (members.count < parts.count || parts.count == 2) {
      shared[members, default: []].append(amounts[hash] ?? 0)
    }
    return shared.sorted { $0.key.lexicographicallyPrecedes($1.key) }.compactMap { members, amounts in
      // What is the same to the last digit is found by its digest.
      guard Set(members.map { parts[$0].facts.digest }).count == members.count, differing(amounts) >= fewest
      else { return nil }
      return SharedHistories(contributions: members.map { parts[$0].contribution }, bins: amounts.count)
    }
  }

  /// The number of different amounts that are no whole multiples of the least.
  private static func differing(_ amounts: [Double]) -> Int {
    guard let least = amounts.map(\.magnitude).min(), least > 0 else { return 0 }
    let others = amounts.filter { amount in
      let multiple = amount / least
      return abs(multiple - multiple.rounded()) > 1e-6 * abs(multiple)
    }
    return Set(others.map { ($0.bitPattern &+ 1 << 19) >> 20 }).count + 1
  }
}
