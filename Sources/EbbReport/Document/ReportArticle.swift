/// The report of one simulation, or of a comparison: what the index lists, and the sections that its link leads to.
package struct ReportArticle: Sendable {
  package var entry: ReportEntry
  package var sections: [ReportSection]

  package init(_ entry: ReportEntry, _ sections: [ReportSection]) {
    self.entry = entry
    self.sections = sections
  }
}

/// A line of a report's index.
package struct ReportEntry: Sendable {
  /// What it is called: a job id.
  package var name: String
  package var title: String
  package var state: String
  /// The simulator, and where it ran.
  package var code: String
  package var primaries: String
  package var pages: Int
  /// The number of findings by severity, the gravest first: ("error", 2); `nil` where none were looked for.
  package var findings: [(severity: String, count: Int)]?

  package init(
    name: String, title: String, state: String = "", code: String = "", primaries: String = "",
    pages: Int = 0,
    findings: [(severity: String, count: Int)]? = nil
  ) {
    self.name = name
    self.title = title
    self.state = state
    self.code = code
    self.primaries = primaries
    self.pages = pages
    self.findings = findings
  }

  /// The title, or the name where there is none.
  var heading: String { title.isEmpty ? name : title }
}
