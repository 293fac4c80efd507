internal import EbbModel

/// Something that a user should know about results that came out all the same.
package struct Notice: Equatable, Sendable {
  package enum Level: Sendable {
    /// Shown with `-v`.
    case detail
    case warning
    /// A page that was left out on request; the exit status is 1.
    case leftOut
  }

  package var level: Level
  package var text: String

  /// - Parameter text: may hold names from the store; what a terminal would obey is taken out.
  package init(_ level: Level, _ text: String) {
    self.level = level
    self.text = text.printable
  }
}

extension [Notice] {
  /// The texts that a file states: all but details.
  package var warnings: [String] { filter { $0.level != .detail }.map(\.text) }
}
