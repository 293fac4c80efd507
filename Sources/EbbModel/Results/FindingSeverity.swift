/// The gravity of it that something in results is not to be trusted.
package enum FindingSeverity: String, Sendable, CaseIterable, Comparable {
  /// Something stored is wrong, or cannot be read.
  case error
  /// It may be wrong, or misleads those who read the store without Ebb.
  case warning
  /// Good to know; `ebb export` deals with it.
  case note

  package static func < (a: Self, b: Self) -> Bool {
    (allCases.firstIndex(of: a) ?? 0) < (allCases.firstIndex(of: b) ?? 0)
  }
}
