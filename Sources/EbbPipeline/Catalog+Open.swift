internal import EbbStore
package import EbbText

extension Catalog {
  /// Opens the store at `url`.
  /// - Parameter verify: whether to check the whole of a SQLite file first, which reads all of it.
  package static func open(_ url: String, verify: Bool = false) async throws(Failure) -> Catalog {
    do throws(StoreError) {
      let url = try StoreURL(url)
      let store = try await openStore(at: url, verify: verify)
      var notices: [Notice] = []
      if verify, case .postgreSQL = url {
        notices.append(
          Notice(.warning, "--verify checks SQLite files; PostgreSQL checks its own, see data_checksums."))
      }
      return Catalog(store: store, url: url.redacted, notices: notices)
    } catch {
      throw Failure(error)
    }
  }

  /// Opens files of results in place of a store: files, patterns, folders.
  package static func open(
    files arguments: [String], byteLimit: Int = ExportRequest.defaultByteLimit, keepGoing: Bool, threads: Int
  ) async throws(Failure) -> Catalog {
    let (store, notices) = try await ResultFilesStore.open(
      arguments, byteLimit: byteLimit, keepGoing: keepGoing, threads: threads)
    return Catalog(store: store, files: store.paths, notices: notices)
  }
}
