internal import EbbExport
internal import EbbFiles
internal import EbbModel
internal import EbbPipeline
internal import EbbText

/// The pages that a merge of partial results will read and write: made from what the files say of them, before any is
/// read.
struct MergePlan: Sendable {
  /// A page that all parts have.
  struct Group: Sendable {
    /// The place of the page in the outline.
    var simulation: Int
    var estimator: Int
    var estimatorName: String
    var number: Int
    /// One of each part, in the order of the files.
    var members: [Member]

    /// "estimator 'mesh', page 2", for messages.
    var text: String { Failure.page(number, of: estimatorName) }
  }

  struct Member: Sendable {
    var file: PartialFile
    var page: PartialFile.Page
  }

  private(set) var simulations: [ResultSimulation] = []
  private(set) var groups: [Group] = []
  private(set) var notices: [Notice] = []
  /// The tasks and jobs that the parts hold, in words: "tasks 1 to 3 of 20230615".
  private(set) var remarks: [String] = []
  private static let maxRemarks = 5
  /// The number of pages and places of pages that were looked at: the cost of the plan, which grows in step with the
  /// parts' pages.
  private(set) var steps = 0

  /// Linear in the pages of all files together, and in the ranges of their tasks.
  /// - Parameter keepGoing: whether pages that a part lacks are left out, and said so.
  init(_ files: [PartialFile], keepGoing: Bool) throws(Failure) {
    // Where each file is of one simulation, they are replicas or parts of it, whatever they are called.
    let areSingle = files.allSatisfy { $0.simulations.count == 1 }
    var names: [String] = []
    var parts: [String: [Part]] = [:]
    for (place, file) in files.enumerated() {
      let pages = Dictionary(grouping: file.pages, by: \.simulation)
      steps += file.pages.count
      for (index, simulation) in file.simulations.enumerated() {
        let name = areSingle ? "" : simulation.name
        if parts[name] == nil { names.append(name) }
        // Of two simulations of one name the first counts.
        guard parts[name]?.last?.place != place else { continue }
        parts[name, default: []].append(
          try Part(file: file, place: place, simulation: index, pages: pages[index] ?? []))
      }
    }
    for name in names {
      let found = parts[name] ?? []
      guard found.count == files.count else {
        let lacking = found.enumerated().first { $0.offset != $0.element.place }?.offset ?? found.count
        try leaveOut(
          .missingFromPart("simulation '\(name)'", files[lacking].path, of: found[0].file.path), keepGoing)
        continue
      }
      try add(found, keepGoing)
    }
    guard !groups.isEmpty else {
      throw Failure(
        .notFound, "there is no page that all parts have.",
        advice: "Merge parts of one job, or of replicas of one input.")
    }
    describeSources()
  }

  /// The key that tells a page from the others of its simulation.
  private struct PageKey: Hashable {
    var estimator: String
    var number: Int
  }

  /// A simulation in a file.
  private struct Part {
    var file: PartialFile
    /// The file's place among all.
    var place: Int
    var described: ResultSimulation
    /// In the order of the file.
    var keys: [PageKey] = []
    var pages: [PageKey: PartialFile.Page] = [:]

    init(file: PartialFile, place: Int, simulation: Int, pages found: [PartialFile.Page]) throws(Failure) {
      self.file = file
      self.place = place
      described = file.simulations[simulation]
      for page in found {
        let key = PageKey(estimator: described.estimators[page.estimator].name, number: page.number)
        guard pages.updateValue(page, forKey: key) == nil else {
          throw Failure(
            .badPage(path: file.path, page: "\(key.estimator), page \(key.number)"), of: .part)
        }
        keys.append(key)
      }
    }
  }

  private mutating func add(_ parts: [Part], _ keepGoing: Bool) throws(Failure) {
    let index = simulations.count
    var estimators: [ResultEstimator] = []
    var known: Set<PageKey> = []
    for part in parts {
      for key in part.keys where known.insert(key).inserted {
        try Self.checkCancellation()
        let what = Failure.page(key.number, of: key.estimator)
        var members: [Member] = []
        for part in parts {
          steps += 1
          guard let page = part.pages[key] else { break }
          members.append(Member(file: part.file, page: page))
        }
        guard members.count == parts.count else {
          try leaveOut(
            .missingFromPart(what, parts[members.count].file.path, of: part.file.path), keepGoing)
          continue
        }
        try checkOverlaps(members, what)
        if estimators.last?.name != key.estimator, let page = part.pages[key] {
          estimators.append(part.described.estimators[page.estimator])
        }
        groups.append(
          Group(
            simulation: index, estimator: estimators.count - 1, estimatorName: key.estimator,
            number: key.number, members: members))
      }
    }
    simulations.append(Self.simulation(parts.map(\.described), estimators))
  }

  private static func checkCancellation() throws(Failure) {
    if Task.isCancelled { throw Failure(any: CancellationError()) }
  }

  private mutating func leaveOut(_ failure: Failure, _ keepGoing: Bool) throws(Failure) {
    guard keepGoing else { throw failure }
    notices.append(Notice(.leftOut, "left out: " + failure.message))
  }

  /// A contribution that two parts have would count twice.
  private func checkOverlaps(_ members: [Member], _ what: String) throws(Failure) {
    guard let found = ContributionList.overlap(among: members.map(\.page.sources)) else { return }
    throw .overlappingParts(
      what, members[found.first].file.path, members[found.second].file.path, job: found.shared)
  }

  /// Says which tasks the parts hold, and which they lack though the job has them, or has later ones.
  private mutating func describeSources() {
    var missing: [(text: String, first: Group, count: Int)] = []
    var places: [String: Int] = [:]
    var held: [String] = []
    for group in groups {
      let sources = ContributionList(group.members.flatMap(\.page.sources.jobs))
      if held.isEmpty { held = sources.jobs.compactMap(Failure.held) }
      for text in sources.jobs.compactMap(Failure.missing) {
        if let place = places[text] {
          missing[place].count += 1
        } else {
          places[text] = missing.count
          missing.append((text, group, 1))
        }
      }
    }
    remarks = held.count > Self.maxRemarks ? ["merged tasks of \(Failure.count(held.count)) jobs."] : held
    for (text, first, count) in missing {
      let others = count == 1 ? "" : " and \(Failure.count(count - 1)) more"
      let whose =
        count == groups.count ? "" : "\(first.text)\(others): "
      notices.append(Notice(.warning, whose + text))
    }
  }

  /// A simulation as the parts together state it.
  private static func simulation(
    _ parts: [ResultSimulation], _ estimators: [ResultEstimator]
  ) -> ResultSimulation {
    var merged = parts[0]
    merged.estimators = estimators
    // Parts of one job each state its totals; those of files, or of several jobs, state their own.
    let isOneJob = !merged.jobIDs.isEmpty && parts.allSatisfy { $0.jobIDs == merged.jobIDs }
    var jobs = Set(merged.jobIDs)
    var origin = MergedOrigin(merged)
    for part in parts.dropFirst() {
      origin.add(part)
      if part.name != merged.name { merged.name = ResultSimulation.combinedName }
      for job in part.jobIDs where jobs.insert(job).inserted { merged.jobIDs.append(job) }
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
    origin.tell(&merged)
    return merged
  }

  private static func joined(_ first: String?, _ second: String?) -> String? {
    guard let first, let second, !first.split(separator: ", ").contains(Substring(second)) else {
      return first ?? second
    }
    return first + ", " + second
  }
}
