package import EbbModel
package import EbbPipeline
internal import EbbText

/// One of two results that are compared: where its pages come from.
package enum ComparedSide: Sendable {
  /// One simulation, or several that are combined.
  case simulations(Catalog, [Simulation])
  /// A file that an export has written.
  case export(ExportedResult)
}

extension ComparedSide {
  /// The pages that a request selects, as they are known before they are read.
  struct Outline: Sendable {
    var entries: [PagePairing.Entry]
    /// The plan by which they are read; `nil` of exports.
    var plan: ExportPlan?
  }

  /// - Parameter names: what of this side is paired with pages of other names: these alone are read then.
  func outline(_ request: PageRequest, _ names: [PagePair.Side]) async throws(Failure) -> Outline {
    switch self {
    case .export(let file):
      return Outline(entries: file.entries)
    case .simulations(let catalog, let simulations):
      let request = Self.request(request, names)
      return try await Outline(try await catalog.plan(of: simulations, request), request, names, of: catalog)
    }
  }

  /// The request with the pages that are paired in place of those that it selects.
  static func request(_ request: PageRequest, _ names: [PagePair.Side]) -> PageRequest {
    guard !names.isEmpty else { return request }
    var request = request
    request.estimators = names.map(\.estimator)
    let pages = names.compactMap(\.page)
    request.pages = pages.count == names.count ? pages : []
    return request
  }
}

extension ComparedSide.Outline {
  /// The pages of a plan. Where what is paired has a quantity's name, a contribution of each is read, and kept as far as it
  /// fits.
  init(
    _ plan: ExportPlan, _ request: PageRequest, _ names: [PagePair.Side], of catalog: Catalog
  ) async throws(Failure) {
    var plan = plan
    var entries = plan.groups.map { group in
      PagePairing.Entry(
        estimator: plan.simulations[group.simulation].estimators[group.estimator].title,
        number: group.number)
    }
    if names.contains(where: { $0.page?.isName == true }) {
      for (index, content) in try await catalog.contents(of: &plan, request).enumerated() {
        guard let facts = content.facts else { continue }
        (entries[index].quantity, entries[index].filter) = (facts.quantity, facts.filter)
      }
    }
    self.init(entries: entries, plan: plan)
  }
}
