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
  package var text: String { Failure.page(number, of: estimator) }
}
