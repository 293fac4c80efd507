/// The reason why a sample cannot be written.
package enum SampleError: Error, Equatable, Sendable {
  /// The file is there, and it was not said that it may be overwritten.
  case exists(path: String)
  case notWritten(path: String, reason: String)
}
