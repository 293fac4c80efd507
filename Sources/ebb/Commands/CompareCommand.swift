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
        ebb compare shieldhit/ topas/ --pair mesh/DOSE=DoseScorer/0 --resample
        ebb compare id:1 id:2 --json | jq '.[] | select(.relative_difference > 0.05)'

      One line for each page that both A and B have, by estimator and number, or as --pair says. DIFF is B - A where it \
      is farthest from 0, in percent of the largest value of A, and AT its place; RATIO that of the totals, of densities by volume. \
      CHI2/NDF is of z, over the bins that have errors; z is Welch's t, (B - A)/error, as the normal deviate that is as \
      likely. P(CHI2) is its chance though nothing differs, by dealing the contributions to the sides anew (of 3 and 3 tasks \
      it is 0.1 at least), of sides without contributions that of independent normal bins. |Z|>2 and |Z|>3 are shares \
      of bins in percent: 5 and 0.3 are expected. GAMMA is the percentage of bins that pass (A is the reference, B straight between \
      its bins), ± its error, NOISE what would pass if noise alone made them differ. DR80 is how much farther the distal \
      80 % of B lie, of amounts and densities; averages such as LET have no range.

      The exit status is 1 where a page is beyond what --tolerance, --max-chi2 or --min-pass allow, where one of the \
      two lacks it, and where the two cannot be compared.
      """)

  @Argument(
    help: ArgumentHelp(
      "The reference: a simulation (id:NUMBER, the first characters of a job id, latest, a title), a file or folder of results, or what ebb export wrote as HDF5 or JSON.",
      valueName: "A"),
    completion: .jobsAndExports)
  var a: String

  @Argument(
    help: ArgumentHelp("The result to compare with A, named likewise.", valueName: "B"),
    completion: .jobsAndExports)
  var b: String

  @OptionGroup var store: StoreOptions
  @OptionGroup(title: "What is compared") var criteria: CompareOptions
  @OptionGroup var selection: RequestOptions<CombiningOptions>
  @OptionGroup var form: FormOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if !criteria.pair.isEmpty, !selection.pages.isEmpty {
      throw ValidationError("--pair takes the place of -e and -p.")
    }
  }

  func run() async throws {
    let command = self
    try await common.messages.reporting { () throws(Failure) in
      let request = command.request
      let sides = try await command.sides(request)
      var report = try await Comparison(request).report(sides.a, sides.b, isOneStore: sides.areOneStore)
      for catalog in sides.catalogs { await catalog.close() }
      if let path = command.criteria.gammaMap {
        try await report.writeGammaMaps(
          to: path, overwrites: command.criteria.force, creator: Version.text,
          writtenAt: try WritingTime.instant(), threads: command.common.threadCount)
        command.common.messages.say("wrote \(path).")
      }
      report.notices = sides.catalogs.flatMap(\.notices) + report.notices
      try command.form.print(ComparisonTable(report).listing, command.common)
      if !report.faults.isEmpty {
        command.common.messages.show(report.notices)
        throw Failure(.incomplete, report.faults.joined(separator: " "))
      }
      try command.common.messages.finish(report.notices)
    }
  }

  /// Both results, open.
  private struct Sides {
    var a: ComparedSide
    var b: ComparedSide
    var areOneStore = false
    var catalogs: [Catalog] = []
  }

  /// Opens both sides. What they have of one store is of one snapshot.
  private func sides(_ request: CompareRequest) async throws(Failure) -> Sides {
    // Each is read by a process of its own.
    async let first = Self.exported(a, request.pages, request.pairs.map(\.a))
    async let second = Self.exported(b, request.pages, request.pairs.map(\.b))
    var store: Catalog?
    var catalogs: [Catalog] = []
    var sides: [ComparedSide] = []
    var ofStore = 0
    for (argument, exported) in [(a, await first), (b, await second)] {
      if let found = try exported.get() {
        sides.append(.export(found))
        continue
      }
      let catalog: Catalog
      let simulations: [Simulation]
      if ResultSource.isFile(argument, storeIsNamed: self.store.place.url != nil) {
        catalog = try await self.store.open(files: [argument], request.pages)
        catalogs.append(catalog)
        simulations = try await catalog.simulations(SimulationSelection())
      } else {
        if let store {
          catalog = store
        } else {
          catalog = try await self.store.open()
          catalogs.append(catalog)
          store = catalog
        }
        ofStore += 1
        simulations = try await catalog.simulations(named: [argument])
      }
      if simulations.count > 1, !request.pages.combine {
        throw Failure(
          .usage, "\(argument) holds \(simulations.count) results, and one is compared with one.",
          advice: "Name one of them, or take them as replicas with --combine.")
      }
      sides.append(.simulations(catalog, simulations))
    }
    return Sides(a: sides[0], b: sides[1], areOneStore: ofStore == 2, catalogs: catalogs)
  }

  /// A side that is an export; `nil` where it is none.
  private static func exported(
    _ path: String, _ request: PageRequest, _ names: [PagePair.Side]
  ) async -> Result<ExportedResult?, Failure> {
    do throws(Failure) {
      return .success(try await ExportedResult(path, request, names: names, HDF5Reading()))
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
