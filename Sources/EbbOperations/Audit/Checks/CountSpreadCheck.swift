internal import EbbAggregate
internal import EbbModel
internal import EbbPipeline
internal import EbbText

/// Counts that scatter over the tasks by far more than chance alone makes them.
///
/// Independent counts have Poisson's variance, and particles that are counted several times each, or as parts of showers,
/// more: in a zone that showers hit, sound results had 62 times that. So it is no more than a note. Over all bins the
/// variance by the mean is compared with χ² of no more than one bin's n − 1 degrees of freedom, as if all bins scattered
/// together.
struct CountSpreadCheck: Check {
  let name = "count-spread"
  let looksFor = """
    counts with more than 10 times Poisson's variance, beyond what chance does if all bins scatter \
    together: a note, as showers do that too
    """
  /// Times Poisson's variance: what bins of a fine mesh seldom come to.
  private static let far = 10.0
  private static let chance = 1e-6

  func remarks(on group: AuditedJob.Group, of job: AuditedJob) -> [Remark] {
    let parts = group.facts
    guard let dispersion = group.dispersion, dispersion > Self.far, parts.count > 2,
      parts.allSatisfy({ $0.facts.fraction == nil && $0.facts.negatives == 0 && !$0.contribution.isWholeJob }
      ),
      parts.reduce(0, { $0 + $1.facts.total }) >= 100
    else { return [] }
    let freedom = parts.count - 1
    guard TailProbability.chiSquare(dispersion * Double(freedom), degreesOfFreedom: freedom) < Self.chance
    else { return [] }
    return [
      Remark(
        .note, estimator: group.plan.estimatorName, page: group.plan.number,
        "counts of \(parts.count) contributions scatter with \(threeDigits(dispersion)) times the variance that "
          + "independent counts have: they come in bursts, as of showers, are weighted, or are of different simulations.",
        advice:
          "Their errors are taken from how they scatter, and hold; look for a task that differs ('ebb stats')."
      )
    ]
  }
}
