internal import Foundation
internal import Glibc

/// The terminal at standard output.
enum Terminal {
  static var isPresent: Bool { isatty(STDOUT_FILENO) == 1 }

  /// Whether standard output is a terminal whose user has nothing against colours (no-color.org).
  static var showsColour: Bool {
    let environment = ProcessInfo.processInfo.environment
    return isPresent && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
  }

  /// How many characters fit in a line: what `COLUMNS` says, else the terminal; `nil` where standard output is none.
  static var width: Int? {
    if let columns = ProcessInfo.processInfo.environment["COLUMNS"].flatMap({ Int($0) }), columns > 0 {
      return columns
    }
    guard isPresent else { return nil }
    var size = winsize()
    guard unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }
}
