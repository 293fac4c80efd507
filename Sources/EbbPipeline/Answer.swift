internal import EbbExport

/// A command's answer on its way to standard output.
package enum Answer {
  /// Writes `text`. A reader that has gone ends the command quietly.
  package static func write(_ text: String) throws(Failure) {
    do {
      try writeStandardOutput(text)
    } catch {
      throw Failure(error)
    }
  }
}
