internal import ArgumentParser
internal import EbbOperations
internal import EbbPipeline
internal import EbbText

/// The form of a command's answer: a table, JSON or CSV.
struct FormOptions: ParsableArguments {
  @Flag(help: "Answer in JSON, with all columns. Names of 0.1.0 stand beside their new ones.")
  var json = false

  @Flag(help: "Answer in CSV, likewise.")
  var csv = false

  @Option(
    help: ArgumentHelp(
      "Only these columns, by their headings or names, or all that there are.", valueName: "name,…|all"),
    transform: Self.names)
  var columns: [String]?

  var form: Listing.Format { json ? .json : csv ? .csv : .table }

  func validate() throws {
    if json, csv { throw ValidationError("--json and --csv contradict each other.") }
  }

  /// The terminal, as tables are made for it.
  func layout(_ common: CommonOptions) -> TableLayout {
    TableLayout(width: Terminal.width, usesColour: common.showsColour)
  }

  /// The columns of an answer that are asked for.
  func chosen(_ listing: Listing) throws(Failure) -> Listing {
    var listing = listing
    if let columns { try listing.choose(columns) }
    return listing
  }

  /// Prints an answer.
  func print(_ listing: Listing, _ common: CommonOptions) throws(Failure) {
    try print(try chosen(listing).text(form, layout(common)))
  }

  /// Prints an answer that is text of this form already.
  func print(_ text: String) throws(Failure) {
    try json ? Terminal.print(json: text) : Answer.write(text)
  }

  private static func names(_ text: String) throws -> [String] {
    let names = text.split(separator: ",").map { $0.trimmingBlanks }
    guard !names.isEmpty, !names.contains("") else {
      throw ValidationError("'\(text)' names no columns; try --columns simulation,state, or --columns all.")
    }
    return names
  }
}

extension Substring {
  fileprivate var trimmingBlanks: String {
    var text = drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
