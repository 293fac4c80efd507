internal import ArgumentParser
internal import EbbOperations
internal import EbbPipeline
internal import EbbText

struct SchemaCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Draw the store's classes as a Mermaid diagram, from the live database.",
    discussion: """
      Example:
        ebb schema --db yaptide.sqlite > schema.mmd

      Columns that hold secrets are named, and marked with -; ebb never reads them.
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var common: CommonOptions

  func run() async throws {
    let (store, messages) = (store, common.messages)
    try await messages.reporting { () throws(Failure) in
      let catalog = try await store.open()
      let diagram = SchemaDiagram(try await catalog.schema())
      await catalog.close()
      try Answer.write(diagram.text)
    }
  }
}
