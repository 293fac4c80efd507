internal import EbbFiles
internal import EbbModel
package import EbbText

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

  /// The names of the axes that the pages of a plan have when they are exported, each set once, and whether one is phase
  /// space. One contribution of each page is read, and kept as far as it fits; of a single page none.
  package func axes(
    of plan: inout ExportPlan, _ request: PageRequest
  ) async throws(Failure) -> (names: [[String]], hasParticles: Bool) {
    guard plan.groups.count > 1 else { return ([], false) }
    let gone = Set(
      request.reductions.compactMap { step in
        switch step {
        case .at, .sum: step.axis
        case .range, .rebin, .rebinToWidth, .onto: nil
        }
      })
    var names: [[String]] = []
    var hasParticles = false
    for facts in try await contents(of: plan.groups, request, &plan.decoded).compactMap(\.facts) {
      hasParticles = hasParticles || facts.isPhaseSpace
      let left = facts.axes.map(\.name).filter { !gone.contains($0) }
      if !facts.isPhaseSpace, !names.contains(left) { names.append(left) }
    }
    return (names, hasParticles)
  }
}
