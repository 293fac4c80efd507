internal import ArgumentParser
internal import EbbOperations
internal import EbbPipeline
internal import EbbText

/// The form of a command's answer: a table, JSON or CSV.
struct FormOptions: ParsableArguments {
  @Flag(help: "Answer in JSON, with all columns under names for programs: the store's own where it has them.")
  var json = false

  @Flag(help: "Answer in CSV, likewise.")
  var csv = false

  var form: Listing.Format { json ? .json : csv ? .csv : .table }

  func validate() throws {
    if json, csv { throw ValidationError("--json and --csv contradict each other.") }
  }
}
