internal import ArgumentParser
internal import EbbModel
internal import EbbOperations
internal import EbbPipeline
internal import EbbText

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
        ebb compare last-release.h5 2023-b2 --max-chi2 1.5
        ebb compare 2023-a1 2023-b2 --json | jq '.[] | select(.relative_difference > 0.05)'

      One line for each page that both A and B have, by estimator and number. DIFF is B - A where it is largest, over \
      the largest value of A, and AT its place; RATIO that of the sums. CHI2/NDF is of z = (B - A)/error, over the \
      bins that have errors; P is its chance though nothing differs, by dealing the contributions to the sides anew \
      (of 3 and 3 tasks it is 0.1 at least), of sides without contributions that of independent normal bins. |Z|>2 and |Z|>3 shares of bins: 5 and 0.3 % are expected, more where errors \
      come of few contributions. GAMMA is the share of bins that pass (A is the reference, B straight between its \
      bins). \
      DR80 is how much farther the distal 80 % of B lie.

      The exit status is 1 where a page is beyond what --tolerance, --max-chi2 or --min-pass allow, where one of the \
      two lacks it, and where the two cannot be compared.
      """)

  @Argument(
    help: ArgumentHelp(
      "The reference: a job id, its first characters, or id:NUMBER; a file or folder of results; or what ebb export wrote as HDF5 or JSON.",
      valueName: "A"))
  var a: String

  @Argument(help: ArgumentHelp("The result to compare with A, named likewise.", valueName: "B"))
  var b: String

  @OptionGroup var store: StoreOptions
  @OptionGroup(title: "What is compared") var criteria: CompareOptions
  @OptionGroup var selection: RequestOptions
  @OptionGroup var form: FormOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if selection.aggregation.error != .stderr {
      throw ValidationError("--error has no place here: χ² is of standard errors.")
    }
    if selection.aggregation.perTask {
      throw ValidationError("--per-task leaves contributions apart, which have no errors.")
    }
  }

  func run() async throws {
    let command = self
    try await common.messages.reporting { () throws(Failure) in
      let request = command.request
      let sides = try await command.sides(request.pages)
      var report = try await Comparison(request).report(sides.a, sides.b)
      if let path = command.criteria.gammaMap {
        try await report.writeGammaMaps(
          to: path, overwrites: command.criteria.force, creator: Version.text,
          writtenAt: try WritingTime.instant(), threads: command.common.threadCount)
        command.common.messages.say("wrote \(path).")
      }
      report.notices = sides.notices + report.notices
      try Answer.write(ComparisonTable(report).listing.text(command.form.form, width: Terminal.width))
      if !report.faults.isEmpty {
        command.common.messages.show(report.notices)
        throw Failure(.leftOut, report.faults.joined(separator: " "))
      }
      try command.common.messages.finish(report.notices)
    }
  }

  /// Both sides. What they have of one store is of one snapshot.
  private func sides(
    _ request: ExportRequest
  ) async throws(Failure) -> (a: [ComparedPage], b: [ComparedPage], notices: [Notice]) {
    var store: Catalog?
    var notices: [Notice] = []
    var sides: [[ComparedPage]] = []
    // Each is read by a process of its own.
    async let first = Self.exported(a, request)
    async let second = Self.exported(b, request)
    for (argument, exported) in [(a, await first), (b, await second)] {
      if let found = try exported.get() {
        sides.append(found.pages)
        notices += found.notices
        continue
      }
      let catalog: Catalog
      let simulations: [Simulation]
      let isFile = ResultSource.isFile(argument, storeIsNamed: self.store.url != nil)
      if isFile {
        catalog = try await self.store.open(files: [argument], request)
        simulations = try await catalog.simulations(SimulationSelection())
      } else {
        catalog = if let store { store } else { try await self.store.open() }
        store = catalog
        simulations = try await catalog.simulations(named: [argument])
      }
      if simulations.count > 1, !request.combine {
        throw Failure(
          .usage, "\(argument) holds \(simulations.count) results, and one is compared with one.",
          advice: "Name one of them, or take them as replicas with --combine.")
      }
      let found = try await catalog.comparedPages(of: simulations, request)
      sides.append(found.pages)
      notices += catalog.notices + found.notices
      if isFile { await catalog.close() }
    }
    await store?.close()
    return (sides[0], sides[1], notices)
  }

  /// A side that is an export; `nil` where it is none.
  private static func exported(
    _ path: String, _ request: ExportRequest
  ) async -> Result<(pages: [ComparedPage], notices: [Notice])?, Failure> {
    do throws(Failure) {
      guard let found = try await ExportedResult.pages(of: path, request, HDF5Reading()) else {
        return .success(nil)
      }
      var pages: [ComparedPage] = []
      for page in found.pages { pages.append(try await ComparedPage(page, threads: request.threads)) }
      return .success((pages, found.notices))
    } catch {
      return .failure(error)
    }
  }

  private var request: CompareRequest {
    var request = CompareRequest()
    request.pages = selection.request(threads: common.threadCount)
    criteria.apply(to: &request)
    return request
  }
}
