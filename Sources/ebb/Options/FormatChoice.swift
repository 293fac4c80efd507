internal import ArgumentParser
internal import EbbModel

/// The options that only some formats have. Each exporter says which are its own (`optionNames`), and what they mean.
struct FormatChoice: ParsableArguments {
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
      "How arrays are compressed: 0 not at all; 1 to 3 fast; in HDF5 4 to 9 by zlib, slower (default: 1).",
      valueName: "0-9"))
  var compression: String?

  var given: FormatOptions {
    var given = FormatOptions()
    given[flag: "comment"] = comment
    given["delimiter"] = delimiter
    given[flag: "wide"] = wide
    given["compression"] = compression
    return given
  }
}
