internal import ArgumentParser
internal import EbbModel
internal import EbbOperations
internal import EbbPipeline
internal import EbbText

/// The place that texts of the store go to: to files in a folder, or to standard output.
struct TextOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("A folder for the files (default: standard output).", valueName: "folder"),
    completion: .directory)
  var output: String?

  @Flag(help: "Replace files that exist.")
  var force = false

  func write(
    _ texts: [NamedText], from catalog: Catalog, messages: Messages
  ) throws(Failure) {
    if let output, output != "-" {
      let names = try Answer.write(texts, to: output, overwrites: force)
      messages.say("wrote \(names.joined(separator: ", ")) to \(output.printable).")
    } else {
      let text = Self.joined(texts)
      try Answer.write(Terminal.isPresent ? text.printableLines : text)
    }
  }

  /// One text as it is; of several, each after a line with its name, as `head` and `tail` do it.
  static func joined(_ texts: [NamedText]) -> String {
    guard texts.count > 1 else { return texts.first?.text ?? "" }
    return texts.map { text in
      let end = text.text.hasSuffix("\n") || text.text.isEmpty ? "" : "\n"
      return "==> \(text.name.printable) <==\n\(text.text)\(end)"
    }.joined(separator: "\n")
  }
}
