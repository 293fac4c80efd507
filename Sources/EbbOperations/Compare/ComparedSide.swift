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
      var request = request
      if !names.isEmpty {
        request.estimators = names.map(\.estimator)
        let pages = names.compactMap(\.page)
        request.pages = pages.count == names.count ? pages : []
      }
      let plan = try await catalog.plan(of: simulations, request)
      var entries = plan.groups.map { group in
        PagePairing.Entry(
          estimator: plan.simulations[group.simulation].estimators[group.estimator].title,
          number: group.number)
      }
      if names.contains(where: { $0.page?.isName == true }) {
        for (index, content) in try await catalog.contents(of: plan.groups, request).enumerated() {
          guard let facts = content.facts else { continue }
          (entries[index].quantity, entries[index].filter) = (facts.quantity, facts.filter)
        }
      }
      return Outline(entries: entries, plan: plan)
    }
  }
}
