internal import EbbModel
internal import EbbStore
internal import EbbText

extension Catalog {
  /// Finds for averages of which several contributions or bins are combined the page by which they are weighted: of the
  /// same estimator and filter, with the same bins.
  ///
  /// Only pages know what they are: of estimators with several pages one contribution each is read, or where the
  /// store names its pages, of averages and of what may be their denominators.
  func findDenominators(
    _ request: PageRequest, of stored: [JobRows], in plan: inout ExportPlan
  ) async throws(Failure) {
    let isReduced = !request.reductions.isEmpty || request.resamples
    let candidates = plan.groups.indices.filter {
      plan.groups[$0].fault == nil
        && (plan.groups[$0].contributions.count > 1 || isReduced || request.partial)
    }
    guard !candidates.isEmpty else { return }
    let rows = EstimatorPages(stored)
    var search = DenominatorSearch()
    for index in candidates {
      guard let first = plan.groups[index].contributions.first(where: { $0.compressedBytes > 0 }) else {
        continue
      }
      search.add(index, first, siblings: rows.pages(beside: first.page))
    }
    let pages = search.pages
    guard !pages.isEmpty else { return }
    let decoded = plan.decoded
    let found = try await withContributions(of: pages.map(\.id), request, decoded: decoded) { reader in
      var found: [PageID: PageInterpretation] = [:]
      for page in pages {
        let read = try await reader.next()
        plan.decoded.keep(read, of: page.id)
        let outcome = read.written(by: page.simulator, as: request.assumed)
        if case .success(let stored?) = outcome { found[page.id] = stored.interpretation }
      }
      return found
    }
    for (index, number) in search.denominators(found) {
      let first = plan.groups[index].contributions.first
      let row = first.flatMap { rows.pages(beside: $0.page).first { $0.number == number } }
      let parts = plan.groups[index].contributions.map { contribution in
        rows.pages(beside: contribution.page).first { $0.number == number && $0.compressedBytes > 0 }
      }
      guard parts.allSatisfy({ $0 != nil }) else { continue }
      for (place, part) in parts.enumerated() {
        plan.groups[index].contributions[place].denominator = part?.id
      }
      plan.groups[index].denominator = row.flatMap { found[$0.id]?.named(number) } ?? "page \(number)"
    }
  }
}

/// The pages of each estimator row.
private struct EstimatorPages {
  private var pages: [EstimatorID: [PageRow]] = [:]
  private var owners: [PageID: EstimatorID] = [:]

  init(_ stored: [JobRows]) {
    for estimator in stored.flatMap(\.estimators) {
      pages[estimator.row.id] = estimator.pages
      for page in estimator.pages { owners[page.id] = estimator.row.id }
    }
  }

  /// The pages of the row that has `page`, itself among them.
  func pages(beside page: PageID) -> [PageRow] { owners[page].flatMap { pages[$0] } ?? [] }
}

/// Pages that have to be read to find denominators, and what is found.
private struct DenominatorSearch {
  struct Page {
    var id: PageID
    var simulator: Simulator?
  }

  private struct Candidate {
    var group: Int
    var page: PageID
    var siblings: [PageRow]
  }

  private(set) var pages: [Page] = []
  private var seen: Set<PageID> = []
  private var candidates: [Candidate] = []

  mutating func add(_ group: Int, _ first: Contribution, siblings: [PageRow]) {
    func entry(_ page: PageRow) -> Quantity?? {
      page.name.map {
        QuantityCatalogue.entry([$0], unit: Unit(source: ""), simulator: first.simulator)
      }
    }
    let others = siblings.filter { $0.id != first.page && $0.compressedBytes > 0 }
    // What the store calls something else is none; what has no entry may be called anything.
    let possible = others.filter { page in
      switch entry(page) {
      case .some(.some(let entry)): entry.serves != nil
      case .some(nil), nil: true
      }
    }
    if let row = siblings.first(where: { $0.id == first.page }), case .some(.some(let own)) = entry(row),
      own.denominator == nil
    {
      return
    }
    guard !possible.isEmpty else { return }
    candidates.append(Candidate(group: group, page: first.page, siblings: possible))
    for id in [first.page] + possible.map(\.id) where seen.insert(id).inserted {
      pages.append(Page(id: id, simulator: first.simulator))
    }
  }

  /// By group the number of the page that is its denominator.
  func denominators(_ found: [PageID: PageInterpretation]) -> [(group: Int, number: Int)] {
    candidates.compactMap { candidate in
      guard let content = found[candidate.page] else { return nil }
      let match = candidate.siblings.first { found[$0.id]?.isDenominator(of: content) == true }
      return match.map { (candidate.group, $0.number) }
    }
  }
}
