internal import EbbModel
internal import EbbPipeline
internal import EbbText

/// NaN and infinities.
struct NonFiniteCheck: Check {
  let name = "non-finite"
  let looksFor = "NaN and infinities"

  func handling(by request: PageRequest) -> Handling { request.nonFinite == .skip ? .settled : .told }

  func remarks(on group: AuditedJob.Group, of job: AuditedJob) -> [Remark] {
    remark(on: group, of: job).map { [$0] } ?? []
  }

  private func remark(on group: AuditedJob.Group, of job: AuditedJob) -> Remark? {
    let found = group.facts.filter { $0.facts.nans + $0.facts.infinities > 0 }
    guard !found.isEmpty else { return nil }
    let nans = found.reduce(0) { $0 + $1.facts.nans }
    let infinities = found.reduce(0) { $0 + $1.facts.infinities }
    let values = group.facts.reduce(0) { $0 + $1.facts.values }
    var what: [String] = []
    if nans > 0 { what.append("\(Failure.count(nans)) NaN") }
    if infinities > 0 { what.append("\(Failure.count(infinities)) infinite") }
    let whose = group.place(found.map(\.contribution))
    return Remark(
      .warning, estimator: group.plan.estimatorName, page: group.plan.number,
      "\(what.joined(separator: " and ")) of \(counted(values, "value"))\(whose).",
      advice: "In bins that nothing hit, NaN is no fault; --nan skip leaves such values out, bin by bin.")
  }
}
