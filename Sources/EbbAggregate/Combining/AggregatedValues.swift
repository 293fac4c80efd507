/// The result of a group's contributions, flat in stored order.
package struct AggregatedValues: Sendable, Equatable {
  package var values: [Double]
  /// Errors of the kind that was asked for; `nil` where there is none to state.
  package var errors: [Double]?
  /// ν of the errors; `nil` where there are none.
  package var degreesOfFreedom: Double?
  /// The number of contributions to each bin, where some bins were skipped.
  package var binContributions: [Int]?
  /// The number of contributions in which each bin is not 0, where they were counted.
  package var hits: [UInt32]?
  package var contributions: Int
}
