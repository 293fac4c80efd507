internal import EbbModel
internal import EbbPipeline
internal import EbbText

/// Primaries that were asked for and not simulated, and those that were lost when they were shared out.
struct LostPrimariesCheck: Check {
  let name = "lost-primaries"
  let looksFor = """
    primaries that were asked for and not simulated, and those that were lost when they were shared \
    out
    """

  func handling(by request: PageRequest) -> Handling { .settled }

  func remarks(onRows job: AuditedJob) -> [Remark] {
    [unfinished(job), undivided(job)].compactMap { $0 }
  }

  private func unfinished(_ job: AuditedJob) -> Remark? {
    let short = job.tasks.filter { $0.simulatedPrimaries < $0.requestedPrimaries }
    let state = job.stored.simulation.state
    guard !short.isEmpty, state == .completed || state == .failed else { return nil }
    let requested = total(job.tasks.map(\.requestedPrimaries))
    let simulated = total(job.tasks.map(\.simulatedPrimaries))
    return Remark(
      .warning,
      "\(count(simulated)) of \(count(requested)) primaries were simulated; \(taskList(short.map(\.number))) "
        + "\(short.count == 1 ? "was" : "were") short of "
        + "\(count(total(short.map { difference($0.requestedPrimaries, $0.simulatedPrimaries) }))).",
      advice: "Weights follow what was simulated. Errors are larger than planned: run it again for the rest.")
  }

  /// N primaries for n tasks are N/n each, rounded down.
  private func undivided(_ job: AuditedJob) -> Remark? {
    guard case .primaries(let wanted?) = job.input, !job.tasks.isEmpty else { return nil }
    let requested = total(job.tasks.map(\.requestedPrimaries))
    guard requested < wanted else { return nil }
    return Remark(
      .note,
      "the input asks for \(count(wanted)) primaries, its \(counted(job.tasks.count, "task")) together for "
        + "\(count(requested)): \(count(difference(wanted, requested))) were lost when they were shared out.",
      advice: "Ask for a multiple of the tasks. What is stored is per primary that was simulated.")
  }

  private func count(_ number: Int64) -> String { Failure.count(number) }
}
