/// A SQLite file: `sqlite:///relative.db`, `sqlite:////absolute.db`, or a plain path.
package struct SQLiteAddress: StoreAddress, Equatable {
  package static let schemes = ["sqlite"]
  package static let pythonDrivers: Set<String>? = nil
  package static let forms = "sqlite:///FILE, or a SQLite file's path"
  package static let unverifiedReason: String? = nil

  package let path: String

  package var redacted: String { path }

  /// Reads a URL's path. SQLAlchemy's own settings after `?` mean nothing here.
  package init(_ rest: Substring, _ bad: (_ reason: String) -> StoreError) throws(StoreError) {
    let path = rest.split(at: "?").before
    guard !path.isEmpty, path != "/" else { throw Self.inMemory(bad) }
    guard path.unicodeScalars.first == "/" else {
      throw bad("a path begins after three slashes, an absolute one after four")
    }
    try self.init(path: percentDecoded(Substring(path.unicodeScalars.dropFirst())), bad)
  }

  init(path: String, _ bad: (_ reason: String) -> StoreError) throws(StoreError) {
    guard path != ":memory:" else { throw Self.inMemory(bad) }
    self.path = path
  }

  private static func inMemory(_ bad: (_ reason: String) -> StoreError) -> StoreError {
    bad("a store in memory is empty")
  }

  package func open(verify: Bool) async throws(StoreError) -> any Store {
    try await SQLiteStore.open(path: path, verify: verify)
  }
}
