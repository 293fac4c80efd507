/// Opens the store at `url`. A new driver is a folder beside these and a line here.
/// - Parameter verify: whether to check the whole of it first, as far as that is a reader's business: a server checks
///   itself, by the sums of its pages.
package func openStore(at url: StoreURL, verify: Bool = false) async throws(StoreError) -> any Store {
  switch url {
  case .sqlite(let path): try await SQLiteStore.open(path: path, verify: verify)
  case .postgreSQL(let connection): try await PostgreSQLStore.open(connection)
  }
}
