internal import ArgumentParser
internal import EbbOperations
internal import EbbPipeline

/// The place that an export goes to, and its format.
struct OutputOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "A file, a folder (ends in / or exists), or - for standard output.", valueName: "path"))
  var output = "-"

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      """
      hdf5, csv, json, ndjson, vega or yaptide, which the web interface loads (default: by the suffix .h5, .hdf5, \
      .csv, .json, .ndjson; else json).
      """,
      valueName: "format"))
  var format: String?

  @Flag(help: "Replace a file that exists.")
  var force = false

  @Flag(help: "Pass over simulations whose file or complete folder exists, for batch runs that are repeated.")
  var skipExisting = false

  @Flag(help: "Begin CSV tables with lines of explanation, each after #.")
  var comment = false

  @Option(
    help: ArgumentHelp(
      "What stands between the cells of CSV tables, or the word tab (default: a comma; in .tsv a tab).",
      valueName: "character"))
  var delimiter: String?

  @Flag(help: "Put pages with the same axes side by side in a CSV table; in a folder, one for each set.")
  var wide = false

  @Option(
    help: ArgumentHelp(
      "How HDF5 arrays are compressed: 0 not at all; 1 to 3 fast; 4 to 9 by zlib, slower.", valueName: "0-9"))
  var compression = ExportDestination.Choice.defaultCompression

  @Flag(help: "Write what other contributions can be merged with by ebb merge; HDF5 only.")
  var partial = false

  func validate() throws {
    guard 0...9 ~= compression else { throw ValidationError("--compression is a number from 0 to 9.") }
    if force, skipExisting { throw ValidationError("--force and --skip-existing contradict each other.") }
  }

  func choice(isBatch: Bool = false) -> ExportDestination.Choice {
    var choice = ExportDestination.Choice()
    choice.output = output
    choice.format = format
    choice.overwrites = force
    choice.skipsExisting = skipExisting
    choice.comments = comment
    choice.delimiter = delimiter
    choice.isWide = wide
    choice.compression = compression
    choice.isBatch = isBatch
    choice.isPartial = partial
    return choice
  }
}
