internal import ArgumentParser
internal import EbbModel
internal import EbbText
internal import Foundation

/// A word of the command line that names no command or option: told of before anything else that is wrong with it, since
/// it is likely the cause.
struct MisspeltWord {
  /// The sentence about it.
  let message: String

  /// Looks for it once the command line is known to be wrong.
  /// - Parameters:
  ///   - words: without the program's name.
  ///   - root: the command that leads to all others.
  /// - Returns: `nil` where every word that looks like a command or an option is one.
  init?(in words: [String], of root: any ParsableCommand.Type) {
    var command = root
    var index = 0
    while index < words.count, !words[index].hasPrefix("-"), !command.configuration.subcommands.isEmpty {
      let below = command.configuration.subcommands
      guard let next = below.first(where: { $0.configuration.commandName == words[index] }) else {
        if words[index] == "help" { return nil }
        let names = below.compactMap { $0.configuration.commandName }
        if spellingSuggestions(for: words[index], in: names).isEmpty,
          let later = words[index...].first(where: names.contains)
        {
          message =
            "No command '\(words[index].printable)'. The command comes first: "
            + "ebb \((words[..<index] + [later, words[index].printable]).joined(separator: " "))."
          return
        }
        message = Self.sentence(
          "no command '\(words[index].printable)'", words[index],
          names,
          command == root ? "A command comes first, such as 'ebb show JOB'. There are: " : "There are: ")
        return
      }
      command = next
      index += 1
    }
    // Only now, since it takes a while to gather the options.
    guard words[index...].contains(where: { $0.hasPrefix("--") }),
      let dump = try? JSONDecoder().decode(Dump.self, from: Data(command._dumpHelp().utf8))
    else { return nil }
    let options = (dump.command.arguments ?? []).flatMap { $0.names ?? [] }.filter { $0.kind == "long" }.map {
      "--" + $0.name
    }
    for word in words[index...].prefix(while: { $0 != "--" }) where word.hasPrefix("--") {
      let name = String(word.prefix { $0 != "=" })
      if options.contains(name) || ["--help", "--version", "--help-hidden"].contains(name) { continue }
      message = Self.sentence("unknown option '\(name.printable)'", name, options, nil)
      return
    }
    return nil
  }

  private static func sentence(_ fault: String, _ word: String, _ known: [String], _ list: String?) -> String
  {
    let near = spellingSuggestions(for: word, in: known)
    let nearest = near.first.map { " Did you mean '\($0)'?" } ?? ""
    let all = near.isEmpty ? list.map { " " + $0 + known.joined(separator: ", ") + "." } ?? "" : ""
    return fault.prefix(1).uppercased() + fault.dropFirst() + "." + nearest + all
  }

  /// A command with its options, as the parser tells programs.
  private struct Dump: Decodable {
    struct Command: Decodable {
      struct Argument: Decodable {
        struct Name: Decodable {
          var kind: String
          var name: String
        }
        var names: [Name]?
      }
      var arguments: [Argument]?
    }
    var command: Command
  }
}
