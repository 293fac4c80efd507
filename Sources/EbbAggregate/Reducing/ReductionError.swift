package import EbbModel

/// The reason why a page's bins cannot be reduced as was asked for.
package struct ReductionError: Error, Equatable, Sendable {
  package enum Reason: Equatable, Sendable {
    /// No bin holds the value, or none has its centre in the range. The axis goes from `low` to `high`.
    case outside(low: Double, high: Double)
    /// The width is no multiple of the bins' own; `nil` where they have none, or not one.
    case width(bin: Double?)
    /// The width is in another unit than the axis.
    case unit(String)
    /// It is not known what several bins come to together.
    case unknownMeaning
  }

  package let reason: Reason
  package let step: ReductionStep
  /// The unit of the step's axis.
  package let unit: String
}
