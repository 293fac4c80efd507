internal import EbbFiles
internal import EbbModel
internal import EbbText

extension Catalog {
  /// Checks that every axis that is asked for is one of a page in `plan`, before anything is written.
  ///
  /// Only pages know their axes: one contribution of each is read until all names were met, mostly a single one.
  func checkAxes(_ request: PageRequest, of plan: inout ExportPlan) async throws(Failure) {
    var missing = request.reductions
    var names: [String] = []
    var seen: Set<String> = []
    for group in plan.groups where !missing.isEmpty {
      switch try await contents(of: [group], request, &plan.decoded).first {
      case .page(let facts)?:
        missing.removeAll { step in facts.axes.contains { $0.name == step.axis } }
        for axis in facts.axes where seen.insert(axis.name).inserted { names.append(axis.name) }
      // A page that cannot be read may be the one; reading it again will tell.
      case .broken?: return
      case .empty?, nil: break
      }
    }
    if let step = missing.first { throw .noAxis(step, has: names) }
  }
}
