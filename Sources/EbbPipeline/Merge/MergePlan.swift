internal import EbbExport
internal import EbbModel

/// What a merge of partial results will read and write: made from what the files say of their pages, before
/// any is read.
struct MergePlan: Sendable {
  /// A page that all parts have.
  struct Group: Sendable {
    /// Where it belongs in the outline.
    var simulation: Int
    var estimator: Int
    var estimatorName: String
    var number: Int
    /// One of each part, in the order of the files.
    var members: [Member]
  }

  struct Member: Sendable {
    var file: PartialFile
    var page: PartialFile.Page
  }

  private(set) var simulations: [ResultSimulation] = []
  private(set) var groups: [Group] = []
  private(set) var notices: [Notice] = []

  /// - Parameter keepGoing: whether pages that a part lacks are left out, and said so.
  init(_ files: [PartialFile], keepGoing: Bool) throws(Failure) {
    // Where each file is of one simulation, they are replicas or parts of it, whatever they are called.
    let areSingle = files.allSatisfy { $0.simulations.count == 1 }
    var names: [String] = []
    for name in files.flatMap(\.simulations).map({ areSingle ? "" : $0.name }) where !names.contains(name) {
      names.append(name)
    }
    for name in names {
      let parts = files.compactMap { file -> Part? in
        file.simulations.firstIndex { areSingle || $0.name == name }.map { Part(file: file, simulation: $0) }
      }
      guard parts.count == files.count else {
        let lacking = files.first { file in !file.simulations.contains { $0.name == name } }
        try leaveOut(
          .missingFromPart("simulation '\(name)'", lacking?.path ?? "", of: parts[0].file.path), keepGoing)
        continue
      }
      try add(parts, keepGoing)
    }
    guard !groups.isEmpty else {
      throw Failure(
        .notFound, "there is no page that all parts have.",
        advice: "Merge parts of one job, or of replicas of one input.")
    }
    noteMissingTasks()
  }

  /// A simulation in a file.
  private struct Part {
    var file: PartialFile
    var simulation: Int

    var described: ResultSimulation { file.simulations[simulation] }

    func page(_ estimator: String, _ number: Int) -> PartialFile.Page? {
      file.pages.first {
        $0.simulation == simulation && $0.number == number
          && described.estimators[$0.estimator].name == estimator
      }
    }
  }

  private mutating func add(_ parts: [Part], _ keepGoing: Bool) throws(Failure) {
    let index = simulations.count
    var estimators: [ResultEstimator] = []
    var keys: [(estimator: ResultEstimator, number: Int, part: Part)] = []
    for part in parts {
      for page in part.file.pages where page.simulation == part.simulation {
        let estimator = part.described.estimators[page.estimator]
        if !keys.contains(where: { $0.estimator.name == estimator.name && $0.number == page.number }) {
          keys.append((estimator, page.number, part))
        }
      }
    }
    for (estimator, number, part) in keys {
      let what = "estimator '\(estimator.name)', page \(number)"
      var members: [Member] = []
      var lacking: Part?
      for part in parts {
        if let page = part.page(estimator.name, number) {
          members.append(Member(file: part.file, page: page))
        } else {
          lacking = lacking ?? part
        }
      }
      if let lacking {
        try leaveOut(.missingFromPart(what, lacking.file.path, of: part.file.path), keepGoing)
        continue
      }
      try checkOverlaps(members, what)
      if estimators.last?.name != estimator.name { estimators.append(estimator) }
      groups.append(
        Group(
          simulation: index, estimator: estimators.count - 1, estimatorName: estimator.name, number: number,
          members: members))
    }
    simulations.append(Self.simulation(parts.map(\.described), estimators))
  }

  private mutating func leaveOut(_ failure: Failure, _ keepGoing: Bool) throws(Failure) {
    guard keepGoing else { throw failure }
    notices.append(Notice(.leftOut, "left out: " + failure.message))
  }

  /// A contribution that two parts have would count twice.
  private func checkOverlaps(_ members: [Member], _ what: String) throws(Failure) {
    var all = ContributionList()
    for second in members {
      if let job = all.overlap(with: second.page.sources) {
        let first = members.first { $0.page.sources.overlap(with: second.page.sources) != nil }
        throw .overlappingParts(what, first?.file.path ?? "", second.file.path, job: job)
      }
      all.merge(second.page.sources)
    }
  }

  private mutating func noteMissingTasks() {
    var sources = ContributionList()
    for member in groups[0].members { sources.merge(member.page.sources) }
    for job in sources.jobs {
      let missing = job.missingTasks
      guard !missing.isEmpty else { continue }
      let list = ContributionList.Job(name: job.name, items: Set(missing.map { .task($0) }))
      notices.append(
        Notice(.warning, "no part has task\(missing.count == 1 ? "" : "s") \(list.text) of \(job.name)."))
    }
  }

  /// What is said of the parts together.
  private static func simulation(
    _ parts: [ResultSimulation], _ estimators: [ResultEstimator]
  ) -> ResultSimulation {
    var merged = parts[0]
    merged.estimators = estimators
    // Parts of one job each state its totals; those of files, or of several jobs, state their own.
    let isOneJob = !merged.jobIDs.isEmpty && parts.allSatisfy { $0.jobIDs == merged.jobIDs }
    for part in parts.dropFirst() {
      if part.name != merged.name { merged.name = "combined" }
      for job in part.jobIDs where !merged.jobIDs.contains(job) { merged.jobIDs.append(job) }
      merged.simulator = joined(merged.simulator, part.simulator)
      merged.platform = joined(merged.platform, part.platform)
      if part.state != merged.state { merged.state = JobState("MIXED") }
      merged.startTime = [merged.startTime, part.startTime].compactMap(\.self).min()
      merged.endTime = merged.endTime.flatMap { end in part.endTime.map { max(end, $0) } }
      if isOneJob { continue }
      merged.taskCount = merged.taskCount.flatMap { count in
        part.taskCount.map { Int(clamping: total([Int64(count), Int64($0)])) }
      }
      merged.simulatedPrimaries = merged.simulatedPrimaries.flatMap { sum in
        part.simulatedPrimaries.map { total([sum, $0]) }
      }
    }
    return merged
  }

  private static func joined(_ first: String?, _ second: String?) -> String? {
    guard let first, let second, !first.split(separator: ", ").contains(Substring(second)) else {
      return first ?? second
    }
    return first + ", " + second
  }
}
