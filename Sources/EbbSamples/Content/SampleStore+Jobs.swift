extension SampleStore {
  /// The job whose tasks' results are kept apart: what there is to aggregate.
  package var perTaskJob: SampleJob { jobs[0] }
  /// The job that the platform has merged.
  package var mergedJob: SampleJob { jobs[1] }
  /// Two jobs of one input.
  package var replicaJobs: [SampleJob] { Array(jobs[2...3]) }
  package var failedJob: SampleJob { jobs[4] }

  package var jobs: [SampleJob] {
    [
      SampleJob(
        key: 1, jobID: "20260112-081500-3f6c1a52-8b0e-4d17-9a44-c05be7d2f6a1BATCH",
        title: "Proton pencil beam 150 MeV, every task's results", user: 3, day: 12, isBatch: true,
        usesEditor: false, results: .perTask, requested: 5000 * request.tasks,
        tasks: request.isClean ? cleanTasks : unequalTasks),
      SampleJob(
        key: 2, jobID: "20260113-081500-b1d94e70-25c3-4f8a-8e6d-71a90c3b5e22DIRECT",
        title: "Proton pencil beam 150 MeV, merged by the platform", user: 1, day: 13,
        isBatch: false, usesEditor: true, results: merged,
        requested: request.isClean ? 6 * (10_000 / 6) : 10_000,
        tasks: equalTasks(6, primaries: 10_000 / 6)),
      SampleJob(
        key: 3, jobID: "20260114-081500-5ae07b93-d64f-4c21-b7f8-0e2c96a41d33DIRECT",
        title: "Proton pencil beam 150 MeV, replica 1", user: 2, day: 14, isBatch: false,
        usesEditor: false, results: merged, requested: 8000,
        tasks: equalTasks(4, primaries: 2000)),
      SampleJob(
        key: 4, jobID: "20260115-081500-c8724d1e-93ab-4e60-a5d1-6bf03e8c7944DIRECT",
        title: "Proton pencil beam 150 MeV, replica 2", user: 2, day: 15, isBatch: false,
        usesEditor: false, results: merged, requested: 4000,
        tasks: equalTasks(4, primaries: 1000)),
      SampleJob(
        key: 5, jobID: "20260116-081500-e49b60c8-1f7d-4a35-8c02-d3a58be19755DIRECT",
        title: "Proton pencil beam 150 MeV, without its geometry", user: 1, day: 16,
        isBatch: false, usesEditor: false, results: .none, requested: 2000,
        tasks: (0..<2).map {
          SampleTask(number: $0, requested: 1000, simulated: 0, isFailed: true)
        }),
    ]
  }

  /// The results that are kept of a job that the platform merges.
  private var merged: SampleJob.Results { request.isClean ? .perTask : .merged }

  private var cleanTasks: [SampleTask] {
    (1...request.tasks).map { SampleTask(number: $0, requested: 5000, simulated: 5000, isFailed: false) }
  }

  /// Tasks that were ended at different times, one of them by a failure.
  private var unequalTasks: [SampleTask] {
    let simulated = [5000, 5000, 2000, 5000, 3000, 5000, 1000, 4000]
    let failing = min(7, request.tasks)
    return (1...request.tasks).map { number in
      SampleTask(
        number: number, requested: 5000,
        simulated: number == failing ? 700 : simulated[(number - 1) % simulated.count],
        isFailed: number == failing)
    }
  }

  private func equalTasks(_ count: Int, primaries: Int) -> [SampleTask] {
    (0..<count).map {
      SampleTask(number: $0, requested: primaries, simulated: primaries, isFailed: false)
    }
  }
}
