internal import EbbModel
internal import EbbOperations
internal import EbbPipeline
internal import EbbText

extension HTMLReport {
  /// The report of a simulation: summary, audit, pictures, statistics, tasks, pages, input, warnings.
  init(_ contents: ReportContents, creator: String) {
    let overview = contents.overview
    let shown = SimulationReport(overview)
    let simulation = overview.simulation
    self.init(title: simulation.title.isEmpty ? simulation.jobID : simulation.title, creator: creator)
    add(shown.fields)
    begin("Audit")
    if let findings = contents.findings {
      if findings.isEmpty { add(paragraph: "Nothing found.") } else { add(findings) }
    } else {
      add(
        paragraph:
          "An export holds no contributions to look at; what was found when it was made stands with its pages."
      )
    }
    begin("Pages")
    add(contents.pictures)
    begin("Statistics")
    add(StatisticsTable(contents.statistics).listing)
    add(
      paragraph:
        "R is the standard error over the value: its median over the bins, its 90 % quantile, "
        + "its maximum. P(OUTLIER) is the chance that the contribution that stands out most does so by chance."
    )
    if !overview.tasks.isEmpty {
      begin("Tasks")
      add(shown.tasks)
    }
    begin("All pages")
    add(shown.pages)
    if let input = contents.input {
      begin("Input")
      for file in input.files { add(file: file.name, file.text) }
      if let project = input.project { add(file: "project.json", project) }
    }
    let warnings = contents.notices.filter { $0.level != .detail }
    if !warnings.isEmpty {
      begin("Warnings")
      for warning in warnings { add(paragraph: warning.text) }
    }
  }
}
