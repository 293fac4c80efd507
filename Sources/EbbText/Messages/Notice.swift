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
  /// The same, each with the job that all are of, unless it names that: for a command over several.
  package func naming(_ job: String) -> [Notice] {
    map { $0.text.names(job) ? $0 : Notice($0.level, "\(job): \($0.text)") }
  }

  /// The texts that a file states: all but details.
  package var warnings: [String] { filter { $0.level != .detail }.map(\.text) }
}

extension String {
  /// Whether a name stands in the text, and not as a part of a longer word.
  fileprivate func names(_ name: String) -> Bool {
    ranges(of: name).contains { range in
      let before = self[..<range.lowerBound].last
      let after = self[range.upperBound...].first
      return [before, after].allSatisfy { $0.map { !$0.isLetter && !$0.isNumber } ?? true }
    }
  }
}
