internal import ArgumentParser
internal import EbbModel
internal import EbbPipeline

/// Options on how contributions are combined.
struct AggregationOptions: ParsableArguments {
  @Flag(help: "Do not aggregate: every contribution on its own.")
  var perTask = false

  @Flag(help: "Aggregate over all simulations given, replicas of one input, into one result.")
  var combine = false

  static let errorHelp = ArgumentHelp(
    "The error beside each value: standard error of the mean, standard deviation, half of the 68.27 or 95 % "
      + "confidence interval (Student), or none.")

  @Option(help: Self.errorHelp)
  var error = ErrorKind.stderr

  @Option(
    help: "Weigh contributions by the primaries of the tasks, those in the metadata, or all alike.")
  var weights = Weighting.auto

  @Option(help: "What becomes of values that are not finite.")
  var nan = NonFinitePolicy.propagate

  @Flag(help: "Take the results of FAILED tasks too.")
  var includeFailed = false

  @Flag(help: "Leave counts of DIRECT jobs as the platform has averaged them.")
  var asStored = false

  func validate() throws {
    if perTask, combine { throw ValidationError("--per-task and --combine contradict each other.") }
  }

  func apply(to request: inout PageRequest) {
    request.perTask = perTask
    request.combine = combine
    request.errorKind = error
    request.weighting = weights
    request.nonFinite = nan
    request.includeFailed = includeFailed
    request.asStored = asStored
  }
}

extension ErrorKind: ExpressibleByArgument {}
extension Weighting: ExpressibleByArgument {}
extension NonFinitePolicy: ExpressibleByArgument {}
