internal import ArgumentParser
internal import EbbOperations
internal import EbbPipeline

/// Options on how a report holds two results against each other.
struct ReportComparisonOptions: ParsableArguments {
  @Flag(help: "Of two simulations only what there is of each, and not how they differ.")
  var noCompare = false

  @Option(
    help: ArgumentHelp(
      "Hold a page of A against one of B that has another name: mesh/0=grid/DOSE, as in ebb compare. Repeatable.",
      valueName: "a=b"), transform: CompareOptions.pair)
  var pair: [PagePair] = []

  @Flag(help: "Where B has other bins, put it onto those of A, as far as it reaches.")
  var resample = false

  @Option(
    help: ArgumentHelp(
      "The gamma index for this difference of dose and of place (default: 3%/3mm).", valueName: "dose/place"),
    transform: CompareOptions.gamma)
  var gamma: CompareRequest.Gamma?

  @Flag(help: "The gamma index's percents are of the dose at each bin, not of the largest.")
  var local = false

  @Option(help: ArgumentHelp("The gamma index leaves bins below this percentage out.", valueName: "percent"))
  var threshold = 10.0

  func validate() throws {
    guard 0...100 ~= threshold else { throw ValidationError("--threshold is a percentage.") }
  }

  func request(_ pages: PageRequest) -> CompareRequest {
    var request = CompareRequest()
    request.pages = pages
    request.pairs = pair
    request.resamples = resample
    request.gamma = gamma ?? CompareRequest.Gamma("3%/3mm")
    request.gamma?.isLocal = local
    request.gamma?.threshold = threshold / 100
    return request
  }
}
