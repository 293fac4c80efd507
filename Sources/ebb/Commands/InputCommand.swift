internal import ArgumentParser
internal import EbbModel
internal import EbbOperations
internal import EbbPipeline
internal import EbbText

struct InputCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "input",
    abstract: "Show or write the input files of a simulation, or its project, as they were.",
    discussion: """
      Examples:
        ebb input 20230615
        ebb input 20230615 -o input/      # each file, the project as project.json
        ebb input saved-result.json       # of what the web interface saved
        ebb input 20230615 --json | jq -r '.input_files["beam.dat"]'
      """)

  @Argument(help: JobHelp.one, completion: .jobsAndFiles)
  var job: String

  @OptionGroup var store: StoreOptions
  @OptionGroup var texts: TextOptions
  @OptionGroup var limit: LimitOptions

  @Flag(help: "All of the input in JSON, as it is stored.")
  var json = false

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if json, texts.output != nil { throw ValidationError("--json goes to standard output; leave out -o.") }
  }

  func run() async throws {
    let command = self
    try await common.messages.reporting { () throws(Failure) in
      var request = PageRequest()
      request.byteLimit = command.limit.maxPageBytes
      request.threads = command.common.threadCount
      if let folder = command.texts.output { try Answer.check(folder: folder) }
      let (catalog, simulation) = try await command.store.openSimulation(command.job, request)
      let input = try await catalog.input(of: simulation, byteLimit: command.limit.maxPageBytes)
      await catalog.close()
      if command.json { return try Terminal.print(json: input.json + "\n") }
      let project = input.project.map { [NamedText(name: "project.json", text: $0 + "\n")] } ?? []
      if command.texts.output == nil, let text = project.first?.text { return try Answer.write(text) }
      try command.texts.write(project + input.files, from: catalog, messages: command.common.messages)
    }
  }
}
