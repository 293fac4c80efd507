internal import ArgumentParser
internal import EbbModel
internal import EbbPipeline

/// Options on how contributions are combined, as far as a command has them.
protocol AggregationArguments: ParsableArguments, Sendable {
  func apply(to request: inout PageRequest)
}

/// Those of a command that needs contributions combined, with standard errors.
struct CombiningOptions: AggregationArguments {
  @Flag(help: "Aggregate over all simulations given, replicas of one input, into one result.")
  var combine = false

  @Option(
    help: "Weigh contributions by the primaries of the tasks, those in the metadata, or all alike.")
  var weights = Weighting.auto

  @Option(help: "What becomes of values that are not finite.")
  var nan = NonFinitePolicy.propagate

  @Flag(help: "Take the results of FAILED tasks too.")
  var includeFailed = false

  @Flag(help: "Leave counts of DIRECT jobs as the platform has averaged them.")
  var asStored = false

  func apply(to request: inout PageRequest) {
    request.combine = combine
    request.weighting = weights
    request.nonFinite = nan
    request.includeFailed = includeFailed
    request.asStored = asStored
  }
}

/// Those of a command that also takes every contribution on its own.
struct ContributionOptions: AggregationArguments {
  @Flag(help: "Do not aggregate: every contribution on its own.")
  var perTask = false

  @OptionGroup var combining: CombiningOptions

  func validate() throws {
    if perTask, combining.combine {
      throw ValidationError("--per-task and --combine contradict each other.")
    }
  }

  func apply(to request: inout PageRequest) {
    combining.apply(to: &request)
    request.perTask = perTask
  }
}

/// Those of a command that has errors of every kind.
struct AggregationOptions: AggregationArguments {
  @OptionGroup var contributions: ContributionOptions

  static let errorHelp = ArgumentHelp(
    "The error beside each value: standard error of the mean, standard deviation, half of the 68.27 or 95 % "
      + "confidence interval (Student), or none.")

  @Option(help: Self.errorHelp)
  var error = ErrorKind.stderr

  var perTask: Bool { contributions.perTask }
  var combine: Bool { contributions.combining.combine }

  func apply(to request: inout PageRequest) {
    contributions.apply(to: &request)
    request.errorKind = error
  }
}

extension ErrorKind: ExpressibleByArgument {}
extension Weighting: ExpressibleByArgument {}
extension NonFinitePolicy: ExpressibleByArgument {}
