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

  @Flag(
    help: "CSV as spreadsheets of many countries read it: decimal commas, semicolons, a mark of UTF-8.")
  var excel = false

  @Option(
    help: ArgumentHelp(
      "How arrays are compressed: 0 not at all; 1 to 3 fast; in HDF5 4 to 9 by zlib, slower (default: 1).",
      valueName: "0-9"))
  var compression: String?

  @Flag(help: "A Vega-Lite drawing of values over the largest.")
  var normalise = false

  @Option(help: ArgumentHelp("The bits of a voxel of a DICOM dose: 32, or 16.", valueName: "bits"))
  var bits: String?

  @Option(
    help: ArgumentHelp(
      "What a DICOM dose holds: physical, the doses, or error, their errors.", valueName: "type"))
  var doseType: String?

  @Option(
    help: ArgumentHelp(
      "Where in the patient of a DICOM dose the simulation's origin lies, in mm (default: 0,0,0).",
      valueName: "X,Y,Z"))
  var isocentre: String?

  @Option(
    help: ArgumentHelp(
      "Where in the patient of a DICOM dose the simulation's x, y and z point (default: LPS, left, posterior, superior).",
      valueName: "letters"))
  var orientation: String?

  @Option(
    help: ArgumentHelp(
      "The dose in Gy that is 100 % in a cube of TRiP98 (default: the largest is 120 %).", valueName: "Gy"))
  var targetDose: String?

  @Option(
    help: ArgumentHelp(
      "The projectile of a kernel of TRiP98, where the results do not state it: 1H, 12C.", valueName: "name"))
  var projectile: String?

  @Option(
    help: ArgumentHelp("The energy of the beam of a kernel of TRiP98, likewise.", valueName: "MeV/u"))
  var energy: String?

  var given: FormatOptions {
    var given = FormatOptions()
    given[flag: "comment"] = comment
    given["delimiter"] = delimiter
    given[flag: "excel"] = excel
    given[flag: "wide"] = wide
    given["compression"] = compression
    given[flag: "normalise"] = normalise
    given["bits"] = bits
    given["dose-type"] = doseType
    given["isocentre"] = isocentre
    given["orientation"] = orientation
    given["target-dose"] = targetDose
    given["projectile"] = projectile
    given["energy"] = energy
    return given
  }
}
