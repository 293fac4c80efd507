internal import ArgumentParser
internal import EbbOperations
internal import EbbPipeline

/// The pages that a command takes, how it combines contributions, and what it does to bins: as an export does.
struct RequestOptions<Aggregation: AggregationArguments>: ParsableArguments, Sendable {
  @OptionGroup(title: "Which pages") var pages: PageOptions
  @OptionGroup(title: "Aggregation") var aggregation: Aggregation
  @OptionGroup(title: "Which bins, in this order") var reduction: ReductionOptions

  func request(threads: Int) -> PageRequest {
    var request = PageRequest()
    request.threads = threads
    pages.apply(to: &request)
    aggregation.apply(to: &request)
    reduction.apply(to: &request)
    return request
  }
}
