internal import ArgumentParser
internal import EbbModel
internal import EbbPipeline

/// The steps that are done to the bins of each page, and the number of primaries that values are scaled to.
struct ReductionOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Put right what the input tells: 'axes' where they do not lie where Geant4's macro has them.",
      valueName: "what"))
  var repair: RepairChoice?

  @Option(
    help: ArgumentHelp(
      "Only the bins whose centres lie in this range, in the axis' unit or another: z=5:15, z=5:, z=50mm:. Repeatable.",
      valueName: "axis=low:high"),
    completion: .axisRanges,
    transform: { text in
      try Self.step("z=5:15") { () throws(ReductionStep.Fault) in try ReductionStep(range: text) }
    })
  var range: [ReductionStep] = []

  @Option(
    help: ArgumentHelp(
      "Put so many neighbouring bins together, or to a width with its unit: z=4, z=5mm. Repeatable.",
      valueName: "axis=n"),
    completion: .axisWidths,
    transform: { text in
      try Self.step("z=4 or z=0.5cm") { () throws(ReductionStep.Fault) in try ReductionStep(rebin: text) }
    })
  var rebin: [ReductionStep] = []

  @Option(
    help: ArgumentHelp(
      "Put all bins of an axis together: y. Counts and energies are summed, dose and other densities averaged "
        + "by bin volume, spectra integrated. Repeatable.", valueName: "axis"),
    completion: .axes,
    transform: { text in try Self.step("y") { () throws(ReductionStep.Fault) in try ReductionStep(sum: text) }
    })
  var sum: [ReductionStep] = []

  @Option(
    help: ArgumentHelp(
      "Only the bin that holds this value, in the axis' unit or another: z=10.5, z=7mm. Repeatable.",
      valueName: "axis=value"),
    completion: .axisPlaces,
    transform: { text in
      try Self.step("z=10.5") { () throws(ReductionStep.Fault) in try ReductionStep(at: text) }
    })
  var at: [ReductionStep] = []

  @Option(
    name: .customLong("as"),
    help: ArgumentHelp(
      "What bins of a quantity hold of which that is not known: amount, density or ratio. See 'ebb quantities'.",
      valueName: "meaning"),
    completion: .list(["amount", "density", "ratio"]),
    transform: Self.meaning)
  var assumed: BinMeaning?

  @Option(
    help: ArgumentHelp(
      "Give quantities in other units, by name or by a word of what they are called: LET=keV/um,dose=Gy. Repeatable.",
      valueName: "name=unit"),
    completion: .quantityUnits,
    transform: Self.units)
  var unit: [[UnitChoice]] = []

  @Option(
    help: ArgumentHelp(
      "Scale what is per primary to n primaries, dose in MeV/g to Gy.", valueName: "n"))
  var primaries: Double?

  func validate() throws {
    if let primaries, !(primaries > 0 && primaries.isFinite) {
      throw ValidationError("--primaries takes a number above 0.")
    }
    let gone = (sum + at).map(\.axis)
    for (index, axis) in gone.enumerated() where gone[..<index].contains(axis) {
      throw ValidationError("--sum and --at take the axis '\(axis)' away more than once.")
    }
  }

  var isEmpty: Bool {
    (range + rebin + sum + at).isEmpty && primaries == nil && assumed == nil && unit.isEmpty && repair == nil
  }

  func apply(to request: inout PageRequest) {
    request.reductions = range + rebin + sum + at
    request.primaries = primaries
    request.assumed = assumed
    request.units = unit.flatMap(\.self)
    request.repairsAxes = repair == .axes
  }

  private static func meaning(_ text: String) throws -> BinMeaning {
    guard let meaning = BinMeaning(rawValue: text.lowercased()), meaning != .label else {
      throw ValidationError("'\(text)' is none of amount, density and ratio.")
    }
    return meaning
  }

  private static func units(_ text: String) throws -> [UnitChoice] {
    try text.split(separator: ",").map { part in
      guard let choice = UnitChoice(String(part)) else {
        throw ValidationError("'\(part)' names no quantity and unit; try LET=keV/um.")
      }
      return choice
    }
  }

  private static func step(
    _ example: String, _ read: () throws(ReductionStep.Fault) -> ReductionStep
  ) throws -> ReductionStep {
    do throws(ReductionStep.Fault) {
      return try read()
    } catch {
      throw ValidationError("\(error.reason); try \(example).")
    }
  }
}
