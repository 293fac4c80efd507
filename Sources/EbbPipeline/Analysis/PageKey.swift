/// A page's estimator and number, by which pages of several results are the same.
struct PageKey: Hashable, Sendable {
  /// The estimator's name, with its task where that is one's own.
  var estimator: String
  var number: Int
}
