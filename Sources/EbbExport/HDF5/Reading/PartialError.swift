/// The reason why an HDF5 file of an export, or of partial results, cannot be read.
package enum PartialError: Error, Equatable, Sendable {
  case notThere(path: String)
  /// `reason` is the operating system's text.
  case notReadable(path: String, reason: String)
  case notPermitted(path: String, reason: String)
  /// The file is no HDF5 file, or a damaged one; `reason` is the library's text.
  case damaged(path: String, reason: String)
  /// Reading has ended the reader, or the reader was ended; `page` is the one that was read.
  case broken(path: String, page: String?, BrokenReading)
  /// There is no partial result in the file.
  case notPartial(path: String)
  /// A page is not as Ebb writes it.
  case badPage(path: String, page: String)
  /// The program that reads cannot be started; `reason` is the operating system's text.
  case noReader(reason: String)
  case cancelled
}

/// The way in which reading a file came to its end.
package enum BrokenReading: Equatable, Sendable {
  /// The library has crashed, by that signal.
  case crash(signal: Int32)
  /// It computed for so many seconds without handing anything over.
  case endless(seconds: Int)
  /// It handed nothing over for so many seconds, waiting.
  case silent(seconds: Int)
  /// It handed over something else than was asked for.
  case nonsense
  /// It has broken so often that it is not tried again.
  case givenUp
}
