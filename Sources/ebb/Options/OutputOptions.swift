internal import ArgumentParser
internal import EbbOperations
internal import EbbPipeline
internal import EbbText

/// The place that an export goes to, and its format.
struct OutputOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "A file, a folder (ends in / or exists), or - for standard output.", valueName: "path"),
    completion: .file())
  var output = "-"

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "\(ExportDestination.formats.joined(separator: ", ")) (default: by the output's suffix, else json).",
      valueName: "format"),
    completion: .list(ExportDestination.formats))
  var format: String?

  @Flag(help: "Replace a file that exists.")
  var force = false

  @Flag(help: "Pass over simulations whose file or complete folder exists, for batch runs that are repeated.")
  var skipExisting = false

  @Flag(
    help:
      "Make it an error if the audit has a page in doubt ('ebb check'); with --keep-going such pages are left out."
  )
  var strict = false

  @Flag(help: "Write what other contributions can be merged with by ebb merge; HDF5 only.")
  var partial = false

  @Flag(
    help: ArgumentHelp(
      "Tell in how many contributions each bin is not 0; HDF5 always does. What no contribution hit is 0 ± 0."
    ))
  var hits = false

  func validate() throws {
    if force, skipExisting { throw ValidationError("--force and --skip-existing contradict each other.") }
  }

  func choice(_ formats: FormatChoice, isBatch: Bool = false) -> ExportDestination.Choice {
    var choice = ExportDestination.Choice()
    choice.output = output
    choice.format = format
    choice.overwrites = force
    choice.skipsExisting = skipExisting
    choice.formatOptions = formats.given
    choice.tellsHits = hits
    choice.isBatch = isBatch
    choice.isPartial = partial
    choice.screen = output == "-" ? Terminal.screen : nil
    return choice
  }

  /// Exports, or tells a terminal that the JSON which it was to have is more than a screen, and how to have it.
  /// - Parameter contents: a sentence on what it would be.
  func toScreen(
    _ contents: () async throws(Failure) -> String, export: () async throws(Failure) -> ExportSummary
  ) async throws(Failure) -> ExportSummary {
    do throws(Failure) {
      return try await export()
    } catch {
      guard error == .beyondScreen else { throw error }
      try Terminal.printWays(to: try await contents(), also: "-o result.json")
      return ExportSummary()
    }
  }
}
