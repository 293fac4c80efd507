internal import EbbModel
internal import EbbPipeline

/// One question of the audit: a pure function of what is known of a job.
///
/// To add one: a file with a type that conforms, and its place in `checks`. What it has to know of the values of a
/// page goes into `PageFacts`, which are gathered while each page is read, once for all checks. A check of pages looks at
/// one at a time; one of rows, or of all pages together, at the job.
protocol Check: Sendable {
  /// For programs and for people who look it up: "averaged-counts".
  var name: String { get }
  /// The faults that it finds, for docs/audit.md, whose table is made of it.
  var looksFor: String { get }

  /// Tells what the job's rows, its input and all its pages show.
  func remarks(on job: AuditedJob) -> [Remark]

  /// The thing that an export of `request` does about what it finds.
  func handling(by request: PageRequest) -> Handling

  /// Tells what the contributions to one page show, without the job's other pages: it goes with the page wherever that goes.
  func remarks(on group: AuditedJob.Group, of job: AuditedJob) -> [Remark]
}

extension Check {
  func remarks(on job: AuditedJob) -> [Remark] { job.groups.flatMap { remarks(on: $0, of: job) } }

  func remarks(on group: AuditedJob.Group, of job: AuditedJob) -> [Remark] { [] }

  func handling(by request: PageRequest) -> Handling { .passedOn }
}

/// A remark of a check and its place: a finding before it gets its check's and job's name.
struct Remark: Sendable, Equatable {
  var severity: Finding.Severity
  var estimator: String?
  var page: Int?
  var message: String
  var advice: String
  /// Whether an export deals with it.
  var isSettled = false

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
