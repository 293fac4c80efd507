/// The place of a store: a SQLite file or a PostgreSQL database.
///
/// Understands what libpq and SQLAlchemy do: `postgresql://`, `postgres://`, with a Python driver's name
/// (`postgresql+psycopg://`), `sqlite:///relative.db`, `sqlite:////absolute.db`, and a file's plain path.
package enum StoreURL: Sendable, Equatable {
  case sqlite(path: String)
  case postgreSQL(PostgreSQLAddress)

  package init(_ text: String) throws(StoreError) {
    guard !text.isEmpty else { throw .badURL(url: "", reason: "it is empty") }
    guard !text.utf8.contains(0), !text.contains("%00") else {
      throw .badURL(url: Self.redacted(text), reason: "it holds a zero byte")
    }
    guard let separator = text.range("://") else {
      try self.init(plain: text)
      return
    }
    let scheme = text[..<separator.lowerBound].lowercased()
    guard Self.isScheme(scheme) else {
      throw .badURL(url: Self.redacted(text), reason: "what stands before '://' is no scheme of a store")
    }
    let rest = text[separator.upperBound...]
    switch scheme.split(separator: "+", maxSplits: 1).first.map(String.init) {
    case "sqlite":
      self = .sqlite(path: try Self.sqlitePath(rest, of: text))
    case "postgresql", "postgres":
      let driver = scheme.split(separator: "+", maxSplits: 1).dropFirst().first.map(String.init)
      guard driver.map(Self.drivers.contains) ?? true else {
        throw .badURL(
          url: Self.redacted(text), reason: "'\(driver ?? "")' is no driver of PostgreSQL that is known")
      }
      self = .postgreSQL(try PostgreSQLAddress(rest, of: text))
    default:
      throw .badURL(url: Self.redacted(text), reason: "'\(scheme)' is no scheme of a store")
    }
  }

  /// The URL as it may be shown: without a password.
  package var redacted: String {
    switch self {
    case .sqlite(let path): path
    case .postgreSQL(let address): address.redacted
    }
  }

  /// The drivers that SQLAlchemy has for PostgreSQL; libpq takes the place of each.
  private static let drivers: Set<String> = [
    "psycopg", "psycopg_async", "psycopg2", "psycopg2cffi", "asyncpg", "pg8000",
  ]

  /// A text without a scheme is a path, unless it was meant to be something else.
  private init(plain text: String) throws(StoreError) {
    for scheme in ["sqlite:", "postgres:", "postgresql:"] where text.lowercased().hasPrefix(scheme) {
      throw .badURL(url: Self.redacted(text), reason: "'//' is missing after '\(scheme)'")
    }
    for key in ["host=", "dbname=", "password=", "service=", "user="] where text.contains(key) {
      throw .badURL(url: Self.redacted(text), reason: "it is neither a URL nor a path")
    }
    // What was meant for a URL may have a password in it, which errors about a file would show.
    if let colon = text.place(of: ":"), text[colon...].place(of: "@") != nil {
      throw .badURL(
        url: Self.redacted(text),
        reason: "it is neither a URL nor a plain path; a path with ':' and '@' is written sqlite:///PATH")
    }
    guard text != ":memory:" else { throw Self.inMemory(text) }
    self = .sqlite(path: text)
  }

  /// The path in what follows `sqlite://`. SQLAlchemy's own settings after `?` mean nothing here.
  private static func sqlitePath(
    _ rest: Substring, of text: String
  ) throws(StoreError) -> String {
    let path = rest.split(at: "?").before
    guard !path.isEmpty, path != "/", path != "/:memory:" else { throw inMemory(text) }
    guard path.unicodeScalars.first == "/" else {
      throw .badURL(
        url: redacted(text), reason: "a path begins after three slashes, an absolute one after four")
    }
    return percentDecoded(Substring(path.unicodeScalars.dropFirst()))
  }

  private static func inMemory(_ text: String) -> StoreError {
    .badURL(url: redacted(text), reason: "a store in memory is empty")
  }

  private static func isScheme(_ text: some StringProtocol) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { $0 > 96 && $0 < 123 || $0 > 47 && $0 < 58 || "+-._".utf8.contains($0) }
  }

  /// Any text as it may be shown, understood or not: what may be a password is left out.
  ///
  /// Left out is all from the `:` after a user's name to the last `@`, or to the end where there is no `@` and no port;
  /// of a URL's options all, and of other texts what stands after `password=`, since where it ends cannot be known.
  static func redacted(_ text: String) -> String {
    var shown = text
    let separator = text.range("://")
    let scheme = separator.map { text[..<$0.lowerBound].lowercased() } ?? ""
    let isStore =
      isScheme(scheme) && ["sqlite", "postgresql", "postgres"].contains(scheme.prefix { $0 != "+" })
    // What stands before another scheme's end may be no scheme, but a user's name and the beginning of a password.
    let start = (isStore ? separator?.upperBound : nil) ?? text.startIndex
    if let at = text[start...].unicodeScalars.lastIndex(of: "@"), let colon = text[start..<at].place(of: ":")
    {
      shown = text[..<colon] + ":***" + text[at...]
    } else if let separator,
      case let rest = text[separator.upperBound...], rest.unicodeScalars.first != "[",
      let password = rest.firstMatch(of: #/:(?![0-9]{0,5}(?:[\/?,]|$))/#.matchingSemantics(.unicodeScalar))
    {
      shown = text[..<password.range.lowerBound] + ":***"
    }
    if separator != nil, let question = shown.place(of: "?") { shown = shown[..<question] + "?***" }
    let option = #/password\s*=.*/#.ignoresCase().dotMatchesNewlines().matchingSemantics(.unicodeScalar)
    return shown.replacing(option, with: "password=***")
  }
}

// URLs are cut at characters that may be followed by what Unicode combines with them, and are cut all the same.
extension StringProtocol where SubSequence == Substring {
  /// The first place of `scalar`.
  func place(of scalar: Unicode.Scalar) -> Index? { unicodeScalars.firstIndex(of: scalar) }

  /// The first place of `text`.
  func range(_ text: String) -> Range<Index>? { unicodeScalars.firstRange(of: Array(text.unicodeScalars)) }

  /// The text before the first `separator`, and after it where there is one.
  func split(at separator: Unicode.Scalar) -> (before: Substring, after: Substring?) {
    guard let index = place(of: separator) else { return (self[startIndex...], nil) }
    return (self[..<index], self[unicodeScalars.index(after: index)...])
  }
}
