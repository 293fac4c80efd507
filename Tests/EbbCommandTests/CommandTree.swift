import EbbTestSupport
import Foundation

/// The commands that there are, with their options, as the parser tells programs.
struct CommandTree: Decodable, Sendable {
  struct Argument: Decodable, Sendable {
    struct Name: Decodable, Sendable {
      var kind: String
      var name: String
    }
    var kind: String
    var names: [Name]?
    var allValues: [String]?
    var abstract: String?
    /// Whether help tells of it.
    var shouldDisplay: Bool?

    /// "--db".
    var name: String? {
      let name = names?.first { $0.kind == "long" } ?? names?.first
      return name.map { ($0.kind == "short" ? "-" : "--") + $0.name }
    }
  }

  struct Command: Decodable, Sendable {
    var commandName: String
    var arguments: [Argument]?
    var subcommands: [Command]?
  }

  var command: Command

  /// Every command, those that only lead to others too, by its words: "", "list", "list users".
  static let all: [String] = {
    func all(_ command: Command, _ words: [String]) -> [String] {
      [words.joined(separator: " ")]
        + (command.subcommands ?? []).filter { $0.commandName != "help" }
        .flatMap { all($0, words + [$0.commandName]) }
    }
    return root.map { all($0, []) } ?? []
  }()

  /// Those that do something, by their words: ["list", "users"].
  static let leaves: [(words: [String], arguments: [Argument])] = {
    func leaves(_ command: Command, _ words: [String]) -> [(words: [String], arguments: [Argument])] {
      let below = command.subcommands ?? []
      return below.isEmpty
        ? [(words, command.arguments ?? [])]
        : below.filter { $0.commandName != "help" }.flatMap { leaves($0, words + [$0.commandName]) }
    }
    return root.map { leaves($0, []) } ?? []
  }()

  private static let root: Command? = {
    guard let dump = try? Ebb.run("--experimental-dump-help") else { return nil }
    return try? JSONDecoder().decode(CommandTree.self, from: Data(dump.output.utf8)).command
  }()
}
