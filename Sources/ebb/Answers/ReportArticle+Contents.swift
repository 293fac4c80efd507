internal import EbbModel
internal import EbbOperations
internal import EbbPipeline
internal import EbbReport
internal import EbbText

extension ReportArticle {
  /// The report of a simulation: summary, audit, pages, statistics, tasks, logs, list of pages, input, warnings.
  init(_ contents: ReportContents) {
    let overview = contents.overview
    let shown = SimulationReport(overview)
    let pages = overview.estimators.reduce(0) { $0 + $1.pages.count }
    var sections = [ReportSection("Summary", [.fields(shown.fields)])]
    sections.append(ReportSection("Audit", [Self.audit(contents.findings)]))
    sections.append(
      ReportSection(
        "Pages",
        contents.pages.isEmpty
          ? [.paragraph(pages == 0 ? "There are no results." : "There are no results to combine.")]
          : [.written(contents.pages)]))
    if !contents.statistics.pages.isEmpty {
      sections.append(
        ReportSection(
          "Statistics",
          [
            .table(StatisticsTable(contents.statistics).listing),
            .paragraph(
              "R is the standard error over the value: its median over the bins, its 90 % quantile, its maximum. "
                + "P(OUTLIER) is the chance that the contribution that stands out most does so by chance."),
          ]))
    }
    sections.append(RecordAnswer.section(contents.record))
    if !overview.tasks.isEmpty { sections.append(ReportSection("Tasks", [.table(shown.tasks)])) }
    if !contents.logs.isEmpty { sections.append(ReportSection("Logs", contents.logs.map(Self.log))) }
    if pages > 0 { sections.append(ReportSection("All pages", [.table(shown.pages)])) }
    if let input = contents.input {
      var blocks = input.content.files.map { ReportBlock.file(name: $0.name, text: $0.text) }
      if let project = input.content.project { blocks.append(.file(name: "project.json", text: project)) }
      blocks.append(.fields([("SHA-256", input.sha256)]))
      sections.append(ReportSection("Input", blocks))
    }
    let warnings = contents.notices.filter { $0.level != .detail }
    if !warnings.isEmpty {
      sections.append(ReportSection("Warnings", warnings.map { .paragraph($0.text) }))
    }
    self.init(ReportEntry(contents, pages: pages), sections)
  }

  private static func audit(_ findings: [Finding]?) -> ReportBlock {
    guard let findings else {
      return .paragraph(
        "An export holds no contributions to look at; what was found when it was made stands with its pages.")
    }
    if findings.isEmpty { return .paragraph("Nothing found.") }
    return .findings(
      findings.map { finding in
        ReportFinding(
          severity: finding.severity.rawValue, check: finding.check,
          place: Failure.page(finding.page, of: finding.estimator), message: finding.message,
          advice: finding.advice)
      })
  }

  /// The most characters of a log that are shown: a loop of warnings has written many megabytes.
  private static let longestLog = 400_000

  /// A log; of a very long one its beginning and its end.
  private static func log(_ log: NamedText) -> ReportBlock {
    let count = log.text.unicodeScalars.count
    guard count > longestLog else { return .file(name: log.name, text: log.text) }
    let half = longestLog / 2
    let first = String(log.text.unicodeScalars.prefix(half))
    let last = String(log.text.unicodeScalars.suffix(half))
    let left = Failure.count(count - 2 * half)
    return .file(
      name: log.name, text: "\(first)\n\n[… \(left) characters are left out here: see ebb logs …]\n\n\(last)")
  }
}

extension ReportEntry {
  init(_ contents: ReportContents, pages: Int) {
    let simulation = contents.overview.simulation
    let primaries = contents.overview.simulatedPrimaries
    self.init(
      name: simulation.jobID, title: simulation.title, state: simulation.state.description,
      code: [simulation.simulator, simulation.platform.description].filter { !$0.isEmpty }
        .joined(separator: ", "),
      primaries: primaries > 0 ? Failure.count(primaries) : "", pages: pages,
      findings: contents.findings.map { findings in
        FindingSeverity.allCases.map { severity in
          (severity.rawValue, findings.count { $0.severity == severity })
        }
      })
  }
}
