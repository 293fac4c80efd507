internal import ArgumentParser
internal import EbbOperations
internal import EbbPipeline

/// Options on what is compared besides the bins, and what may differ.
struct CompareOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Hold a page of A against one of B that has another name, and compare nothing else: mesh/0=grid/DOSE, or all pages of estimators by their numbers: mesh=grid. Repeatable.",
      valueName: "a=b"), transform: Self.pair)
  var pair: [PagePair] = []

  @Flag(
    help:
      "Where B has other bins, put it onto those of A, as far as it reaches; what there is stays the same.")
  var resample = false

  @Option(
    help: ArgumentHelp(
      "The gamma index for this difference of dose and of place: 3%/2mm.", valueName: "dose/place"),
    transform: Self.gamma)
  var gamma: CompareRequest.Gamma?

  @Option(
    help: ArgumentHelp("Write the gamma index of every bin to this HDF5 file.", valueName: "path"),
    completion: .file())
  var gammaMap: String?

  @Flag(help: "Replace that file if it exists.")
  var force = false

  @Flag(help: "The gamma index's percents are of the dose at each bin, not of the largest.")
  var local = false

  @Option(help: ArgumentHelp("The gamma index leaves bins below this percentage out.", valueName: "percent"))
  var threshold = 10.0

  @Option(
    help: ArgumentHelp("Exit with 1 where DIFF is larger than this percentage.", valueName: "percent"))
  var tolerance: Double?

  @Option(
    name: .customLong("max-chi2"), help: ArgumentHelp("Exit with 1 where CHI2/NDF is larger.", valueName: "x")
  )
  var maxChiSquare: Double?

  @Option(help: ArgumentHelp("Exit with 1 where fewer bins pass the gamma index.", valueName: "percent"))
  var minPass: Double?

  func validate() throws {
    for (name, value) in [("tolerance", tolerance), ("max-chi2", maxChiSquare), ("min-pass", minPass)] {
      if let value, !(value >= 0 && value.isFinite) {
        throw ValidationError("--\(name) takes a number from 0 on.")
      }
    }
    guard 0...100 ~= threshold else { throw ValidationError("--threshold is a percentage.") }
    if gamma == nil, minPass != nil || local || gammaMap != nil {
      throw ValidationError("--min-pass, --local and --gamma-map go with --gamma.")
    }
  }

  func apply(to request: inout CompareRequest) {
    request.pairs = pair
    request.resamples = resample
    request.gamma = gamma
    request.keepsGammaMaps = gammaMap != nil
    request.gamma?.isLocal = local
    request.gamma?.threshold = threshold / 100
    request.tolerance = tolerance.map { $0 / 100 }
    request.maxReducedChiSquare = maxChiSquare
    request.leastPassing = minPass.map { $0 / 100 }
  }

  static func pair(_ text: String) throws -> PagePair {
    guard let pair = PagePair(text) else {
      throw ValidationError("'\(text)' is no pair of pages; try mesh=grid or mesh/0=grid/DOSE.")
    }
    return pair
  }

  static func gamma(_ text: String) throws -> CompareRequest.Gamma {
    guard let gamma = CompareRequest.Gamma(text) else {
      throw ValidationError("'\(text)' is no criterion of a gamma index; try 3%/2mm.")
    }
    return gamma
  }
}
