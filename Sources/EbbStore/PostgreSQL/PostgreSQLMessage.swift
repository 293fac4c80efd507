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
      text = text.replacing(password, with: "***")
    }
    return text
  }
}
