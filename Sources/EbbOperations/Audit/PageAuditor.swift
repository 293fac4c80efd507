internal import EbbModel
internal import EbbPipeline
internal import EbbText

/// Holds the audit's checks against what is combined, while it is: so that an export knows what `ebb check` finds, without
/// reading anything twice.
///
/// Each page gets what rows tell of it, which is known before, and what its contributions tell. What all pages tell
/// together comes with the closing value. Facts of every contribution are kept until then, a few numbers each.
struct PageAuditor: PageWitness {
  private let request: PageRequest
  /// The jobs of each simulation of the plan.
  private var jobs: [AuditedJob]
  /// The findings that the rows of each tell, as it goes with pages.
  private var ofRows: [[(remark: Remark, finding: PageFinding)]] = []
  private var group: AuditedJob.Group?
  /// The checks whose findings an export does not deal with by itself.
  private let active: [(check: any Check, handling: Handling)]
  /// By simulation the checks that pages were told of.
  private var told: [Set<String>]

  init(_ plan: ExportPlan, _ request: PageRequest) {
    self.request = request
    active = checks.map { ($0, $0.handling(by: request)) }.filter { $0.1 != .settled }
    jobs = plan.simulations.enumerated().map { index, simulation in
      let contents = Dictionary(simulation.inputs.map { ($0.jobID, $0.content) }) { first, _ in first }
      let members = plan.stored[index].map { stored in
        AuditedJob(
          stored: stored, input: .none, brokenMetadata: [], groups: [],
          content: contents[stored.simulation.jobID], meshes: plan.meshes[stored.simulation.jobID],
          tellsRows: false)
      }
      var job = members[0]
      if members.count > 1 {
        job.combined = Dictionary(members.map { ($0.stored.simulation.jobID, $0) }) { first, _ in first }
      }
      return job
    }
    told = jobs.map { _ in [] }
    for job in jobs {
      var found: [(Remark, PageFinding)] = []
      let members = job.combined.isEmpty ? [job] : job.combined.sorted { $0.key < $1.key }.map(\.value)
      for (check, _) in active {
        for remark in members.flatMap({ check.remarks(on: $0) }) where remark.goesWithPages {
          found.append((remark, PageFinding(remark, of: check.name)))
        }
      }
      for shared in job.combined.isEmpty ? [] : plan.sharedSeeds {
        let remark = SharedSeedsCheck.remark(shared)
        found.append((remark, PageFinding(remark, of: SharedSeedsCheck().name)))
      }
      ofRows.append(found)
    }
  }

  /// Makes one of each plan, for readers of pages that make the plan themselves.
  static func of(_ request: PageRequest) -> (ExportPlan) -> (any PageWitness)? {
    { PageAuditor($0, request) }
  }

  mutating func begin(_ group: PageGroup) {
    self.group = AuditedJob.Group(plan: group, isPart: request.perTask)
  }

  mutating func see(_ outcome: ContributionOutcome, _ contribution: Contribution, of group: PageGroup) {
    self.group?.add(outcome, contribution)
  }

  mutating func findings(
    of plan: PageGroup, in page: ResultPage, countsAreRestored: Bool
  ) -> [PageFinding] {
    guard var group = group.take() else { return [] }
    group.close()
    if page.rule == .sum, page.errorKind == .stderr, page.operations.isEmpty {
      group.dispersion = dispersion(ofCounts: page.values, errors: page.errors)
    }
    jobs[plan.simulation].groups.append(group)
    let found = findings(in: group, of: plan, countsAreRestored: countsAreRestored)
    told[plan.simulation].formUnion(found.map(\.check))
    return found
  }

  /// The findings that go with a page.
  /// - Parameters:
  ///   - group: its contributions, looked at.
  ///   - plan: of which simulation and estimator it is.
  func findings(in group: AuditedJob.Group, of plan: PageGroup, countsAreRestored: Bool) -> [PageFinding] {
    var found = ofRows[plan.simulation].filter { remark, _ in
      (remark.estimator.map { $0 == plan.estimatorName } ?? true)
        && (remark.page.map { $0 == plan.number } ?? true)
    }.map(\.finding)
    for (check, _) in active {
      if countsAreRestored, check is AveragedCountsCheck { continue }
      found += check.remarks(on: group, of: jobs[plan.simulation]).filter(\.goesWithPages).map {
        PageFinding($0, of: check.name)
      }
    }
    return FindingSeverity.allCases.flatMap { severity in found.filter { $0.severity == severity } }
  }

  mutating func closing() throws(Failure) -> (notices: [Notice], findings: [String]) {
    var notices: [Notice] = []
    var findings: [String] = []
    for index in jobs.indices {
      var job = jobs[index]
      if request.perTask { job.groups = Self.joined(job.groups) }
      let others = job.combined.filter { $0.key != job.stored.simulation.jobID }.sorted { $0.key < $1.key }
      for (check, handling) in active {
        let remarks =
          (check.remarks(on: job) + others.flatMap { check.remarks(on: $0.value) }).filter(\.goesWithPages)
        try Failure.checkCancellation()
        guard let first = remarks.first, !(check is AveragedCountsCheck && !told[index].contains(check.name))
        else { continue }
        if request.isStrict, !told[index].contains(check.name) {
          throw Failure.doubtful(PageFinding(first, of: check.name), at: first.place)
        }
        findings += remarks.map { remark in
          let place = remark.place.isEmpty ? "" : remark.place + ": "
          return "\(remark.severity.rawValue) \(check.name): \(place)\(remark.message.printable)"
        }
        if handling == .passedOn { notices += Self.notices(remarks) }
      }
    }
    return (notices, findings)
  }

  /// A notice for each remark; of many the first, and how many more there are.
  private static func notices(_ remarks: [Remark]) -> [Notice] {
    let shown = remarks.count > 3 ? 1 : remarks.count
    return remarks.prefix(shown).map { remark in
      let place = remark.place.isEmpty ? "" : remark.place + ": "
      let rest = shown < remarks.count ? " So it is in \(counted(remarks.count - 1, "other place"))." : ""
      return Notice(.warning, place + remark.message + rest)
    }
  }

  /// Contributions that stand on their own, with those of the same page.
  private static func joined(_ groups: [AuditedJob.Group]) -> [AuditedJob.Group] {
    var joined: [AuditedJob.Group] = []
    var places: [PageKey: Int] = [:]
    for group in groups {
      let key = PageKey(estimator: group.plan.estimatorName, number: group.plan.number)
      if let place = places[key] {
        joined[place].append(group)
      } else {
        places[key] = joined.count
        joined.append(group)
      }
    }
    for index in joined.indices { joined[index].close() }
    return joined
  }
}

extension PageFinding {
  init(_ remark: Remark, of check: String) {
    self.init(severity: remark.severity, check: check, message: remark.message.printable)
  }
}

extension Remark {
  /// Whether it is of the results as an export has them: notes, and what it deals with, are not.
  var goesWithPages: Bool { severity != .note && !isSettled }

  /// "estimator 'mesh', page 0"; empty of a whole job.
  var place: String {
    [estimator.map { "estimator \(Failure.quoted($0))" }, page.map { "page \($0)" }].compactMap(\.self)
      .joined(separator: ", ")
  }
}
