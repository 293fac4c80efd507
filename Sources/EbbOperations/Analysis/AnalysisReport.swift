package import EbbAnalysis
package import EbbModel
internal import EbbPipeline
package import EbbText

/// The figures of pages: what `ebb analyze` tells.
package struct AnalysisReport: Sendable {
  package struct Figure: Sendable, Equatable {
    /// In snake case: "r80".
    package var name: String
    package var unit: String
    /// `nil` where there is none.
    package var value: Double?
    /// Its standard error; `nil` where it is not known.
    package var error: Double?
    /// The way to the error; `nil` where there is none.
    package var errorMethod: FigureErrors.Method?
  }

  /// A page with its figures.
  package struct Page: Sendable, Equatable {
    /// The job id, or "combined".
    package var simulation: String
    package var estimator: String
    /// The task of a contribution that was not combined.
    package var task: Int?
    package var number: Int
    package var quantity: String
    package var filter: String?
    /// The kind of particles of a phase space, or "all".
    package var particle: String?
    package var contributions: Int
    package var primaries: Int64?
    package var interpolation: Interpolation?
    /// The dose that levels in percent are of; `nil` where there are none.
    package var level: LevelReference?
    /// The way to the errors of most figures; `nil` where no errors are known.
    package var errorMethod: FigureErrors.Method?
    /// The number of groups of contributions that the jackknife has left out in turn, or of draws.
    package var errorSamples: Int?
    /// The number of draws of the figures whose errors are by the bootstrap, beside others.
    package var bootstrapDraws: Int?
    /// The treatment of the noise of doses; `nil` where that does not matter or is not known.
    package var noise: NoiseTreatment?
    package var figures: [Figure]
    /// The reason why figures are missing.
    package var problem: String?
    /// The way of the beam along a depth profile, and how that is known.
    package var beam: BeamDirection?
    package var beamSource: BeamSource?
  }

  package var pages: [Page] = []
  package var notices: [Notice] = []
}
