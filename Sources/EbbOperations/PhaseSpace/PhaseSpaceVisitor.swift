internal import EbbAnalysis
internal import EbbModel
internal import EbbPipeline
internal import EbbText

/// Adds the contributions to each phase space of a plan to an accumulator of its own, one at a time.
struct PhaseSpaceVisitor<Accumulator: ParticleAccumulator>: GroupVisitor {
  /// A page of particles.
  struct Page {
    /// The number of its group in the plan, or of a page that is combined already.
    var group: Int
    var simulation: String
    var estimator: String
    /// The task of a contribution that was not combined.
    var task: Int?
    var number: Int
    var quantity: String
    var filter: String?
    var primaries: Int64?
    var contributions: Int
    var particles: Accumulator
  }

  private(set) var pages: [Page] = []
  private(set) var notices: [Notice] = []
  /// The first page that is none of particles, for a sentence.
  private(set) var other: String?

  private let simulations: [ResultSimulation]
  private let accumulator: (Int) -> Accumulator?
  private var group = -1
  private var current: Page?
  private var knowsPrimaries = true
  private var failures: GroupFailure

  /// - Parameter accumulator: makes one for the group of a number; `nil` where its particles do not matter.
  init(
    _ plan: ExportPlan, _ request: PageRequest, _ accumulator: @escaping (Int) -> Accumulator?
  ) {
    simulations = plan.simulations
    failures = GroupFailure(request)
    self.accumulator = accumulator
  }

  mutating func begin(_ group: PageGroup) {
    self.group += 1
    current = nil
    knowsPrimaries = true
    failures.begin(group)
  }

  mutating func visit(
    _ outcome: ContributionOutcome, denominator: ContributionOutcome?, _ contribution: Contribution,
    of group: PageGroup
  ) throws(Failure) {
    guard failures.failure == nil else { return }
    do throws(Failure) {
      switch outcome {
      case .failure(let error): throw Failure(error, at: PageLocation(contribution, of: group))
      case .success(nil): return
      case .success(let page?): try add(page, contribution, of: group)
      }
    } catch {
      try failures.met(error)
    }
  }

  private mutating func add(
    _ page: StoredPage, _ contribution: Contribution, of group: PageGroup
  ) throws(Failure) {
    guard page.isPhaseSpace else {
      other = other ?? "\(group.text) (\(page.quantity))"
      return
    }
    if current == nil {
      guard let particles = accumulator(self.group) else { return }
      let simulation = simulations[group.simulation]
      let estimator = simulation.estimators[group.estimator]
      current = Page(
        group: self.group, simulation: simulation.name, estimator: estimator.name, task: estimator.task,
        number: group.number, quantity: page.quantity, filter: page.filter, primaries: nil,
        contributions: 0, particles: particles)
    }
    do throws(TooManyKinds) {
      try current?.particles.add(page.values, weight: contribution.weight)
    } catch {
      throw .tooManyKinds(at: PageLocation(contribution, of: group).description)
    }
    current?.contributions += 1
    guard let primaries = contribution.primaries, knowsPrimaries else {
      knowsPrimaries = false
      current?.primaries = nil
      return
    }
    let (sum, overflow) = (current?.primaries ?? 0).addingReportingOverflow(primaries)
    knowsPrimaries = !overflow
    current?.primaries = overflow ? nil : sum
  }

  mutating func end(_ group: PageGroup) {
    if let notice = failures.notice {
      notices.append(notice)
    } else if let current {
      finish(current, group.text)
    }
  }

  private mutating func finish(_ page: Page, _ place: String) {
    let impossible = page.particles.impossible
    if impossible > 0 {
      notices.append(
        Notice(
          .warning,
          "\(place): \(Failure.count(impossible)) particles that cannot be are left out; 'ebb check' tells more."
        ))
    }
    pages.append(page)
  }

  /// Adds a page that is combined already, whose contributions are not known.
  mutating func add(_ loaded: LoadedPage) throws(Failure) {
    group += 1
    let page = loaded.page
    guard page.isPhaseSpace else {
      other = other ?? "\(loaded.key.text) (\(page.label))"
      return
    }
    guard var particles = accumulator(group) else { return }
    do throws(TooManyKinds) {
      try particles.add(page.values, weight: 1)
    } catch {
      throw .tooManyKinds(at: loaded.key.text)
    }
    finish(
      Page(
        group: group, simulation: loaded.simulation.name, estimator: loaded.estimator.name,
        task: loaded.estimator.task, number: page.number, quantity: page.quantity, filter: page.filter,
        primaries: page.primaries, contributions: page.contributions, particles: particles),
      loaded.key.text)
  }
}

extension Failure {
  static func tooManyKinds(at place: String) -> Failure {
    Failure(
      .brokenData, "\(place) has more than \(Failure.count(TooManyKinds.most)) kinds of particles.",
      advice: "It is damaged, or was read as another format; 'ebb check' tells more. --particle chooses some."
    )
  }
}
