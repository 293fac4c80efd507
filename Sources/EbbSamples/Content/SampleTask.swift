/// A task of a job of the sample.
package struct SampleTask: Sendable {
  /// DIRECT counts from 0, BATCH from 1.
  package var number: Int
  var requested: Int
  package var simulated: Int
  package var isFailed: Bool
}
