internal import EbbPipeline
internal import EbbText

/// A simulation whose report is in the making: what its rows tell, and what has passed of its pages.
struct ReportReading {
  let stored: JobRows
  /// The metadata that cannot be read.
  let broken: [Failure]
  /// The plan of an audit, which looks at all contributions.
  let all: ExportPlan
  /// The plan of what is combined, and the reason where that is nothing.
  let plan: ExportPlan
  /// Contributions that were decoded to make that plan.
  var decoded: DecodedPages
  let obstacle: Notice?
  var reader: SimulationReader
  var visitor: ReportVisitor
  /// The notices on all pages together, once they have passed.
  var noticesOnAll: [Notice] = []

  /// The groups that are to pass.
  var groups: [PageGroup] { visitor.groups(of: all) }

  /// Gives what was decoded before, and holds it no more.
  mutating func takeDecoded() -> DecodedPages {
    defer { decoded = DecodedPages() }
    return decoded
  }
}
