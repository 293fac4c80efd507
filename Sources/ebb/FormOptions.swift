internal import ArgumentParser
internal import EbbPipeline

/// In what form a command answers.
struct FormOptions: ParsableArguments {
  @Flag(help: "Answer in JSON, with the store's column names.")
  var json = false

  @Flag(help: "Answer in CSV, with the store's column names.")
  var csv = false

  var form: Listing.Form { json ? .json : csv ? .csv : .table }

  func validate() throws {
    if json, csv { throw ValidationError("--json and --csv contradict each other.") }
  }
}
