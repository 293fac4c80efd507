internal import EbbModel
internal import EbbPipeline
internal import EbbText

/// Jobs and tasks that ended before they began.
struct TimesCheck: Check {
  let name = "times"
  let looksFor = "jobs and tasks that ended before they began"

  func handling(by request: PageRequest) -> Handling { .settled }

  func remarks(onRows job: AuditedJob) -> [Remark] {
    func isBackwards(_ start: Instant?, _ end: Instant?) -> Bool {
      start.flatMap { start in end.map { $0 < start } } ?? false
    }
    let simulation = job.stored.simulation
    var remarks: [Remark] = []
    if isBackwards(simulation.startTime, simulation.endTime) {
      remarks.append(
        Remark(
          .warning, "the simulation ended before it began.",
          advice:
            "Run times are not to be trusted; a clock that went back, or a zone that was left out, does this."
        ))
    }
    let tasks = job.tasks.filter { isBackwards($0.startTime, $0.endTime) }.map(\.number)
    if !tasks.isEmpty {
      remarks.append(
        Remark(
          .warning, "\(taskList(tasks)) ended before \(tasks.count == 1 ? "it" : "they") began.",
          advice: "Run times are not to be trusted; results are not touched by that."))
    }
    return remarks
  }
}
