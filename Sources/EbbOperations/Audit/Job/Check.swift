internal import EbbModel
internal import EbbPipeline

/// One question of the audit: a pure function of what is known of a job.
///
/// To add one: a file with a type that conforms, and its place in `checks`. What it has to know of the values of a
/// page goes into `PageFacts`, which are gathered while each page is read, once for all checks. It answers one of three
/// questions, or several: what the rows show, what a page shows, what all pages show together.
protocol Check: Sendable {
  /// For programs and for people who look it up: "averaged-counts".
  var name: String { get }
  /// The faults that it finds, for docs/audit.md, whose table is made of it.
  var looksFor: String { get }

  /// Tells what the job's rows and its input show, whatever is in its pages.
  func remarks(onRows job: AuditedJob) -> [Remark]

  /// Tells what the contributions to one page show, without the job's later pages: it goes with the page wherever that goes.
  func remarks(on group: AuditedJob.Group, of job: AuditedJob) -> [Remark]

  /// Tells what all pages show together, in place of what each shows; `nil` where there is no more to tell.
  func remarks(onPages job: AuditedJob) -> [Remark]?

  /// The thing that an export of `request` does about what it finds.
  func handling(by request: PageRequest) -> Handling

  /// Whether an export mends what it finds by restoring counts that the platform has averaged.
  var isMendedByRestoring: Bool { get }
}

extension Check {
  func remarks(onRows job: AuditedJob) -> [Remark] { [] }

  func remarks(on group: AuditedJob.Group, of job: AuditedJob) -> [Remark] { [] }

  func remarks(onPages job: AuditedJob) -> [Remark]? { nil }

  func handling(by request: PageRequest) -> Handling { .passedOn }

  var isMendedByRestoring: Bool { false }

  /// All that it finds in a job.
  func remarks(on job: AuditedJob) -> [Remark] {
    remarks(onRows: job) + (remarks(onPages: job) ?? job.groups.flatMap { remarks(on: $0, of: job) })
  }
}

/// A remark of a check and its place: a finding before it gets its check's and job's name.
struct Remark: Sendable, Equatable {
  var severity: FindingSeverity
  var estimator: String?
  var page: Int?
  var message: String
  var advice: String
  /// Whether an export deals with it.
  var isSettled = false

  init(
    _ severity: FindingSeverity, estimator: String? = nil, page: Int? = nil, _ message: String,
    advice: String
  ) {
    self.severity = severity
    self.estimator = estimator
    self.page = page
    self.message = message
    self.advice = advice
  }
}
