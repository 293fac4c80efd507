internal import ArgumentParser
internal import EbbOperations
internal import EbbPipeline
internal import EbbText

/// The place that pictures go to, and their look.
struct PictureOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "A file (.png, .svg, .pdf), a folder/, or - for standard output; without it a drawing with characters fills the terminal.",
      valueName: "path"),
    completion: .file())
  var output: String?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "png, svg or pdf (default: by the suffix; png in a folder), or text: characters.", valueName: "format"),
    completion: .list(["png", "svg", "pdf", "text"]))
  var format: String?

  @Option(
    help: ArgumentHelp(
      "The width in print: 86mm, 8.6cm, 3.375in or 240pt; a bare number is mm (default: the style's column).",
      valueName: "length"))
  var width: String?

  @Option(
    help: ArgumentHelp("The height in print, as the width (default: what suits).", valueName: "length"))
  var height: String?

  @Option(
    help: ArgumentHelp(
      "The font of all texts and its size in points: 'Helvetica,9', or one of the two.", valueName: "font"))
  var font: String?

  @Option(
    help: ArgumentHelp(
      "plain (86 mm, 8 pt, with a title), aps (85.7 mm, 8 pt), iop (85 mm, 8 pt) or elsevier (90 mm, 7 pt).",
      valueName: "style"),
    completion: .list(PictureSize.journals))
  var style = "plain"

  @Option(help: ArgumentHelp("What stands above the picture; '' for nothing.", valueName: "text"))
  var title: String?

  @Option(
    help: ArgumentHelp(
      "A name in the key, in the place of a simulation's, an estimator's, a page's or the Nth curve's.",
      valueName: "name=text"))
  var label: [String] = []

  @Option(help: ArgumentHelp("What stands below the horizontal axis.", valueName: "text"))
  var xlabel: String?

  @Option(help: ArgumentHelp("What stands beside the vertical axis.", valueName: "text"))
  var ylabel: String?

  @Option(help: ArgumentHelp("What stands at the colours of a map.", valueName: "text"))
  var zlabel: String?

  @Option(
    help: ArgumentHelp("The ends of the horizontal axis: 0:30, 0: or :30, in its unit.", valueName: "range"))
  var xrange: String?

  @Option(help: ArgumentHelp("The ends of the vertical axis.", valueName: "range"))
  var yrange: String?

  @Option(help: ArgumentHelp("The ends of the colours of a map.", valueName: "range"))
  var zrange: String?

  @Option(
    help: ArgumentHelp(
      "The colours of maps: \(PlotLook.colourMaps.joined(separator: ", ")).", valueName: "name"),
    completion: .list(PlotLook.colourMaps))
  var cmap = "viridis"

  @Flag(help: "A logarithmic scale for the values; --log x, y or z for that axis (z: colours).")
  var log = false

  @Option(
    name: .customLong(PictureOptions.logAxis),
    help: ArgumentHelp("As --log x, --log y or --log z.", valueName: "axis", visibility: .hidden))
  var logAxes: [String] = []

  @Option(
    help: ArgumentHelp(
      "Below the curves the others over this one, with the errors of both; named as for --label.",
      valueName: "name"))
  var ratio: String?

  @Option(help: ArgumentHelp("Below the curves the others less this one.", valueName: "name"))
  var difference: String?

  @Option(
    help: ArgumentHelp("value, error, or relative (the error in percent of the value).", valueName: "what"),
    completion: .list(PlotLook.shownValues))
  var show = "value"

  @Flag(help: "Spectra per unit of lethargy, E·Φ(E), over the logarithm of the energy.")
  var lethargy = false

  @Flag(help: "Each curve or map over its largest value, with its errors; units may differ then.")
  var normalise = false

  @Option(
    help: ArgumentHelp(
      "Of two results' maps: lines of the second over the first, at percents of its largest value.",
      valueName: "percents"))
  var isodose: String?

  @Flag(help: "Leave gnuplot's script and data beside the picture, to go on with.")
  var data = false

  @Flag(help: "Replace files that exist.")
  var force = false

  private static let logAxis = "log-axis"

  func validate() throws {
    if ratio != nil, difference != nil { throw ValidationError("Give --ratio or --difference.") }
    var request = PlotRequest()
    do throws(Failure) {
      try apply(to: &request)
      try request.size.check()
      try request.look.check()
    } catch {
      throw ValidationError(error.message + (error.advice.map { " " + $0 } ?? ""))
    }
  }

  /// Whether characters are drawn: that is asked for, or there is a terminal and no file.
  func isText(hasTerminal: Bool) -> Bool {
    format.map { $0.lowercased() == "text" } ?? (output == nil && hasTerminal)
  }

  func apply(to request: inout PlotRequest) throws(Failure) {
    request.output = output ?? ""
    request.format = format
    request.size.width = width
    request.size.height = height
    request.size.font = font
    request.size.journal = style
    request.title = title
    for words in label { request.labels.append(try CurveLabel(words)) }
    request.look.xLabel = xlabel
    request.look.yLabel = ylabel
    request.look.zLabel = zlabel
    request.look.xRange = xrange
    request.look.yRange = yrange
    request.look.zRange = zrange
    request.look.colours = cmap
    request.look.valueIsLogarithmic = log
    request.look.logarithmic = Set(logAxes)
    request.look.shown = show
    request.look.isPerLethargy = lethargy
    request.look.isNormalised = normalise
    request.look.isodoses = isodose
    request.ratio = ratio
    request.difference = difference
    request.keepsData = data
    request.overwrites = force
  }

  /// The words of a command line in which `--log x` is one option with its value: a flag has none.
  static func withLogAxes(_ words: [String]) -> [String] {
    guard let command = words.dropFirst().first, command == "plot" else {
      return words
    }
    var joined: [String] = []
    for word in words {
      if joined.last == "--log", ["x", "y", "z"].contains(word) {
        joined[joined.count - 1] = "--\(logAxis)=\(word)"
      } else if word.hasPrefix("--log=") {
        joined.append("--\(logAxis)=\(word.dropFirst(6))")
      } else {
        joined.append(word)
      }
    }
    return joined
  }
}
