internal import ArgumentParser
internal import EbbModel
internal import EbbOperations
internal import EbbPipeline
internal import EbbText

struct LogsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "logs", abstract: "Show or write the log files of a simulation.",
    discussion: """
      Examples:
        ebb logs 20230615 | grep -i error
        ebb logs 20230615 -o logs/
      """)

  @Argument(help: JobHelp.one, completion: .jobsAndFiles)
  var job: String

  @OptionGroup var store: StoreOptions
  @OptionGroup var texts: TextOptions
  @OptionGroup var limit: LimitOptions
  @OptionGroup var common: CommonOptions

  func run() async throws {
    let command = self
    try await common.messages.reporting { () throws(Failure) in
      var request = PageRequest()
      request.byteLimit = command.limit.maxPageBytes
      request.threads = command.common.threadCount
      if let folder = command.texts.output { try Answer.check(folder: folder) }
      let (catalog, simulation) = try await command.store.openSimulation(command.job, request)
      let logs = try await catalog.logs(of: simulation, byteLimit: command.limit.maxPageBytes)
      await catalog.close()
      try command.texts.write(logs, from: catalog, messages: command.common.messages)
    }
  }
}
