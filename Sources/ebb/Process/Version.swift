/// The version of this build.
enum Version {
  /// Stated in every file that it writes.
  static let text = "0.2.0"
}
