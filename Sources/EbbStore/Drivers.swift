/// Opens the store at `url`. A new driver is a folder beside these and a line here.
package func openStore(at url: StoreURL) async throws(StoreError) -> any Store {
  switch url {
  case .sqlite(let path): try await SQLiteStore.open(path: path)
  case .postgreSQL(let connection): try await PostgreSQLStore.open(connection)
  }
}
