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
  /// What each of these has found so far, by simulation: in rows, and page by page.
  private var found: [[Found]]
  /// By simulation the checks that pages were told of.
  private var told: [Set<String>]

  private struct Found {
    var rows: [Remark] = []
    var pages: [Remark] = []
  }

  init(_ plan: ExportPlan, _ request: PageRequest) {
    self.request = request
    let active = checks.map { ($0, $0.handling(by: request)) }.filter { $0.1 != .settled }
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
    self.active = active
    told = jobs.map { _ in [] }
    found = jobs.map { _ in active.map { _ in Found() } }
    for (index, job) in jobs.enumerated() {
      var told: [(Remark, PageFinding)] = []
      let members = job.combined.isEmpty ? [job] : job.combined.sorted { $0.key < $1.key }.map(\.value)
      for (place, (check, _)) in active.enumerated() {
        let rows = members.flatMap { check.remarks(onRows: $0) }
        found[index][place].rows = rows
        // Before any page has come, the rows alone tell of all.
        let early = members.flatMap { check.remarks(onPages: $0) ?? [] }
        for remark in rows + early where remark.goesWithPages {
          told.append((remark, PageFinding(remark, of: check.name)))
        }
      }
      for shared in job.combined.isEmpty ? [] : plan.sharedSeeds {
        let remark = SharedSeedsCheck.remark(shared)
        told.append((remark, PageFinding(remark, of: SharedSeedsCheck().name)))
      }
      ofRows.append(told)
    }
  }

  /// Makes one of each plan, for readers of pages that make the plan themselves.
  static func of(_ request: PageRequest) -> (ExportPlan) -> (any PageWitness)? {
    { PageAuditor($0, request) }
  }

  mutating func begin(_ group: PageGroup) {
    self.group = AuditedJob.Group(plan: group, isPart: request.perTask)
  }

  /// Begins a group whose contributions an audit has seen already.
  mutating func begin(_ group: PageGroup, seen: AuditedJob.Group) {
    var seen = seen
    seen.plan = group
    // These are told of a job, not of a page that is exported.
    (seen.disagreement, seen.dispersion) = (nil, nil)
    self.group = seen
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
    let remarks = remarks(on: group, of: plan, countsAreRestored: countsAreRestored)
    for (place, remarks) in remarks.enumerated() { found[plan.simulation][place].pages += remarks }
    let findings = findings(in: remarks, of: plan)
    told[plan.simulation].formUnion(findings.map(\.check))
    return findings
  }

  /// The findings that go with a page.
  /// - Parameters:
  ///   - group: its contributions, looked at.
  ///   - plan: of which simulation and estimator it is.
  func findings(in group: AuditedJob.Group, of plan: PageGroup, countsAreRestored: Bool) -> [PageFinding] {
    findings(in: remarks(on: group, of: plan, countsAreRestored: countsAreRestored), of: plan)
  }

  /// What each of the active checks remarks on a page.
  private func remarks(
    on group: AuditedJob.Group, of plan: PageGroup, countsAreRestored: Bool
  ) -> [[Remark]] {
    active.map { check, _ in
      countsAreRestored && check.isMendedByRestoring
        ? [] : check.remarks(on: group, of: jobs[plan.simulation])
    }
  }

  /// The findings of a page: what rows tell of it, and what it shows itself; the gravest first.
  private func findings(in remarks: [[Remark]], of plan: PageGroup) -> [PageFinding] {
    var found = ofRows[plan.simulation].filter { remark, _ in
      (remark.estimator.map { $0 == plan.estimatorName } ?? true)
        && (remark.page.map { $0 == plan.number } ?? true)
    }.map(\.finding)
    for ((check, _), remarks) in zip(active, remarks) {
      found += remarks.filter(\.goesWithPages).map { PageFinding($0, of: check.name) }
    }
    return FindingSeverity.allCases.flatMap { severity in found.filter { $0.severity == severity } }
  }

  mutating func closing() throws(Failure) -> (notices: [Notice], findings: [String]) {
    var notices: [Notice] = []
    var findings: [String] = []
    for index in jobs.indices {
      var job = jobs[index]
      let isNamed = job.combined.isEmpty && (request.namesJobs || jobs.count > 1)
      let named = isNamed ? job.stored.simulation.jobID : nil
      if request.perTask { job.groups = Self.joined(job.groups) }
      for (place, (check, handling)) in active.enumerated() {
        let found = found[index][place]
        // Contributions that stand on their own are looked at again, together; what was mended is not.
        let pages =
          request.perTask && !check.isMendedByRestoring
          ? job.groups.flatMap { check.remarks(on: $0, of: job) } : found.pages
        let others = job.combined.sorted { $0.key < $1.key }.filter { $0.key != job.stored.simulation.jobID }
        let remarks =
          (found.rows + (check.remarks(onPages: job) ?? pages)
          + others.flatMap { check.remarks(onPages: $0.value) ?? [] }).filter(\.goesWithPages)
        try Failure.checkCancellation()
        guard let first = remarks.first else { continue }
        if request.isStrict, !told[index].contains(check.name) {
          let place = Failure.page(first.page, of: first.estimator, in: named)
          throw Failure.doubtful(PageFinding(first, of: check.name), at: place)
        }
        findings += remarks.map { remark in
          let place = remark.place.isEmpty ? "" : remark.place + ": "
          return "\(remark.severity.rawValue) \(check.name): \(place)\(remark.message.printable)"
        }
        if handling == .passedOn { notices += Self.notices(remarks, of: named) }
      }
    }
    return (notices, findings)
  }

  /// A notice for each remark; of many the first, and how many more there are.
  /// - Parameter job: the job that they are of, where it is to be named.
  private static func notices(_ remarks: [Remark], of job: String?) -> [Notice] {
    let shown = remarks.count > 3 ? 1 : remarks.count
    return remarks.prefix(shown).map { remark in
      let page = Failure.page(remark.page, of: remark.estimator, in: job)
      let place = page.isEmpty ? "" : page + ": "
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
  var place: String { Failure.page(page, of: estimator) }
}
