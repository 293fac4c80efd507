internal import CLibpq

/// A message of libpq's, as it may be shown.
enum PostgreSQLMessage {
  static func last(of handle: OpaquePointer) -> String {
    unsafe PQerrorMessage(handle).map { unsafe String(cString: $0) } ?? ""
  }

  /// A text of libpq's without a password, should there be one in it.
  static func scrubbed(
    _ text: String, _ handle: OpaquePointer, _ address: PostgreSQLAddress
  ) -> String {
    var text = withoutPassword(text, schemes: PostgreSQLAddress.schemes)
    let shown = address.parameters.filter { $0.key != "password" }.values
    for password in [
      unsafe PQpass(handle).map { unsafe String(cString: $0) }, address.parameters["sslpassword"],
    ].compactMap({ $0 }) where !password.isEmpty && !shown.contains(password) {
      text = Self.text(text, without: password)
    }
    return text
  }

  /// The text with "***" in place of a password; of one of up to three letters only where no letter or digit stands beside it,
  /// so that words keep theirs.
  static func text(_ text: String, without password: String) -> String {
    func isPartOfWord(_ letter: Character?) -> Bool { letter.map { $0.isLetter || $0.isNumber } ?? false }
    var (shown, rest) = ("", text[...])
    while let place = rest.range(password) {
      let isAlone =
        password.count > 3
        || !isPartOfWord(text[..<place.lowerBound].last) && !isPartOfWord(text[place.upperBound...].first)
      shown += rest[..<place.lowerBound] + (isAlone ? "***" : password)
      rest = rest[place.upperBound...]
    }
    return shown + rest
  }
}
