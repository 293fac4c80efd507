internal import EbbModel
internal import EbbPipeline
internal import EbbText

/// `number_of_primaries` that is not that of the tasks: on a merged DIRECT job it is one task's.
struct StatedPrimariesCheck: Check {
  let name = "stated-primaries"
  let looksFor = "`number_of_primaries` that is not the tasks': of a merged DIRECT job it is one task's"

  func handling(by request: PageRequest) -> Handling {
    request.weighting == .metadata ? .passedOn : .settled
  }

  func remarks(onRows job: AuditedJob) -> [Remark] { whole(job) + perTask(job) }

  private func whole(_ job: AuditedJob) -> [Remark] {
    guard let simulated = job.stored.completedPrimaries else { return [] }
    let rows = job.wholeRows.filter { row in
      row.metadata.integer("number_of_primaries").map { $0 != simulated } ?? false
    }
    let ofTasks = Set(job.tasks.map(\.simulatedPrimaries))
    let byNumber = Dictionary(grouping: rows) { $0.metadata.integer("number_of_primaries") ?? 0 }
    return byNumber.sorted { $0.key < $1.key }.map { stated, rows in
      let isOneTask = job.isPlainMean && ofTasks.contains(stated)
      return Remark(
        .warning, estimator: rows.count == 1 ? rows[0].name : nil,
        "\(rows.count == 1 ? "its" : "the") metadata\(rows.count == 1 ? "" : " of \(rows.count) estimators") "
          + "state \(Failure.count(stated)) \(stated == 1 ? "primary" : "primaries")\(isOneTask ? ", one task's" : ""); "
          + "\(counted(job.completedTasks.count, "COMPLETED task")) simulated \(Failure.count(simulated)).",
        advice: "Take the tasks' number, as an export does.")
    }
  }

  private func perTask(_ job: AuditedJob) -> [Remark] {
    let rows = job.stored.estimators.filter { row in
      guard let task = row.task, task.state != .unstated || task.simulatedPrimaries > 0,
        !job.stored.isWholeJob(row.name),
        let stated = row.metadata.integer("number_of_primaries")
      else { return false }
      return stated != task.simulatedPrimaries
    }
    guard let row = rows.first, let task = row.task else { return [] }
    return [
      Remark(
        .warning, estimator: rows.count == 1 ? row.name : nil,
        "the metadata of \(counted(rows.count, "result")) state other primaries than their tasks: "
          + "\(row.metadata["number_of_primaries"] ?? "") and \(Failure.count(task.simulatedPrimaries)) in "
          + "\(Failure.quoted(row.name)), task \(task.number).",
        advice: "Find out which are right; --weights tasks takes the tasks', --weights metadata the others.")
    ]
  }
}
