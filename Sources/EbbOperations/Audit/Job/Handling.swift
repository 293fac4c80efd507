/// The way in which an export deals with findings of a check.
enum Handling: Sendable {
  /// They go with the pages, and are warned of.
  case passedOn
  /// They go with the pages; the export warns of them in words of its own.
  case told
  /// It deals with them, or they are not of its results.
  case settled
}
