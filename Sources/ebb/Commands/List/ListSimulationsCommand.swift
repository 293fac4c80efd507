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
        ebb list simulations --state COMPLETED --since 2025-01-01 --title '*proton*'
        ebb list simulations --json | jq -r '.[].simulation'
      """)

  @OptionGroup(title: "Which simulations") var filter: FilterOptions
  @OptionGroup var options: ListOptions

  func run() async throws {
    var selection = filter.selection()
    selection.limit = options.limit
    let (chosen, options) = (selection, options)
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
      let simulations = try await catalog.simulations(chosen)
      await catalog.close()
      try options.form.print(Listing(simulations), options.common)
    }
  }
}
