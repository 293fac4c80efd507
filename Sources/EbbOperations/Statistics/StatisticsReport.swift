package import EbbModel
internal import EbbPipeline
package import EbbText

/// The quality of simulations' pages, which `ebb stats` tells.
package struct StatisticsReport: Sendable {
  /// A page with its statistics. What cannot be said is `nil`, and `problem` says why.
  package struct Page: Sendable, Equatable {
    /// The job id, or "combined".
    package var simulation: String
    package var estimator: String
    package var number: Int
    package var quantity: String?
    package var filter: String?
    package var rule: AggregationRule?
    package var contributions = 0
    package var primaries: Int64?
    /// The time for which the tasks of its contributions ran, together.
    package var seconds: Double?
    package var bins: Int?
    package var nonZeroBins: Int?
    package var nonFiniteBins: Int?
    /// The standard error over the value, of the bins that are not 0.
    package var medianError: Double?
    package var errorAboveHalf: Double?
    package var quantile90Error: Double?
    package var worstError: Double?
    /// The shares of those bins with a relative error below 5 and 10 %.
    package var shareBelow5: Double?
    package var shareBelow10: Double?
    /// The χ² of counts against their mean, in units of Poisson's error.
    package var chiSquare: Double?
    package var degreesOfFreedom: Int?
    package var chiSquareProbability: Double?
    /// The contribution whose total stands out most from the others', and the chance of that.
    package var totalOutlier: Deviation?
    /// The one whose bins do.
    package var binsOutlier: Deviation?
    /// The one of the two that is less likely, with the chance that either is so unlikely.
    package var outlier: Deviation?
    /// The variance of the variance.
    package var medianVariance: Double?
    package var worstVariance: Double?
    /// Its expectation, if contributions are normal.
    package var expectedVariance: Double?
    /// 1/(R²·T) with the median R, in 1/s.
    package var figureOfMerit: Double?
    /// The slope of ln R against ln of the primaries; −1/2 is expected.
    package var slope: Double?
    package var problem: String?

    init(_ group: PageGroup, simulation: String) {
      self.init(simulation: simulation, estimator: group.estimatorName, number: group.number)
    }

    init(simulation: String, estimator: String, number: Int) {
      self.simulation = simulation
      self.estimator = estimator
      self.number = number
    }
  }

  /// The distance of a contribution from the others.
  package struct Deviation: Sendable, Equatable {
    /// The contribution: "task 7".
    package var contribution: String
    /// Student's t of n − 2 degrees of freedom.
    package var t: Double
    /// The chance that one of the contributions is as far off.
    package var probability: Double
  }

  package var pages: [Page] = []
  package var notices: [Notice] = []

  package init() {}
}
