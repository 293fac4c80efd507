extension CommandLine {
  /// The command as files state it: what decides of the results, to be given to a shell again.
  ///
  /// Left out are the store, which files state by itself, where the output goes, and what only concerns the
  /// run: so the same results are the same bytes. Passwords are not shown.
  static var recorded: String {
    var words: [String] = []
    var rest = arguments.dropFirst()
    var hasEnded = false
    while let argument = rest.popFirst() {
      if hasEnded {
        words.append(argument)
      } else if optionsOfTheRun.contains(argument) {
        _ = rest.popFirst()
      } else if !isOfTheRun(argument) {
        words.append(argument)
      }
      if argument == "--" { hasEnded = true }
    }
    return (["ebb"] + withoutPasswords(words).map { quoted($0) }).joined(separator: " ")
  }

  /// The whole command, to be given to a shell again. Passwords are not shown.
  static var shown: String {
    (["ebb"] + withoutPasswords(Array(arguments.dropFirst())).map { quoted($0) }).joined(separator: " ")
  }

  private static let optionsOfTheRun: Set<String> = [
    "--db", "-o", "--output", "--threads", "--progress", "--color", "--colour", "--shard", "--plan",
  ]
  private static let flagsOfTheRun: Set<String> = [
    "--quiet", "--verbose", "--force", "--skip-existing", "--verify",
  ]

  /// A flag, several short ones in one, or an option with its value after `=`.
  private static func isOfTheRun(_ argument: String) -> Bool {
    flagsOfTheRun.contains(argument)
      || argument.count > 1 && argument.first == "-" && argument.dropFirst().allSatisfy { "qv".contains($0) }
      || optionsOfTheRun.contains { argument.hasPrefix($0 + "=") }
  }

  /// The argument as a shell takes it for one word.
  private static func quoted(_ word: String) -> String {
    let isPlain = word.unicodeScalars.allSatisfy {
      ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0)
        || "-_./:,=+@%".unicodeScalars.contains($0)
    }
    return isPlain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }
}
