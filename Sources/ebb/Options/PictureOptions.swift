internal import ArgumentParser
internal import EbbOperations
internal import EbbPipeline

/// The place that pictures go to, and their look.
struct PictureOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("A file (.png, .svg, .pdf), a folder/, or - for standard output.", valueName: "path"),
    completion: .file())
  var output: String

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("png, svg or pdf (default: by the suffix; png in a folder).", valueName: "format"),
    completion: .list(["png", "svg", "pdf"]))
  var format: String?

  @Option(help: ArgumentHelp("The width in cm; the default is a column of most journals.", valueName: "cm"))
  var width = PlotRequest.columnWidth

  @Flag(help: "A logarithmic scale for the values.")
  var log = false

  @Option(help: ArgumentHelp("What stands above the picture; '' for nothing.", valueName: "text"))
  var title: String?

  @Flag(help: "Leave gnuplot's script and data beside the picture, to go on with.")
  var data = false

  @Flag(help: "Replace files that exist.")
  var force = false

  func validate() throws {
    guard 3...100 ~= width else { throw ValidationError("--width is from 3 to 100 cm.") }
  }

  func apply(to request: inout PlotRequest) {
    request.output = output
    request.format = format
    request.width = width
    request.valueIsLogarithmic = log
    request.title = title
    request.keepsData = data
    request.overwrites = force
  }
}
