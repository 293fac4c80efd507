internal import ArgumentParser
internal import EbbPipeline

/// The most bytes of the texts that a command inflates.
struct LimitOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The largest text to accept, of a page, of metadata, of an input or of a log.", valueName: "n"))
  var maxPageBytes = PageRequest.defaultByteLimit

  func validate() throws {
    if maxPageBytes < 1 { throw ValidationError("--max-page-bytes takes a number from 1 on.") }
  }
}
