internal import ArgumentParser
internal import EbbModel
internal import EbbOperations
internal import EbbPipeline
internal import EbbText

struct ListSimulationsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulations", abstract: "Show the simulations in the store, newest first.",
    discussion: """
      Examples:
        ebb list simulations --db yaptide.sqlite --limit 20
        ebb list simulations --since 2025-01-01 --title '*proton*'
        ebb list simulations --quantity LET
        ebb list simulations --json | jq -r '.[].simulation'
      """, aliases: ["jobs"])

  @OptionGroup(title: "Which simulations") var filter: FilterOptions

  @Option(
    help: ArgumentHelp(
      "Only those that scored this quantity, by its name or by a word of what it is called: DOSE, LET.",
      valueName: "name"))
  var quantity: String?

  @OptionGroup var options: ListOptions

  func run() async throws {
    var selection = filter.selection()
    selection.limit = quantity == nil ? options.limit : nil
    var search = PageSearch()
    search.quantity = quantity
    search.threads = options.common.threadCount
    let (chosen, options, pages) = (selection, options, search)
    // The database sorts them, which with a limit need not look at all of them.
    try await options.common.messages.reporting { () throws(Failure) in
      var chosen = chosen
      if var order = options.sort {
        let empty = Listing([Simulation]())
        let (column, notices) = try empty.place(of: order)
        options.common.messages.show(notices)
        order.column = empty.columns[column].oldName ?? empty.columns[column].name
        chosen.sort = order
      }
      let catalog = try await options.store.open()
      var simulations = try await catalog.simulations(chosen)
      if !pages.isEmpty, !simulations.isEmpty {
        let found = Set(try await catalog.pages(of: simulations, pages).compactMap { $0.page.simulation?.id })
        simulations = Array(simulations.filter { found.contains($0.id) }.prefix(options.limit ?? .max))
      }
      let nothing = simulations.isEmpty && options.limit != 0 ? try await catalog.nothingFits(chosen) : nil
      await catalog.close()
      if let nothing {
        if options.form.form != .table { try options.form.print(Listing(simulations), options.common) }
        if nothing.isMistaken { throw nothing.failure }
        return options.common.messages.say(nothing.text)
      }
      try options.form.print(Listing(simulations), options.common)
    }
  }
}
