internal import ArgumentParser
internal import EbbModel
internal import EbbOperations
internal import EbbPipeline
internal import EbbText

/// `ebb quantities`: the catalogue of what simulators score.
struct QuantitiesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quantities",
    abstract: "Tell what is known of the quantities that simulators score: how bins and tasks are combined.",
    discussion: """
      Examples:
        ebb quantities --simulator shieldhit
        ebb quantities LET 'fluence*'
        ebb quantities --json | jq '.[] | select(.meaning == "ratio") | .names'

      MEANING: over bins an amount adds up, a density is averaged by volume, a ratio by its DENOMINATOR, the page of \
      the same estimator and filter; a label is neither. OVER AXIS: bins of energy, angle or LET hold a density, or \
      each its share. RULE: how contributions are combined. What is not listed is known by what the page says of \
      itself (page_normalized, its unit), or not at all: then --as says what bins come to together.
      """)

  @Argument(
    help: ArgumentHelp(
      "Only these, by their names or by a word of what they are called; * is any text, ? any character.",
      valueName: "name"))
  var names: [String] = []

  @Option(help: "Only those of one simulator.")
  var simulator: Simulator?

  @OptionGroup var form: FormOptions
  @OptionGroup var common: CommonOptions

  func run() async throws {
    let command = self
    try await common.messages.reporting { () throws(Failure) in
      let simulators = command.simulator.map { [$0] } ?? Simulator.allCases
      try command.form.print(Self.listing(simulators, try command.entries(of: simulators)), command.common)
    }
  }

  /// The entries that are asked for.
  private func entries(of simulators: [Simulator]) throws(Failure) -> [Quantity] {
    let all = simulators.flatMap(QuantityCatalogue.entries)
    guard !names.isEmpty else { return all }
    for name in names where !all.contains(where: { PageSearch.matches(name, $0.names, $0.longName) }) {
      throw Failure(
        .notFound, "no quantity is called \(Failure.quoted(name)).",
        advice: Failure.nearest(to: name, in: all.flatMap(\.names))
          + "'ebb quantities' shows all.")
    }
    return all.filter { entry in names.contains { PageSearch.matches($0, entry.names, entry.longName) } }
  }

  private static func listing(_ simulators: [Simulator], _ entries: [Quantity]) -> Listing {
    var listing = Listing([
      Listing.Column("simulator", heading: simulators.count > 1 ? "SIMULATOR" : nil),
      Listing.Column("quantity", old: "name", heading: "QUANTITY", minimum: 10), Listing.Column("names"),
      Listing.Column("long_name", heading: "LONG NAME", minimum: 10),
      Listing.Column("meaning", heading: "MEANING"), Listing.Column("over_axis", heading: "OVER AXIS"),
      Listing.Column("aggregation", old: "over_tasks", heading: "RULE"),
      Listing.Column("normalization", heading: "NORMALIZATION", isOptional: true),
      Listing.Column("denominator", heading: "DENOMINATOR", isOptional: true),
      Listing.Column("unit", heading: "UNIT", minimum: .max),
      Listing.Column("source"),
    ])
    for quantity in entries {
      listing.add([
        .text(quantity.simulator.rawValue), .text(quantity.names[0]),
        .text(quantity.names.joined(separator: ", ")), .text(quantity.longName),
        .text(quantity.overBins.rawValue), .init(quantity.overAxis?.rawValue),
        .text(quantity.overTasks.rawValue), .init(quantity.isPerPrimary ? "per primary" : nil),
        .init(quantity.denominator?.rawValue), .text(quantity.unit), .text(quantity.source),
      ])
    }
    return listing
  }
}

extension Simulator: ExpressibleByArgument {}
