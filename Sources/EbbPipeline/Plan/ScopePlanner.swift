internal import EbbModel
internal import EbbText

/// Plans the simulations whose contributions are combined: one, or with `--combine` several.
struct ScopePlanner {
  let scope: [JobRows]
  let request: PageRequest
  let names: Set<String>
  private(set) var pageNumbers: Set<Int> = []
  private(set) var warnings: [Notice] = []
  private(set) var failedTasks = FailedTasks()
  /// The job that messages are to name, since there are others.
  private let namedJob: String?
  /// Of each simulation the tasks that are taken, where not all are.
  private let chosen: [SimulationID: ChosenTasks]?

  /// - Parameter namesJob: whether messages name the job, where it is one.
  init(scope: [JobRows], request: PageRequest, names: Set<String>, namesJob: Bool = false) throws(Failure) {
    self.scope = scope
    self.request = request
    self.names = names
    namedJob = namesJob && scope.count == 1 ? scope[0].simulation.jobID : nil
    chosen = try ChosenTasks.of(scope, request)
  }

  /// Whether the results of a simulation's task are taken.
  private func takes(_ task: Int?, of stored: JobRows) -> Bool {
    guard let chosen = chosen?[stored.simulation.id] else { return true }
    return task.map { chosen.tasks.contains($0) } ?? false
  }

  mutating func plan(simulationIndex: Int) throws(Failure) -> (ResultSimulation, [PageGroup]) {
    countFailedTasks()
    var estimators: [ResultEstimator] = []
    var groups: [PageGroup] = []
    var seen: Set<String> = []
    for name in scope.flatMap(\.names) where names.contains(name) && seen.insert(name).inserted {
      try Failure.checkCancellation()
      let members = members(named: name)
      warnOfMissing(name, among: members)
      if request.perTask {
        for member in members {
          let task = member.estimator.task?.number ?? member.estimator.runningNumber
          estimators.append(resultEstimator(name, of: [member], task: member.isWholeJob ? nil : task))
          groups += pageGroups(
            of: [member], name: name, simulation: simulationIndex,
            estimator: estimators.count - 1)
        }
      } else if !members.isEmpty {
        estimators.append(resultEstimator(name, of: members))
        groups += pageGroups(
          of: members, name: name, simulation: simulationIndex, estimator: estimators.count - 1)
      }
    }
    return (resultSimulation(estimators), groups)
  }

  /// An estimator of one row or more.
  private func resultEstimator(_ name: String, of members: [PlanMember], task: Int? = nil) -> ResultEstimator
  {
    var estimator = ResultEstimator(name: name, task: task, metadata: members[0].estimator.metadata)
    if members.count == 1 { estimator.saved = members[0].estimator.row.saved }
    estimator.hasPages = members.contains { !$0.estimator.pages.isEmpty }
    return estimator
  }

  private mutating func countFailedTasks() {
    guard !request.includeFailed else { return }
    for stored in scope {
      let members = stored.estimators.filter { names.contains($0.name) }
      let failed = Set(members.compactMap { $0.task?.state == .failed ? $0.task?.number : nil })
        .filter { takes($0, of: stored) }
      failedTasks.add(stored.simulation.jobID, failed, isNamed: request.namesJobs)
    }
  }

  /// Tasks that are done, and simulations, from which an estimator is missing though others have it.
  private mutating func warnOfMissing(_ name: String, among members: [PlanMember]) {
    guard !members.isEmpty else { return }
    let bySimulation = Dictionary(grouping: members, by: \.simulation.simulation.id)
    for stored in scope {
      let job = stored.simulation.jobID
      let own = bySimulation[stored.simulation.id] ?? []
      let numbers = Set(own.compactMap { $0.estimator.task?.number })
      if own.isEmpty {
        let hasFailed = !stored.estimators(named: name).isEmpty
        guard !hasFailed else { continue }
        warnings.append(Notice(.warning, "estimator '\(name)' is missing from \(job)."))
      } else if own.allSatisfy({ $0.estimator.task != nil }) {
        for task in stored.tasks
        where [.completed, .unstated].contains(task.state) && !numbers.contains(task.number)
          && takes(task.number, of: stored)
        {
          warnings.append(
            Notice(.warning, "estimator '\(name)' is missing from task \(task.number) of \(job)."))
        }
      }
    }
  }

  /// The rows of one estimator that count, in the order of their contributions.
  private func members(named name: String) -> [PlanMember] {
    scope.flatMap { stored in
      let rows = stored.estimators(named: name)
      let isWholeJob = stored.isWholeJob(name)
      return rows.filter {
        (request.includeFailed || $0.task?.state != .failed) && takes($0.taskNumber, of: stored)
      }.map {
        PlanMember(
          simulation: stored, estimator: $0, isWholeJob: isWholeJob, weighting: request.weighting)
      }
    }
  }

  private mutating func pageGroups(
    of members: [PlanMember], name: String, simulation: Int, estimator: Int
  ) -> [PageGroup] {
    let pages = members.map { Dictionary(grouping: $0.estimator.pages, by: \.number) }
    let numbers = Set(pages.flatMap(\.keys))
    pageNumbers.formUnion(numbers)
    if numbers.isEmpty, let job = members.first?.simulation.simulation.jobID {
      // The platform writes an estimator together with its pages.
      warnings.append(Notice(.warning, "estimator '\(name)' of \(job) has no pages."))
    }
    let repeated = repeatedTask(members, name: name)
    return numbers.sorted().compactMap { number in
      guard isSelected(number) else { return nil }
      var group = PageGroup(
        simulation: simulation, estimator: estimator, estimatorName: name, number: number,
        contributions: [], fault: repeated, job: namedJob)
      for (member, pages) in zip(members, pages) {
        let rows = pages[number] ?? []
        if rows.count > 1 {
          group.fault = .duplicatePage(
            name, number, places: Failure.places(rows), job: member.simulation.simulation.jobID)
        }
        guard let row = rows.first else {
          group.notices.append(missing(number, name, member))
          continue
        }
        group.contributions.append(contribution(row, of: member))
      }
      if Set(group.contributions.map(\.order)).count > 1 {
        group.fault = .mixedOrders(name, number, jobs: scope.map(\.simulation.jobID))
      }
      weigh(&group)
      return group
    }
  }

  /// The platform's treatment of the tasks' results of a DIRECT job.
  private func platformAverage(_ member: PlanMember) -> PlatformAverage {
    let stored = member.simulation
    guard member.isWholeJob, stored.isPlainMean else { return .none }
    guard stored.tasks.allSatisfy({ $0.state == .completed }) else { return .uncertain }
    return .over(tasks: stored.tasks.count)
  }

  /// Pages that are selected by name stay until they are read.
  private func isSelected(_ number: Int) -> Bool {
    request.pages.isEmpty || request.pages.contains { $0.matches(number: number) ?? true }
  }

  /// Two rows with the number of one task would count it twice.
  private func repeatedTask(_ members: [PlanMember], name: String) -> Failure? {
    let bySimulation = Dictionary(grouping: members, by: \.simulation.simulation.id)
    for stored in scope {
      let own = bySimulation[stored.simulation.id] ?? []
      let rows = Dictionary(grouping: own.map(\.estimator), by: \.runningNumber)
      let repeated = rows.keys.compactMap { $0 }.filter { rows[$0]?.count ?? 0 > 1 }
      if let number = repeated.min(), let same = rows[number] {
        return .repeatedTask(
          name, number, places: Failure.places(same), job: stored.simulation.jobID)
      }
    }
    return nil
  }

  private func contribution(_ row: PageRow, of member: PlanMember) -> Contribution {
    var contribution = Contribution(
      page: row.id, origin: row.origin, compressedBytes: row.compressedBytes,
      task: member.estimator.task?.number ?? member.estimator.runningNumber, weight: 1,
      primaries: member.primaries, order: member.order,
      jobID: member.simulation.simulation.jobID, isWholeJob: member.isWholeJob,
      simulator: member.simulator)
    contribution.platformAverage = platformAverage(member)
    return contribution
  }

  private func weigh(_ group: inout PageGroup) {
    leaveOutEmpty(&group)
    // One alone weighs what it will when others are merged in.
    guard request.weighting != .equal, group.contributions.count > 1 || request.partial else { return }
    guard group.primaries != nil else {
      group.notices.append(
        Notice(
          .warning,
          "\(group.text): not all contributions say "
            + "how many primaries they had; all count alike."))
      return
    }
    for index in group.contributions.indices {
      group.contributions[index].weight = Double(max(1, group.contributions[index].primaries ?? 1))
    }
  }

  /// A task that ended before its first particle weighs nothing, whatever it has written.
  private func leaveOutEmpty(_ group: inout PageGroup) {
    let known = group.contributions.compactMap(\.primaries)
    guard request.weighting != .equal, known.contains(0), known.contains(where: { $0 > 0 }) else {
      // Of a geometry, which no particle is simulated for, all say 0: that tells no weights.
      // A part of a merge keeps them, so that it weighs nothing beside others.
      if !request.partial, !known.isEmpty, known.allSatisfy({ $0 == 0 }) {
        for index in group.contributions.indices { group.contributions[index].primaries = nil }
      }
      return
    }
    let empty = group.contributions.filter { $0.primaries == 0 }
    group.contributions.removeAll { $0.primaries == 0 }
    let tasks = empty.map { contribution in contribution.task.map { "task \($0)" } ?? "one contribution" }
    group.notices.append(
      Notice(
        .detail,
        "\(group.text): \(Failure.list(tasks)) had 0 primaries, and is "
          + "left out."))
  }

  private func missing(_ number: Int, _ name: String, _ member: PlanMember) -> Notice {
    let task = member.estimator.task?.number ?? member.estimator.runningNumber
    let whose = task.map { "task \($0) of " } ?? ""
    return Notice(
      .warning,
      "\(Failure.page(number, of: name)) is missing from \(whose)"
        + "\(member.simulation.simulation.jobID).")
  }

  private func resultSimulation(_ estimators: [ResultEstimator]) -> ResultSimulation {
    let jobs = scope.map(\.simulation)
    let tasks = scope.flatMap(\.tasks)
    let counted = tasks.filter { request.includeFailed || $0.state != .failed }
    let states = Set(jobs.map(\.state))
    // What is empty or unstated is not known, as of result files.
    func same(_ texts: [String]) -> String? {
      let known = Set(texts.filter { !$0.isEmpty })
      return known.isEmpty ? nil : known.sorted().joined(separator: ", ")
    }
    let hasTasks = !tasks.isEmpty || jobs.allSatisfy { $0.hasJobID }
    let knowsPrimaries = hasTasks && counted.allSatisfy { $0.state != .unstated || $0.simulatedPrimaries > 0 }
    var simulation = ResultSimulation(
      name: jobs.count == 1 ? jobs[0].jobID : ResultSimulation.combinedName,
      jobIDs: jobs.filter { $0.hasJobID }.map(\.jobID),
      title: jobs[0].title, simulator: same(jobs.map(\.simulator)),
      platform: same(jobs.map(\.platform.description)),
      state: states == [.unstated] ? nil : states.count == 1 ? jobs[0].state : JobState("MIXED"),
      taskCount: hasTasks ? tasks.count : nil,
      simulatedPrimaries: knowsPrimaries ? total(counted.map(\.simulatedPrimaries)) : nil,
      startTime: jobs.compactMap(\.startTime).min(),
      endTime: jobs.contains { $0.endTime == nil } ? nil : jobs.compactMap(\.endTime).max(),
      estimators: estimators)
    simulation.simulatorVersion = same(
      scope.flatMap(\.estimators).compactMap { $0.metadata["mc_code_version"] })
    if jobs.count == 1 { simulation.saved = jobs[0].saved }
    for chosen in (chosen ?? [:]).values { simulation.listedTasks[chosen.jobID] = chosen.all }
    simulation.tasks = scope.flatMap { stored in
      stored.tasks.map { ResultTask(jobID: stored.simulation.jobID, task: $0) }
    }
    return simulation
  }
}
