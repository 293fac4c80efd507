package import EbbModel
package import EbbText

/// All that a report tells of a simulation.
package struct ReportContents: Sendable {
  package var overview: SimulationOverview
  /// The gravest first; `nil` where there are no contributions to look at.
  package var findings: [Finding]?
  package var pictures: [PagePicture]
  package var statistics: StatisticsReport
  /// `nil` where there is none, or it cannot be read, which a notice tells.
  package var input: SimulationInput?
  package var notices: [Notice]
}
