package import EbbModel
package import EbbPipeline
package import EbbText

/// A simulation with what there is of it: what `ebb show` tells.
package struct SimulationOverview: Sendable {
  package struct Estimator: Sendable {
    package var name: String
    /// The number of rows that have its name: one for each task, or one of the whole job.
    package var contributions: Int
    package var pages: [Page]
  }

  package struct Page: Sendable {
    package var number: Int
    package var contributions: Int
    /// The source particles of all contributions, where they are known.
    package var primaries: Int64?
    package var content: PageContent
    /// The weight of an average of several contributions; "none" where by primaries alone.
    package var denominator: String?
    /// The findings that rows and one contribution tell an audit.
    package var findings: [PageFinding] = []
  }

  package var simulation: Simulation
  package var tasks: [SimulationTask]
  package var estimators: [Estimator]
  package var notices: [Notice]

  /// Leaves the pages of some keys alone.
  package mutating func leave(_ keys: Set<PageKey>) {
    estimators = estimators.compactMap { estimator in
      var estimator = estimator
      estimator.pages.removeAll { !keys.contains(PageKey(estimator: estimator.name, number: $0.number)) }
      return estimator.pages.isEmpty ? nil : estimator
    }
  }

  /// Source particles that were asked for and those that were simulated, over all tasks.
  package var requestedPrimaries: Int64 { total(tasks.map(\.requestedPrimaries)) }
  package var simulatedPrimaries: Int64 { total(tasks.map(\.simulatedPrimaries)) }
}
