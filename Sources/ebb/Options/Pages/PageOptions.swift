internal import ArgumentParser
internal import EbbModel
internal import EbbOperations
internal import EbbPipeline

/// The pages that an export takes, and how it takes broken ones.
struct PageOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Only estimators whose name fits. Repeatable.", valueName: "glob"),
    completion: .estimators,
    transform: { Pattern($0) })
  var estimator: [Pattern] = []

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Only these pages: 0, 1-3,5, or a pattern on quantity or filter. Repeatable.", valueName: "spec"),
    completion: .pages,
    transform: Self.selection)
  var page: [PageSelection] = []

  @Flag(help: "Leave pages that cannot be read out, say so, and exit with 1.")
  var keepGoing = false

  @OptionGroup var limit: LimitOptions

  var isEmpty: Bool { estimator.isEmpty && page.isEmpty }

  func apply(to request: inout PageRequest) {
    request.estimators = estimator
    request.pages = page
    request.keepGoing = keepGoing
    request.byteLimit = limit.maxPageBytes
  }

  static func selection(_ text: String) throws -> PageSelection {
    guard let selection = PageSelection(text) else {
      throw ValidationError("'\(text)' selects no pages; try 0, 1-3,5 or a name.")
    }
    return selection
  }
}
