package import EbbModel
package import EbbReport
package import EbbText

/// All that a report tells of a simulation.
package struct ReportContents: Sendable {
  package var overview: SimulationOverview
  /// The gravest first; `nil` where there are no contributions to look at.
  package var findings: [Finding]?
  /// The figures of its pages, which lie on disk; empty where it has no results.
  package var pages: SpooledText
  package var statistics: StatisticsReport
  /// How the results came about.
  package var record: SimulationRecord
  /// `nil` where there is none, or it cannot be read, which a notice tells.
  package var input: ResultInput?
  /// The logs of its tasks; the platform keeps those of tasks that failed.
  package var logs: [NamedText] = []
  package var notices: [Notice]
}
