extension SampleStore {
  /// Calls `body` with every row, those that others refer to first. One task's results are in memory at a
  /// time.
  package func forEachRow(_ body: (SampleRow) throws -> Void) rethrows {
    for row in Self.people { try body(row) }
    var keys = Keys()
    for job in jobs {
      for row in rows(of: job, keys: &keys) { try body(row) }
      try forEachResult(of: job, keys: &keys, body)
    }
  }

  /// The next keys of the tables that count theirs.
  private struct Keys {
    private var last: [String: Int] = [:]

    mutating func next(_ table: String) -> Int {
      last[table, default: 0] += 1
      return last[table, default: 0]
    }
  }

  private static let people = [
    SampleRow("User", .integer(1), .text("alice"), .text("YaptideUser")),
    SampleRow("User", .integer(2), .text("bob"), .text("YaptideUser")),
    SampleRow("User", .integer(3), .text("carol"), .text("KeycloakUser")),
    SampleRow("Cluster", .integer(1), .text("example-cluster")),
    SampleRow("YaptideUser", .integer(1), .text("not-a-secret")),
    SampleRow("YaptideUser", .integer(2), .text("not-a-secret")),
    SampleRow("KeycloakUser", .integer(3), .text("not-a-secret"), .text("not-a-secret")),
  ]

  private func rows(of job: SampleJob, keys: inout Keys) -> [SampleRow] {
    let key = job.key
    var rows = [
      SampleRow(
        "Simulation", .integer(key), .text(job.jobID), .integer(job.user), time(job),
        time(job, minutes: 30), .text(job.title), .text(job.platform),
        .text(job.usesEditor ? "EDITOR" : "FILES"), .text("shieldhit"),
        .text(job.isFailed ? "FAILED" : "COMPLETED")),
      job.isBatch
        ? SampleRow(
          "BatchSimulation", .integer(key), .integer(1), .text("/scratch/example/\(key)"),
          .integer(1_000_000 + key), .integer(2_000_000 + key))
        : SampleRow("CelerySimulation", .integer(key), .text(celeryID(job, 0))),
    ]
    for task in job.tasks {
      let id = keys.next("Task")
      rows.append(
        SampleRow(
          "Task", .integer(id), .integer(key), .integer(task.number), .integer(task.requested),
          .integer(task.simulated), .text(task.isFailed ? "FAILED" : "COMPLETED"), .null,
          time(job, minutes: 1), time(job, minutes: task.isFailed ? 9 : 25), .text(job.platform),
          time(job, minutes: task.isFailed ? 9 : 25)))
      rows.append(
        job.isBatch
          ? SampleRow("BatchTask", .integer(id))
          : SampleRow("CeleryTask", .integer(id), .text(celeryID(job, task.number + 1))))
    }
    rows.append(
      SampleRow(
        "Input", .integer(keys.next("Input")), .integer(key), .blob(gzip(input(of: job).text))))
    if let log = log(of: job) {
      rows.append(
        SampleRow(
          "Logfiles", .integer(keys.next("Logfiles")), .integer(key), .blob(gzip(log.text))))
    }
    return rows
  }

  private func time(_ job: SampleJob, minutes: Int = 0) -> SampleRow.Value {
    .time("2026-01-\(job.day) 08:\(15 + minutes):00.000000")
  }

  private func celeryID(_ job: SampleJob, _ number: Int) -> String {
    let digits = "\(job.key)\(number)"
    let padded = String(repeating: "0", count: 12 - digits.count) + digits
    return "00000000-0000-4000-8000-\(padded)"
  }

  private func forEachResult(
    of job: SampleJob, keys: inout Keys, _ body: (SampleRow) throws -> Void
  ) rethrows {
    switch job.results {
    case .none: return
    case .perTask:
      for task in job.tasks {
        for index in estimators.indices {
          let values = values(of: index, job: job, task: task)
          let result = SampleResult(
            estimator: estimators[index], job: job, primaries: task.simulated, files: 1,
            fileName: "\(estimators[index].name)_\(paddedNumber(task.number))", isClean: request.isClean,
            values: values)
          for row in rows(of: result, keys: &keys) { try body(row) }
        }
      }
    case .merged:
      for index in estimators.indices {
        // The number of primaries stays that of one task, as the platform has it.
        let result = SampleResult(
          estimator: estimators[index], job: job, primaries: job.tasks[0].simulated,
          files: job.tasks.count, fileName: "\(estimators[index].name)_",
          values: mean(of: index, job: job))
        for row in rows(of: result, keys: &keys) { try body(row) }
      }
    }
  }

  /// The plain mean over the tasks, of every page.
  private func mean(of estimator: Int, job: SampleJob) -> [[Double]] {
    var means: [[Double]] = []
    for (count, task) in job.tasks.enumerated() {
      let values = values(of: estimator, job: job, task: task)
      if count == 0 {
        means = values
        continue
      }
      for page in values.indices {
        for bin in values[page].indices {
          let mean = means[page][bin]
          means[page][bin] = (mean * Double(count) + values[page][bin]) / Double(count + 1)
        }
      }
    }
    return means
  }

  private func rows(of result: SampleResult, keys: inout Keys) -> [SampleRow] {
    let id = keys.next("Estimator")
    var rows = [
      SampleRow(
        "Estimator", .integer(id), .integer(result.job.key), .text(result.estimator.name),
        .text(result.fileName), .blob(gzip(result.metadata.text)))
    ]
    for (number, page) in result.estimator.pages.enumerated() {
      rows.append(
        SampleRow(
          "Page", .integer(keys.next("Page")), .text(page.quantity.rawValue), .integer(id),
          .integer(number), .blob(gzip(result.page(number).text)),
          .integer(result.estimator.shape(of: page).count)))
    }
    return rows
  }
}

/// A task's number as its files have it: four digits or more.
func paddedNumber(_ number: Int) -> String {
  let digits = "\(number)"
  return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
}
