internal import ArgumentParser
internal import EbbOperations
internal import EbbPipeline
internal import EbbText

struct IndexCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "index",
    abstract: "Merge what shards of an export have listed into one index.json, and say which are missing.",
    discussion: """
      Examples:
        ebb index results/
        ebb index results/ || echo 'run what is missing again'

      Each ebb export --all --shard K/N keeps a list of its own in FOLDER/index.d. This command puts them together, \
      with the files' pages, bytes and SHA-256, and what was left out and why; it may be repeated. The exit status is \
      1 where a shard is missing or has not come to its end.
      """)

  @Argument(help: ArgumentHelp("The folder of the export.", valueName: "folder"), completion: .directory)
  var folder: String

  @OptionGroup var common: CommonOptions

  func run() async throws {
    let command = self
    try await common.messages.reporting { () throws(Failure) in
      let (remark, notices) = try await IndexMerge(of: command.folder, creator: Version.text).run()
      command.common.messages.show(notices)
      command.common.messages.say(remark)
      if notices.contains(where: { $0.level == .leftOut }) {
        throw Failure(.incomplete, "the index is not complete; see above.")
      }
    }
  }
}
