/// The reason why a child has given no answer.
package enum ChildError: Error, Equatable, Sendable {
  /// It could not be started; `reason` is the operating system's text.
  case notStarted(reason: String)
  /// It has closed its end, most often by ending.
  case ended
  /// It has given and taken nothing for the time that it may be silent.
  case silent
  /// It has given more than was to be taken.
  case tooMuch
  case cancelled
}

/// The way in which a child has ended.
package enum ChildEnd: Error, Equatable, Sendable {
  /// By itself, with that status.
  case exit(status: Int32)
  /// By a signal of the operating system's, or another program's.
  case signal(Int32)
  /// It went on, and was ended.
  case killed
}
