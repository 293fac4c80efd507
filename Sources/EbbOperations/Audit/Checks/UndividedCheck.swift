internal import EbbModel
internal import EbbPipeline
internal import EbbText

/// Contributions to a mean per primary that were not divided by their primaries.
struct UndividedCheck: Check {
  let name = "not-divided"
  let looksFor = "contributions to a mean per primary that were not divided by their primaries"
  /// Of fewer primaries it is no proof: results of tasks differ by such factors by themselves.
  private static let minPrimaries: Int64 = 100
  /// The distance within which the factor has to come to the primaries, as a fraction of them.
  private static let tolerance = 0.3

  func remarks(on group: AuditedJob.Group, of job: AuditedJob) -> [Remark] {
    guard group.rule == .mean else { return [] }
    var totals = group.facts.map(\.facts.total)
    totals.removeAll { !($0 > 0) }
    guard let least = totals.min(), let largest = totals.max(),
      // Of nearly all pages: nothing is that many times another.
      largest >= least * Double(Self.minPrimaries) * (1 - Self.tolerance)
    else { return [] }
    totals.sort()
    let parts = group.facts.filter { $0.facts.total > 0 }
    // The lower of two in the middle: of two contributions the smaller is right.
    let usual = totals[(totals.count - 1) / 2]
    return parts.compactMap { contribution, facts in
      guard let primaries = contribution.primaries, primaries >= Self.minPrimaries else {
        return nil
      }
      let factor = facts.total / usual
      guard abs(factor / Double(primaries) - 1) < Self.tolerance else { return nil }
      let whose = group.text([contribution])
      return Remark(
        .error, estimator: group.plan.estimatorName, page: group.plan.number,
        "the values of \(whose) are \(plainNumber(factor.rounded())) times those of the others, about as many as its "
          + "\(Failure.count(primaries)) primaries: they were not divided by them.",
        advice: "Leave its result out, or convert it again.")
    }
  }
}
