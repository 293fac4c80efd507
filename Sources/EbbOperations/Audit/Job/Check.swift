internal import EbbModel
internal import EbbPipeline

/// One question of the audit: a pure function of what is known of a job.
///
/// To add one: a file with a type that conforms, and its place in `checks`. What it has to know of the values of a
/// page goes into `PageFacts`, which are gathered while each page is read, once for all checks.
protocol Check: Sendable {
  /// For programs and for people who look it up: "averaged-counts".
  var name: String { get }

  func remarks(on job: AuditedJob) -> [Remark]
}

/// A remark of a check and its place: a finding before it gets its check's and job's name.
struct Remark: Sendable, Equatable {
  var severity: Finding.Severity
  var estimator: String?
  var page: Int?
  var message: String
  var advice: String

  init(
    _ severity: Finding.Severity, estimator: String? = nil, page: Int? = nil, _ message: String,
    advice: String
  ) {
    self.severity = severity
    self.estimator = estimator
    self.page = page
    self.message = message
    self.advice = advice
  }
}
