internal import ArgumentParser
internal import EbbModel
internal import EbbOperations
internal import EbbPipeline
internal import EbbText

struct StatsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats",
    abstract: "Tell how good results are: relative errors, whether the tasks agree, how the error falls.",
    discussion: """
      Examples:
        ebb stats 20230615 --db yaptide.sqlite
        ebb stats 20230615 -e 'z_*' -p DOSE
        ebb stats 2023-a1 2023-b2 --combine --csv > statistics.csv
        ebb stats --all --user alice -e mesh
        ebb stats workspaces/
        ebb stats 20230615 --json | jq '.[] | select(.total_probability < 0.01)'

      One line for each page. N is the number of contributions; R the standard error over the value, of bins that \
      are not 0: its median, its 90 % quantile, its maximum, and the shares of bins below 5 and 10 %; R>HALF \
      that of the bins above half the largest value, the one number of a page. P(OUTLIER) is the \
      chance that the contribution that stands out most, by its total or by its bins, does so by chance; below \
      0.01 it is named. CHI2/NDF is of counts only, in units of Poisson's error, and P(CHI2) its chance. VOV is \
      the variance of the variance, to be below 0.1; FOM the figure of merit 1/(R²T) in 1/s; SLOPE that of R \
      against the primaries, to be about -0.5.
      """)

  @OptionGroup var jobs: JobOptions
  @OptionGroup(title: "Which pages") var pages: PageOptions
  @OptionGroup(title: "Aggregation") var aggregation: CombiningOptions
  @OptionGroup var form: FormOptions
  @OptionGroup var common: CommonOptions

  func run() async throws {
    let command = self
    try await common.messages.reporting { () throws(Failure) in
      let (catalog, simulations) = try await command.jobs.open(command.request)
      let report = try await Statistics(command.request, of: catalog).run(simulations)
      await catalog.close()
      try command.form.print(StatisticsTable(report).listing, command.common)
      try command.common.messages.finish(catalog.notices + report.notices)
    }
  }

  private var request: PageRequest {
    var request = PageRequest()
    request.threads = common.threadCount
    pages.apply(to: &request)
    aggregation.apply(to: &request)
    request.passesOverEmpty = jobs.all
    return request
  }
}
