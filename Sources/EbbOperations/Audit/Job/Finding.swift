package import EbbModel
internal import EbbPipeline

/// Something in a simulation's results that is not to be trusted, or that a reader has to know.
package struct Finding: Sendable, Equatable {
  package var severity: FindingSeverity
  /// The job id.
  package var simulation: String
  /// The name of the check that found it.
  package var check: String
  package var estimator: String?
  package var page: Int?
  /// The fault, with its numbers.
  package var message: String
  /// Advice on what to do.
  package var advice: String

  init(_ remark: Remark, of check: String, in simulation: String) {
    severity = remark.severity
    self.simulation = simulation
    self.check = check
    estimator = remark.estimator
    page = remark.page
    message = remark.message.printable
    advice = remark.advice.printable
  }

  /// Whether it counts for the exit status.
  package var counts: Bool { severity != .note }
}
