/// The options that only some formats have, as they were given: long names on the command line, and their texts.
package struct FormatOptions: Sendable, Equatable {
  private var texts: [String: String] = [:]

  package init() {}

  /// The names of what was given, in alphabetic order.
  package var names: [String] { texts.keys.sorted() }

  /// The text of an option; `nil` where it was not given.
  package subscript(_ name: String) -> String? {
    get { texts[name] }
    set { texts[name] = newValue }
  }

  /// Whether the flag was given.
  package subscript(flag name: String) -> Bool {
    get { texts[name] != nil }
    set { texts[name] = newValue ? "" : nil }
  }
}
