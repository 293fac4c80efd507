/// A PostgreSQL database: libpq's connection parameters, as a URL gives them.
///
/// Anything that the URL does not say comes from libpq's own `PGHOST`, `PGSERVICE`, `PGPASSFILE`, ….
package struct PostgreSQLAddress: StoreAddress, Equatable, CustomStringConvertible {
  package static let schemes = ["postgresql", "postgres"]
  package static let pythonDrivers: Set<String>? = [
    "psycopg", "psycopg_async", "psycopg2", "psycopg2cffi", "asyncpg", "pg8000",
  ]
  package static let forms = "postgresql://USER@HOST/DATABASE"
  package static let unverifiedReason: String? =
    "--verify checks SQLite files; PostgreSQL checks its own, see data_checksums."

  /// By libpq's keywords: `host`, `port`, `user`, `password`, `dbname`, `sslmode`, ….
  package let parameters: [String: String]
  /// The URL without a password.
  package let redacted: String

  package var description: String { redacted }

  /// Reads what follows `postgresql://`.
  ///
  /// The parts are cut where SQLAlchemy cuts them, not libpq: a password may hold a bare `/`, since the
  /// platform's own setting may.
  package init(_ rest: Substring, _ bad: (_ reason: String) -> StoreError) throws(StoreError) {
    let (beforeQuery, afterMark) = rest.split(at: "?")
    let query = afterMark ?? ""
    guard beforeQuery.place(of: ":") == nil || query.place(of: "@") == nil else {
      throw bad("a '?' of a password is to be written %3F, an '@' of an option %40")
    }
    var parameters: [String: String] = [:]
    var location = beforeQuery
    var shown = "postgresql://"
    var mark = "?"
    if let at = beforeQuery.unicodeScalars.lastIndex(of: "@") {
      let (user, password) = beforeQuery[..<at].split(at: ":")
      shown += user + (password == nil ? "@" : ":***@")
      parameters["user"] = percentDecoded(user)
      parameters["password"] = password.map(percentDecoded)
      location = beforeQuery[beforeQuery.unicodeScalars.index(after: at)...]
    }
    let (hosts, database) = location.split(at: "/")
    parameters["dbname"] = database.map(percentDecoded)
    guard let (host, port) = Self.hostsAndPorts(hosts) else {
      throw bad("the port is no number (an '@', ':' or '/' of a password is to be written %40, %3A, %2F)")
    }
    parameters["host"] = host
    parameters["port"] = port
    shown += location
    for pair in query.unicodeScalars.split(separator: "&").map({ Substring($0) }) {
      let (key, value) = pair.split(at: "=")
      guard let value else { throw bad("an option has no value") }
      // asyncpg's name for it; libpq's URLs know `ssl=true`.
      let isSSL = key == "ssl"
      parameters[isSSL ? "sslmode" : percentDecoded(key)] =
        isSSL && value == "true" ? "require" : percentDecoded(value)
      if Self.harmless.contains(key) {
        shown += mark + pair
        mark = "&"
      }
    }
    self.parameters = parameters.filter { !$0.value.isEmpty }
    redacted = shown
  }

  package func open(verify: Bool) async throws(StoreError) -> any Store {
    try await PostgreSQLStore.open(self)
  }

  /// The parameters that are shown to people.
  private static let harmless: Set<Substring> = [
    "host", "hostaddr", "port", "dbname", "user", "service", "sslmode", "ssl",
  ]

  /// `a:1,[::1]:2` as libpq wants them: `a,::1` and `1,2`. `nil` if a port is no number.
  private static func hostsAndPorts(_ text: Substring) -> (host: String, port: String)? {
    var hosts: [String] = []
    var ports: [String] = []
    for scalars in text.unicodeScalars.split(separator: ",", omittingEmptySubsequences: false) {
      let place = Substring(scalars)
      var host = place
      var port: Substring?
      if scalars.first == "[", let end = place.place(of: "]") {
        host = Substring(scalars[scalars.index(after: scalars.startIndex)..<end])
        let rest = scalars[scalars.index(after: end)...]
        guard rest.isEmpty || rest.first == ":" else { return nil }
        port = Substring(rest.dropFirst())
      } else {
        (host, port) = place.split(at: ":")
      }
      guard port.map({ $0.isEmpty || UInt16($0) != nil }) ?? true else { return nil }
      hosts.append(percentDecoded(host))
      ports.append(String(port ?? ""))
    }
    let hasPorts = ports.contains { !$0.isEmpty }
    return (hosts.joined(separator: ","), hasPorts ? ports.joined(separator: ",") : "")
  }
}
