package import EbbAnalysis
package import EbbText

/// Histograms of the particles of phase spaces.
package struct ParticleHistogramReport: Sendable {
  package struct Page: Sendable, Equatable {
    /// The job id, or "combined".
    package var simulation: String
    package var estimator: String
    /// The task of a contribution that was not combined.
    package var task: Int?
    package var number: Int
    package var quantity: String
    package var filter: String?
    /// The kind of its particles, or "all".
    package var particle: String
    package var contributions: Int
    package var primaries: Int64?
    package var histogram: ParticleHistogram
    /// The particles in each bin, the last variable's bins next to each other.
    package var counts: [Double]
    /// Their standard errors; `nil` where they are not known, as of one contribution.
    package var errors: [Double?]?
  }

  package var pages: [Page] = []
  package var notices: [Notice] = []
}
