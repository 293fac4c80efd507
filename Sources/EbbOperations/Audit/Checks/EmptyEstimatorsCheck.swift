internal import EbbModel
internal import EbbPipeline
internal import EbbText

/// Estimators that a file names, or its project, and of which it has no pages.
struct EmptyEstimatorsCheck: Check {
  let name = "empty-estimators"
  let looksFor = "estimators that a file or its project names, without pages"

  func handling(by request: PageRequest) -> Handling { .settled }

  func remarks(onRows job: AuditedJob) -> [Remark] {
    let all = job.stored.estimators
    let empty = all.count { $0.pages.isEmpty }
    guard empty > 0 else { return [] }
    let names = Set(all.filter { !$0.pages.isEmpty }.map(\.name))
    let missing = job.outputs.filter { !names.contains($0) }
    let which = missing.isEmpty ? "" : ": " + Failure.list(missing.map(Failure.quoted))
    return [
      Remark(
        .warning,
        "\(empty) of \(counted(all.count, "estimator")) \(empty == 1 ? "has" : "have") no pages\(which).",
        advice: "The web interface saves what it has loaded: open every result there, and save again.")
    ]
  }
}
