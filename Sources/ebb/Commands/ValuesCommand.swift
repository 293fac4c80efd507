internal import ArgumentParser
internal import EbbModel
internal import EbbOperations
internal import EbbPipeline
internal import EbbText

struct ValuesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "values",
    abstract: "Tell single values with their errors and units: pages without axes, and points of others.",
    discussion: """
      Examples:
        ebb values 20230615 --db yaptide.sqlite
        ebb values latest -p DOSE --at z=0
        ebb values 20230615 -e z_profile -p DOSE --at z=15cm --primaries 1e9
        ebb values 2023-a1 2023-b2 --csv > values.csv
        ebb values --all --state COMPLETED -e entrance -p DOSE
        ebb values result.h5 --json | jq '.[] | [.quantity, .value, .error, .unit]'

      A row for each page that is one value: those without axes, and those of which --at or --sum leave one bin. The \
      value is ± its standard error over the tasks; --error asks for another. Pages that keep axes are passed over; \
      -v counts them.
      """)

  @OptionGroup var jobs: JobOptions
  @OptionGroup var selection: RequestOptions<AggregationOptions>
  @OptionGroup var form: FormOptions
  @OptionGroup var common: CommonOptions

  func run() async throws {
    let command = self
    try await common.messages.reporting { () throws(Failure) in
      let (catalog, simulations) = try await command.jobs.open(command.request)
      let report = try await Values(command.request, of: catalog).run(simulations)
      await catalog.close()
      try command.form.print(
        ValuesTable(report).listing(isTable: command.form.form == .table), command.common)
      try command.common.messages.finish(catalog.notices + report.notices)
    }
  }

  private var request: PageRequest {
    var request = selection.request(threads: common.threadCount)
    request.passesOverEmpty = jobs.all
    return request
  }
}
