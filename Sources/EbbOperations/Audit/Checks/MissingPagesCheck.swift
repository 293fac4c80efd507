internal import EbbFiles
internal import EbbModel
internal import EbbPipeline
internal import EbbText

/// Results, estimators and pages that should be there, and pages without data.
struct MissingPagesCheck: Check {
  let name = "missing-pages"
  let looksFor = "no results, estimators or pages that are missing, pages without data"
  private static let runAgain = "Run the tasks again; the other pages can be used."

  func handling(by request: PageRequest) -> Handling { .settled }

  func remarks(onPages job: AuditedJob) -> [Remark]? {
    guard !job.stored.estimators.isEmpty else { return [nothing(job)] }
    let done = job.tasks.filter { [.completed, .unstated].contains($0.state) }.map(\.number)
    return job.stored.names.flatMap { estimator($0, of: job, done: done) } + job.groups.compactMap(empty)
      + rows(of: job)
  }

  private func nothing(_ job: AuditedJob) -> Remark {
    let state = job.stored.simulation.state
    return Remark(
      state == .completed ? .error : state == .failed ? .warning : .note,
      "there are no results; the simulation is \(state).",
      advice: state == .completed
        ? "The merging failed: run it again."
        : state == .failed ? "Its log may tell why." : "Try again later.")
  }

  /// Tasks that lack an estimator, or pages that other tasks have, or that the metadata announce.
  /// - Parameter done: the tasks that have come to an end and did not fail.
  private func estimator(_ name: String, of job: AuditedJob, done: [Int]) -> [Remark] {
    let rows = job.stored.estimators(named: name)
    var remarks: [Remark] = []
    if !job.stored.isWholeJob(name), rows.allSatisfy({ $0.task != nil }) {
      let numbers = Set(rows.compactMap { $0.task?.number })
      let missing = done.filter { !numbers.contains($0) }
      if !missing.isEmpty {
        remarks.append(
          Remark(
            .warning, estimator: name,
            "the estimator is missing from \(taskList(missing)), which did not fail.",
            advice: Self.runAgain))
      }
    }
    var holders: [Int: Set<Int>] = [:]
    for (place, row) in rows.enumerated() {
      for page in row.pages { holders[page.number, default: []].insert(place) }
    }
    let numbers = holders.sorted { $0.key < $1.key }
    let list = RowList(rows)
    for (number, holders) in numbers where holders.count < rows.count {
      remarks.append(
        Remark(
          .warning, estimator: name, page: number, "the page is missing from \(list.text(without: holders)).",
          advice: Self.runAgain))
    }
    // What one task has and another lacks is told of above.
    let announced = rows.filter { $0.metadata.integer("page_count") ?? 0 > numbers.count }
    if let most = announced.compactMap({ $0.metadata.integer("page_count") }).max() {
      remarks.append(
        Remark(
          .warning, estimator: name,
          "there \(numbers.count == 1 ? "is" : "are") \(counted(numbers.count, "page")) of the "
            + "\(Failure.count(most)) that its file "
            + "had, in \(RowList(announced).text()).", advice: Self.runAgain))
    }
    return remarks
  }

  private func empty(_ group: AuditedJob.Group) -> Remark? {
    let empty = zip(group.plan.contributions, group.contents).compactMap { contribution, content in
      if case .empty = content { contribution } else { nil }
    }
    guard !empty.isEmpty else { return nil }
    let tasks = empty.compactMap(\.task)
    let whose = tasks.count == empty.count ? " in the results of \(taskList(tasks))" : ""
    return Remark(
      .warning, estimator: group.plan.estimatorName, page: group.plan.number, "the page has no data\(whose).",
      advice: Self.runAgain)
  }

  /// Estimators without metadata, and an input without data.
  private func rows(of job: AuditedJob) -> [Remark] {
    let bare = job.stored.estimators.filter {
      $0.row.metadata == nil && $0.row.compressedMetadata?.isEmpty ?? true
    }
    var remarks = bare.map { estimator in
      Remark(
        .note, estimator: estimator.name,
        "the estimator (row \(estimator.row.id.rawValue)) has no metadata: its primaries are taken from the tasks.",
        advice: "Nothing is to be done if the tasks are right.")
    }
    if job.input == .empty {
      remarks.append(Remark(.note, "the input has no data.", advice: "Keep it elsewhere, if you have it."))
    }
    return remarks
  }
}
