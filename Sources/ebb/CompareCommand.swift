internal import ArgumentParser
internal import EbbModel
internal import EbbPipeline

struct CompareCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Tell how two results differ, bin by bin: differences, χ², gamma index, range shift.",
    discussion: """
      Examples:
        ebb compare 2023-a1 2023-b2 --db yaptide.sqlite
        ebb compare 2023-a1 2023-b2 -e z_profile -p DOSE --max-chi2 1.5
        ebb compare 2023-a1 new-cluster/ -e 'mesh*' --gamma 3%/2mm --min-pass 95
        ebb compare 2023-a1 2023-b2 -e mesh --gamma 3%/2mm --gamma-map gamma.h5
        ebb compare last-release.json 2023-b2 --max-chi2 1.5
        ebb compare 2023-a1 2023-b2 --json | jq '.[] | select(.relative_difference > 0.05)'

      A line a page that A and B have by estimator and number. DIFF is B - A where it is largest, over the largest \
      value of A, and AT its place; RATIO that of the sums. CHI2/NDF is of z = (B - A)/error, over the bins that have \
      errors, P its chance, |Z|>2 and |Z|>3 shares of bins: 5 and 0.3 % are expected, more where few contributions \
      are behind the errors. GAMMA is the share of bins that pass (A is the reference, B straight between its bins). \
      DR80 is how much farther the distal 80 % of B lie.

      The exit status is 1 where a page is beyond what --tolerance, --max-chi2 or --min-pass allow, where one of the \
      two lacks it, and where the two cannot be compared.
      """)

  @Argument(
    help: ArgumentHelp(
      "What the other is held against: a job id, its first characters, or id:NUMBER; a file or folder of results; or a JSON export.",
      valueName: "A"))
  var a: String

  @Argument(help: ArgumentHelp("The other.", valueName: "B"))
  var b: String

  @OptionGroup var store: StoreOptions
  @OptionGroup(title: "What is compared") var criteria: CompareOptions
  @OptionGroup(title: "Which pages") var pages: PageOptions
  @OptionGroup(title: "Aggregation") var aggregation: AggregationOptions
  @OptionGroup(title: "Which bins, in this order") var reduction: ReductionOptions
  @OptionGroup var form: FormOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if aggregation.error != .stderr {
      throw ValidationError("--error has no place here: χ² is of standard errors.")
    }
    if aggregation.perTask {
      throw ValidationError("--per-task leaves contributions apart, which have no errors.")
    }
  }

  func run() async throws {
    let command = self
    try await common.messages.reporting { () throws(Failure) in
      let request = command.request
      let first = try await command.load(command.a, request.pages)
      let second = try await command.load(command.b, request.pages)
      var report = Comparison(request).report(first.pages, second.pages)
      if let path = command.criteria.gammaMap {
        try await report.writeGammaMaps(
          to: path, overwrites: command.criteria.force, creator: Ebb.version,
          writtenAt: try WritingTime.instant())
        command.common.messages.say("wrote \(path).")
      }
      report.notices = first.notices + second.notices
      try Answer.write(ComparisonTable(report).listing.text(command.form.form, width: Terminal.width))
      command.common.messages.show(report.notices)
      if report.unmatched > 0 {
        throw Failure(.leftOut, "\(report.unmatched) pages cannot be compared; see the last column.")
      }
      let beyond = report.pages.filter { !$0.excess.isEmpty }.map { "\($0.estimator) \($0.number)" }
      if !beyond.isEmpty {
        throw Failure(.leftOut, "beyond what is tolerated: \(beyond.joined(separator: ", ")).")
      }
      if report.notices.contains(where: { $0.level == .leftOut }) {
        throw Failure(.leftOut, "some pages were left out; see above.")
      }
    }
  }

  private func load(
    _ argument: String, _ request: ExportRequest
  ) async throws(Failure) -> (pages: [LoadedPage], notices: [Notice]) {
    if let export = try ExportedResult(argument, request) { return (export.pages, []) }
    // A file on one side does not keep the other from the store that --db names.
    var store = store
    if argument.contains("/") || [".json", ".json.gz"].contains(where: argument.hasSuffix) {
      store.url = nil
    }
    let (catalog, simulations) = try await store.openSimulations([argument], request)
    if simulations.count > 1, !request.combine {
      throw Failure(
        .usage, "\(argument) holds \(simulations.count) results, and one is compared with one.",
        advice: "Name one of them, or take them as replicas with --combine.")
    }
    let found = try await catalog.pages(of: simulations, request)
    await catalog.close()
    return (found.pages, catalog.notices + found.notices)
  }

  private var request: CompareRequest {
    var request = CompareRequest()
    request.pages.threads = common.threadCount
    pages.apply(to: &request.pages)
    aggregation.apply(to: &request.pages)
    reduction.apply(to: &request.pages)
    criteria.apply(to: &request)
    return request
  }
}
