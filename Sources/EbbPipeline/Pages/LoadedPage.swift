package import EbbAnalysis
package import EbbModel

/// A page in memory, aggregated as an export would, and what it is of.
package struct LoadedPage: Sendable {
  package var simulation: ResultSimulation
  package var estimator: ResultEstimator
  package var page: ResultPage
  /// Contributions, or groups of them, by which its figures can be resampled; `nil` where that is not asked for, or
  /// cannot be: of one contribution, of what is not finite, of a page too large to keep several times.
  package var replicates: Replicates?

  package init(
    simulation: ResultSimulation, estimator: ResultEstimator, page: ResultPage, replicates: Replicates? = nil
  ) {
    self.simulation = simulation
    self.estimator = estimator
    self.page = page
    self.replicates = replicates
  }

  package init(_ streamed: StreamedPage, of plan: ExportPlan) {
    let simulation = plan.simulations[streamed.exported.simulation]
    self.init(
      simulation: simulation, estimator: simulation.estimators[streamed.exported.estimator],
      page: streamed.exported.page, replicates: streamed.replicates)
  }

  /// The key by which a page of one result is found in another.
  package var key: PageKey { PageKey(estimator: estimator.title, number: page.number) }
}
