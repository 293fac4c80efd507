package import EbbModel
package import EbbText

extension Catalog {
  /// The pages of simulations, `nil` for all, that fit `search`. Rows tell of estimators, numbers and, but in the oldest
  /// schemas, quantities; for the rest one contribution of each page is read.
  /// - Throws: where nothing fits, with what there is instead.
  package func pages(
    of simulations: [Simulation]?, _ search: PageSearch
  ) async throws(Failure) -> [PageSearch.Found] {
    let all = try await pages(of: simulations, limit: nil)
    if search.isEmpty { return all.map { PageSearch.Found(page: $0, facts: nil) } }
    var found: [PageSearch.Found] = []
    /// By simulation, the pages of which only they themselves can tell.
    var unknown: [SimulationID: Set<PageID>] = [:]
    var fitting: Set<PageID> = []
    for owned in all where search.matches(estimator: owned.estimator?.name ?? "") {
      let simulator = owned.simulation.flatMap { Simulator(fileFormat: nil, name: $0.simulator) }
      switch search.matches(owned.row, simulator: simulator) {
      case true?: fitting.insert(owned.row.id)
      case nil:
        if let simulation = owned.simulation { unknown[simulation.id, default: []].insert(owned.row.id) }
      case false?: break
      }
    }
    let facts = try await facts(of: unknown, among: all.compactMap(\.simulation), search)
    for owned in all {
      if fitting.contains(owned.row.id) {
        found.append(PageSearch.Found(page: owned, facts: nil))
      } else if let own = facts[owned.row.id], search.matches(own, number: owned.row.number) {
        found.append(PageSearch.Found(page: owned, facts: own))
      }
    }
    if found.isEmpty, !all.isEmpty { throw Self.noPage(search, all, Array(facts.values)) }
    return found
  }

  /// What pages say of themselves, by the first contribution of each.
  private func facts(
    of unknown: [SimulationID: Set<PageID>], among simulations: [Simulation], _ search: PageSearch
  ) async throws(Failure) -> [PageID: PageInterpretation] {
    var request = PageRequest()
    request.includeFailed = true
    request.keepGoing = true
    request.byteLimit = search.byteLimit
    request.threads = search.threads
    var seen: Set<SimulationID> = []
    let asked = simulations.filter { unknown[$0.id] != nil && seen.insert($0.id).inserted }
    var reader = SimulationReader(asked, from: store, byteLimit: search.byteLimit)
    var facts: [PageID: PageInterpretation] = [:]
    for simulation in asked {
      let wanted = unknown[simulation.id] ?? []
      let plan = try ExportPlan.make(for: [try await reader.rows(of: simulation)], request: request)
      let groups = plan.groups.filter { $0.contributions.contains { wanted.contains($0.page) } }
      let contents = try await contents(of: groups, request)
      for (group, content) in zip(groups, contents) {
        guard let own = content.facts else { continue }
        for contribution in group.contributions { facts[contribution.page] = own }
      }
    }
    return facts
  }

  /// The reason why no page fits.
  private static func noPage(
    _ search: PageSearch, _ all: [Owned<PageRow>], _ facts: [PageInterpretation]
  ) -> Failure {
    func list(_ names: [String], near asked: String) -> String {
      var counts: [String: Int] = [:]
      for name in names { counts[name, default: 0] += 1 }
      let sorted = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
      return Failure.nearest(to: asked, in: sorted)
        + (sorted.isEmpty ? "" : "There are: \(Failure.list(sorted)).")
    }
    let estimators = all.compactMap { $0.estimator?.name }
    if let pattern = search.estimators.first(where: { pattern in
      var one = PageSearch()
      one.estimators = [pattern]
      return !estimators.contains(where: one.matches)
    }) {
      return Failure(
        .notFound, "no estimator \(Failure.quoted(pattern.description)).",
        advice: Failure.repeated(pattern.description, by: "-e") { part in
          estimators.contains { Pattern(part).matches($0) }
        } + list(estimators, near: pattern.description))
    }
    let quantities = all.compactMap(\.row.name) + facts.map(\.quantity)
    if let quantity = search.quantity {
      return Failure(
        .notFound, "no page of \(Failure.quoted(quantity)).", advice: list(quantities, near: quantity))
    }
    if let unit = search.unit {
      return Failure(
        .notFound, "no page has the unit \(unit.text), or one that can be converted to it.",
        advice: list(facts.map(\.meaning.unit.text), near: unit.text))
    }
    let asked = search.pages.first?.description ?? ""
    let hint = Failure.repeated(asked, by: "-p") { part in
      PageSelection(part).map { one in
        facts.contains { one.matches(quantity: $0.quantity, filter: $0.filter) }
      }
        ?? false
    }
    return Failure(
      .notFound, "no page \(Failure.quoted(asked)).", advice: hint + list(quantities, near: asked))
  }
}
