internal import ArgumentParser
internal import EbbOperations

struct ListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Show what is in the store; alone, its simulations.",
    discussion: """
      Examples:
        ebb list --db yaptide.sqlite --limit 20
        ebb list tasks 20230615
        ebb list pages --quantity LET
        ebb list pages 20230615 --json | jq '.[].quantity'
      """,
    subcommands: [
      ListUsersCommand.self, ListClustersCommand.self, ListSimulationsCommand.self,
      ListTasksCommand.self, ListEstimatorsCommand.self, ListPagesCommand.self,
    ], defaultSubcommand: ListSimulationsCommand.self)
}
