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

  /// The most columns, more than any terminal has. Tables and drawings are made as wide as is asked for.
  private static let maxColumns = 10_000
  /// Help has no room for its indents in less, and ArgumentParser does not ask.
  private static let minColumnsOfHelp = 40

  /// The number of characters that fit in a line: what `COLUMNS` says, else the terminal; `nil` where standard output
  /// is none.
  static let width: Int? = {
    if let columns = ProcessInfo.processInfo.environment["COLUMNS"].flatMap({ Int($0) }), columns > 0 {
      return min(columns, maxColumns)
    }
    guard isPresent else { return nil }
    var size = winsize()
    guard unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }()

  /// Has ArgumentParser, which reads `COLUMNS` by itself, write help in a width that there can be.
  static func setWidthOfHelp() {
    if let width {
      _ = unsafe setenv("COLUMNS", String(max(width, minColumnsOfHelp)), 1)
    } else {
      _ = unsafe unsetenv("COLUMNS")
    }
  }
}
