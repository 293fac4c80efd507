internal import EbbText

/// A page's estimator and number, by which pages of several results are the same.
package struct PageKey: Hashable, Sendable {
  /// The estimator's name, with its task where that is one's own.
  package var estimator: String
  package var number: Int

  package init(estimator: String, number: Int) {
    self.estimator = estimator
    self.number = number
  }

  /// "estimator 'mesh', page 2", for messages.
  package var text: String { text(of: nil) }

  /// The same with the job that it is of, where that is to be named.
  package func text(of job: String?) -> String { Failure.page(number, of: estimator, in: job) }
}
