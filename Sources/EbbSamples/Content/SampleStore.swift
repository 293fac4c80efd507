/// The store of the sample: a 150 MeV proton pencil beam in water, as the platform would hold its results.
///
/// Five jobs: one whose tasks' results are kept apart, one that the platform merged, two replicas of one
/// input, and one that failed. The same request always gives the same rows.
///
/// ```swift
/// let sample = SampleStore(SampleRequest())
/// try sample.writeSQLite(to: "pencil-beam.sqlite")
/// let truth = sample.truth(of: "z_profile", page: 0)
/// ```
package struct SampleStore: RowSource, Sendable {
  package let request: SampleRequest
  package let beam = PencilBeam()
  package let estimators: [SampleEstimator]
  /// The truth of every page of every estimator.
  private let truths: [[Truth]]

  /// - Precondition: `request` is valid.
  package init(_ request: SampleRequest = SampleRequest()) {
    precondition(request.isValid)
    self.request = request
    let beam = beam
    estimators = SampleEstimator.all(scale: request.scale)
    truths = estimators.map { estimator in
      estimator.pages.map { beam.truth(of: $0, in: estimator) }
    }
  }

  /// The truth that the values of a page scatter around; `nil` where there is no such page.
  package func truth(of estimator: String, page: Int) -> Truth? {
    guard let index = estimators.firstIndex(where: { $0.name == estimator }),
      truths[index].indices.contains(page)
    else { return nil }
    return truths[index][page]
  }

  /// One task's values of every page of an estimator, in the order [axis1, axis2, …].
  func values(of estimator: Int, job: SampleJob, task: SampleTask) -> [[Double]] {
    truths[estimator].enumerated().map { page, truth in
      var random = RandomSource(
        seed: request.seed, stream: [job.key, task.number, estimator, page])
      return truth.sample(primaries: task.simulated, random: &random)
    }
  }
}
