package import EbbPipeline
package import EbbText

/// The differences between two results, which `ebb compare` tells.
package struct ComparisonReport: Sendable {
  /// A page that both have, or one of them.
  package struct Page: Sendable, Equatable {
    package var estimator: String
    package var number: Int
    package var quantity: String
    package var filter: String?
    package var unit: String
    /// The page of B, where it is paired with one of another name: "grid 1 DOSE".
    package var other: String?
    /// The steps that put B onto the bins of A.
    package var resampling: String?
    package var bins: Int?
    /// B − A where it is farthest from 0, in the unit of the page, and over the largest value of A.
    package var difference: Double?
    package var relativeDifference: Double?
    /// The place of that: "z = 15.3 cm".
    package var differencePlace: String?
    /// The number of bins that differ though both sides state an error of 0.
    package var unexplainedBins: Int?
    /// The total of B over that of A: of amounts, and of densities by the bins' volumes.
    package var ratio: Double?
    /// `nil` where one side has no contributions to tell it by.
    package var ratioError: Double?
    package var chiSquare: Double?
    package var degreesOfFreedom: Int?
    /// The chance of as large a χ² though nothing differs: by dealing the contributions to the sides anew where both
    /// have them, else as that of normal, independent bins.
    package var probability: Double?
    /// Whether `probability` comes of dealing contributions anew.
    package var isPermuted = false
    /// The least chance that can come of so few contributions.
    package var leastProbability: Double?
    package var largestZ: Double?
    /// The chance of as large a |z| in some bin; only of dealing contributions anew.
    package var largestZProbability: Double?
    package var largestZPlace: String?
    package var shareBeyond2: Double?
    package var shareBeyond3: Double?
    /// The bins whose gamma index was looked for, the share of those of 1 and less, their mean and largest.
    package var gammaBins: Int?
    package var gammaPassing: Double?
    /// Its standard error, and the share that would pass if noise alone made the sides differ; `nil` where they are not
    /// known.
    package var gammaPassingError: Double?
    package var gammaNoisePassing: Double?
    package var gammaMean: Double?
    package var gammaLargest: Double?
    /// The distance by which the distal 80 % of B lie farther than those of A, in the axis' unit.
    package var rangeShift: Double?
    package var rangeShiftError: Double?
    package var rangeShiftUnit: String?
    /// The sides whose values have no errors: "A", "B" or "A and B"; `nil` where both have them, and of what is not compared.
    package var sidesWithoutErrors: String?
    /// The reason why there is nothing, or not all.
    package var problem: String?
    /// Sentences on what is beyond the limits.
    package var excess: [String] = []

    /// `relativeDifference` in percent, below 0 where B is less than A there.
    package var differencePercent: Double? {
      relativeDifference.map { ($0 * 100).magnitude * ((difference ?? 0) < 0 ? -1 : 1) }
    }

    package var reducedChiSquare: Double? {
      chiSquare.flatMap { square in degreesOfFreedom.map { square / Double($0) } }
    }
  }

  package var pages: [Page] = []
  package var notices: [Notice] = []
  /// Pages of A with gamma indices in place of their values, NaN where there is none.
  package var gammaMaps: [LoadedPage] = []
  /// Reasons why the two are not the same within the limits, a sentence each.
  package var faults: [String] = []
}
