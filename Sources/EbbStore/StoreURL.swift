/// The place of a store: a URL of one of the `drivers`, as libpq and SQLAlchemy understand it, which may name a Python
/// driver beside the scheme (`postgresql+psycopg://`); or a file's plain path.
package struct StoreURL: Sendable {
  /// The place as its driver understands it.
  package let address: any StoreAddress

  package init(_ text: String) throws(StoreError) {
    // For errors only.
    func bad(_ reason: String) -> StoreError {
      .badURL(url: withoutPassword(text, schemes: drivers.flatMap { $0.schemes }), reason: reason)
    }
    guard !text.isEmpty else { throw bad("it is empty") }
    guard !text.utf8.contains(0), text.range("%00") == nil else { throw bad("it holds a zero byte") }
    guard let separator = text.range("://") else {
      address = try Self.plain(text, bad)
      return
    }
    let scheme = text[..<separator.lowerBound].lowercased()
    guard isScheme(scheme) else { throw bad("what stands before '://' is no scheme of a store") }
    let parts = scheme.split(separator: "+", maxSplits: 1).map(String.init)
    guard let driver = drivers.first(where: { $0.schemes.contains(parts.first ?? "") }) else {
      throw bad("'\(scheme)' is no scheme of a store")
    }
    if parts.count > 1, let known = driver.pythonDrivers, !known.contains(parts[1]) {
      throw bad("'\(parts[1])' is no driver of '\(parts[0])' that is known")
    }
    address = try driver.init(text[separator.upperBound...], bad)
  }

  /// The URL as it may be shown: without a password.
  package var redacted: String { address.redacted }

  /// A text without a scheme is a path, unless it was meant to be something else.
  private static func plain(
    _ text: String, _ bad: (String) -> StoreError
  ) throws(StoreError) -> any StoreAddress {
    let lowercase = text.lowercased()
    for scheme in drivers.flatMap({ $0.schemes }) where lowercase.utf8.starts(with: "\(scheme):".utf8) {
      throw bad("'//' is missing after '\(scheme):'")
    }
    for key in ["host=", "dbname=", "password=", "service=", "user="] where lowercase.range(key) != nil {
      throw bad("it is neither a URL nor a path")
    }
    // What was meant for a URL may have a password in it, which errors about a file would show.
    if let colon = text.place(of: ":"), text[colon...].place(of: "@") != nil {
      throw bad("it is neither a URL nor a plain path; a path with ':' and '@' is written sqlite:///PATH")
    }
    return try SQLiteAddress(path: text, bad)
  }
}
