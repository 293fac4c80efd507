/// An option whose text says nothing to its format.
package struct FormatOptionError: Error, Equatable {
  /// A sentence: what is wrong.
  package var reason: String
  /// A sentence: what to do.
  package var advice: String
}
