internal import ArgumentParser
internal import EbbOperations
internal import EbbPipeline
internal import EbbText
internal import Foundation

/// The options of every command.
struct CommonOptions: ParsableArguments {
  @Flag(name: .shortAndLong, help: "Say nothing but errors.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Say more: every warning, and what was passed over.")
  var verbose = false

  @Option(
    name: [.customLong("color"), .customLong("colour")],
    help: "Colours: on terminals (auto, which NO_COLOR and CLICOLOR_FORCE change), always or never.")
  var colour = ColourChoice.auto

  @Option(
    help: ArgumentHelp(
      "How many pages to decode at a time (default: the processors).", valueName: "n"
    ))
  var threads: Int?

  /// The number of threads, with nothing left to interpret.
  var threadCount: Int { threads ?? Processors(ProcessInfo.processInfo.environment).count }

  var messages: Messages {
    Messages(
      isQuiet: quiet, isVerbose: verbose,
      layout: TableLayout(usesColour: colour.isMeant(isTerminal: Terminal.isErrorPresent)))
  }

  /// Whether what goes to standard output has colours.
  var showsColour: Bool { colour.isMeant(isTerminal: Terminal.isPresent) }

  func validate() throws {
    if quiet, verbose { throw ValidationError("--quiet and --verbose contradict each other.") }
    if let threads, !(1...1024 ~= threads) {
      throw ValidationError("--threads takes a number from 1 to 1024.")
    }
  }
}
