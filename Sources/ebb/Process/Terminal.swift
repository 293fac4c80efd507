internal import EbbModel
internal import Foundation
internal import Glibc

/// The terminal at standard output.
enum Terminal {
  static var isPresent: Bool { isatty(STDOUT_FILENO) == 1 }

  /// Whether standard error is a terminal.
  static var isErrorPresent: Bool { isatty(STDERR_FILENO) == 1 }

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
    return size.map { $0.columns > 0 ? $0.columns : 80 }
  }()

  /// The number of characters that fit in a line of messages; `nil` where standard error is no terminal.
  static let widthOfErrors: Int? = {
    guard let size = size(of: STDERR_FILENO) else { return nil }
    return size.columns > 0 ? size.columns : 80
  }()

  /// The size of the screen; `nil` where standard output is no terminal.
  static var screen: Screen? {
    size.map { Screen(columns: width ?? 80, lines: $0.rows > 0 ? $0.rows : 24) }
  }

  /// What the terminal says of itself, 0 where it does not know; `nil` where standard output is none.
  private static var size: (columns: Int, rows: Int)? { size(of: STDOUT_FILENO) }

  private static func size(of descriptor: Int32) -> (columns: Int, rows: Int)? {
    guard isatty(descriptor) == 1 else { return nil }
    var size = winsize()
    guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 else { return (0, 0) }
    return (Int(size.ws_col), Int(size.ws_row))
  }

  /// Has ArgumentParser, which reads `COLUMNS` by itself, write help in a width that there can be.
  static func setWidthOfHelp() {
    if let width {
      _ = unsafe setenv("COLUMNS", String(max(width, minColumnsOfHelp)), 1)
    } else {
      _ = unsafe unsetenv("COLUMNS")
    }
  }
}
