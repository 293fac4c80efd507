internal import ArgumentParser
internal import EbbAnalysis
internal import EbbModel
internal import EbbOperations
internal import EbbPipeline
internal import EbbText

struct AnalyzePhaseSpaceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "phasespace",
    abstract: "Tell figures of the particles of phase spaces, and histograms of them.",
    discussion: """
      Examples:
        ebb analyze phasespace 20230615 -e NB_mcpl
        ebb analyze phasespace 20230615 --particle proton --range r=:1 --json
        ebb analyze phasespace 20230615 --histogram energy --range energy=0:250
        ebb analyze phasespace 20230615 --histogram energy --log --particle neutron
        ebb analyze phasespace 20230615 --histogram x,vx --bins 40 --csv

      A row for each kind of particles, and one of all: their number, that per primary and their share, the mean \
      energy, means and standard deviations of place and direction, and the emittance and the correlation of both \
      in x and y. --histogram counts them in bins of energy, x, y, z, r, angle (to the z axis), azimuth, vx, vy or \
      vz, or of two of these; value is the number per primary and per width of the bin. Directions are cosines. \
      Contributions are read one at a time, and twice where limits of bins follow from the particles. Errors are \
      the jackknife's over the contributions; one contribution has none. All particles weigh the same.
      """)

  @Option(
    help: ArgumentHelp(
      "Only these particles: proton, neutron, photon, e-, alpha, C-12, or a PDG number. Repeatable.",
      valueName: "name"), transform: Self.kind)
  var particle: [ParticleKind] = []

  @Option(
    help: ArgumentHelp(
      "Only particles within these limits, which are also those of bins: energy=10:200, r=:5mm. Repeatable.",
      valueName: "variable=low:high"), transform: Self.cut)
  var range: [ParticleSelection.Cut] = []

  @Option(
    help: ArgumentHelp("Count particles in bins of this, or of two.", valueName: "variable[,variable]"),
    completion: .list(ParticleVariable.allCases.map(\.rawValue)), transform: Self.variables)
  var histogram: Variables?

  @Option(help: ArgumentHelp("The number of bins, along each variable.", valueName: "n"))
  var bins: Int?

  @Flag(help: "Bins of the same ratio of their edges, along the first variable.")
  var log = false

  @OptionGroup var jobs: JobOptions
  @OptionGroup(title: "Which pages") var pages: PageOptions
  @OptionGroup(title: "Aggregation") var aggregation: ContributionOptions
  @OptionGroup var form: FormOptions
  @OptionGroup var common: CommonOptions

  /// What bins are of.
  struct Variables: Sendable {
    var list: [ParticleVariable]
  }

  private static let mostBins = 1_000_000

  func validate() throws {
    if histogram == nil, bins != nil || log {
      throw ValidationError("--bins and --log go with --histogram.")
    }
    if let bins {
      guard bins > 0 else { throw ValidationError("--bins takes a number above 0.") }
      guard bins <= Self.mostBins, histogram?.list.count != 2 || bins * bins <= Self.mostBins else {
        throw ValidationError("--bins makes more than \(Failure.count(Self.mostBins)) bins.")
      }
    }
    guard log, let variable = histogram?.list.first else { return }
    guard variable == .energy || variable == .r || variable == .angle else {
      throw ValidationError("--log is of what is above 0: energy, r or angle.")
    }
    if range.contains(where: { $0.variable == variable && $0.low.isFinite && $0.low <= 0 }) {
      throw ValidationError("Logarithmic bins begin above 0; try --range \(variable.rawValue)=1:.")
    }
  }

  func run() async throws {
    let command = self
    let question = PhaseSpaceQuestion(ParticleSelection(kinds: particle, cuts: range))
    try await common.messages.reporting { () throws(Failure) in
      let (catalog, simulations) = try await command.jobs.open(command.request)
      let analysis = PhaseSpaceAnalysis(question, command.request, of: catalog)
      let notices: [Notice]
      if let variables = command.histogram?.list {
        let asked = PhaseSpaceQuestion.Histogram(
          variables, bins: command.bins ?? (variables.count == 1 ? 100 : 40), isLogarithmic: command.log)
        let report = try await analysis.histogram(asked, of: simulations)
        let table = ParticleHistogramTable(report)
        try command.form.print(table.listing(isTable: command.form.form == .table), command.common)
        notices = report.notices
      } else {
        let report = try await analysis.figures(of: simulations)
        try AnalysisTable(report).print(command.form, command.common)
        notices = report.notices
      }
      await catalog.close()
      try command.common.messages.finish(catalog.notices + notices)
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

  private static func kind(_ text: String) throws -> ParticleKind {
    guard let kind = ParticleKind(text) else {
      throw ValidationError(
        "'\(text)' is no particle; try proton, neutron, photon, e-, e+, alpha, C-12 or a PDG number.")
    }
    return kind
  }

  private static func variable(_ text: some StringProtocol) throws -> ParticleVariable {
    guard let variable = ParticleVariable(rawValue: text.lowercased()) else {
      let all = ParticleVariable.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("'\(text)' is no number of a particle; there are \(all).")
    }
    return variable
  }

  private static func variables(_ text: String) throws -> Variables {
    let list = try text.split(separator: ",", omittingEmptySubsequences: false).map { try variable($0) }
    guard list.count <= 2, Set(list).count == list.count else {
      throw ValidationError("--histogram takes one variable, or two different ones.")
    }
    return Variables(list: list)
  }

  private static func cut(_ text: String) throws -> ParticleSelection.Cut {
    let step: ReductionStep
    do throws(ReductionStep.Fault) {
      step = try ReductionStep(range: text)
    } catch {
      throw ValidationError("\(error.reason); try energy=10:200.")
    }
    guard case .range(let name, var low, var high, let unit) = step else { preconditionFailure() }
    let variable = try variable(name)
    if let unit {
      let (given, own) = (Unit(source: unit), Unit(source: variable.unit))
      func convert(_ end: Double) throws -> Double {
        guard end.isFinite else { return end }
        guard let converted = given.convert(end, to: own) else {
          throw ValidationError("'\(name)' is in \(variable.unit), and not in \(unit).")
        }
        return converted
      }
      (low, high) = (try convert(low), try convert(high))
    }
    return ParticleSelection.Cut(variable, from: low, to: high)
  }
}
