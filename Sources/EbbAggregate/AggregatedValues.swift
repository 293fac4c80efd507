/// The result of a group's contributions, flat in stored order.
package struct AggregatedValues: Sendable, Equatable {
  package var values: [Double]
  /// Of the kind that was asked for; `nil` where there is none to state.
  package var errors: [Double]?
  /// Where bins were skipped: how many contributions each bin has.
  package var binContributions: [Int]?
  package var contributions: Int
}
