internal import ArgumentParser
internal import Foundation

/// The use of colours, as `--color` and the environment have it.
enum ColourChoice: String, ExpressibleByArgument, CaseIterable {
  case auto, always, never

  /// Whether colours go to a stream.
  ///
  /// What the option says holds; else NO_COLOR (no-color.org), then CLICOLOR_FORCE (bixense.com/clicolors), then whether
  /// the stream is a terminal that has colours.
  func isMeant(isTerminal: Bool) -> Bool {
    switch self {
    case .always: return true
    case .never: return false
    case .auto:
      let environment = ProcessInfo.processInfo.environment
      if !(environment["NO_COLOR"] ?? "").isEmpty { return false }
      if !["", "0"].contains(environment["CLICOLOR_FORCE"] ?? "") { return true }
      return isTerminal && environment["TERM"] != "dumb"
    }
  }
}
