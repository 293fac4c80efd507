internal import EbbStore
package import EbbText

extension Catalog {
  /// The forms of stores' URLs, for help.
  package static var urlForms: String { drivers.map { $0.forms }.joined(separator: ", ") }

  /// Opens the store at `url`.
  /// - Parameter verify: whether to check the whole of a SQLite file first, which reads all of it.
  package static func open(_ url: String, verify: Bool = false) async throws(Failure) -> Catalog {
    do throws(StoreError) {
      let url = try StoreURL(url)
      let store = try await url.address.open(verify: verify)
      var notices: [Notice] = []
      if verify, let reason = type(of: url.address).unverifiedReason {
        notices.append(Notice(.warning, reason))
      }
      return Catalog(store: store, url: url.redacted, notices: notices)
    } catch {
      throw Failure(error)
    }
  }

  /// Opens files of results in place of a store: files, patterns, folders; or what `ebb export` has written.
  package static func open(
    files arguments: [String], byteLimit: Int = PageRequest.defaultByteLimit, keepGoing: Bool, threads: Int
  ) async throws(Failure) -> Catalog {
    if arguments.contains(where: ExportedPages.isExport) {
      return Catalog(
        store: try await ExportedStore(opening: arguments, with: HDF5Reading()), files: arguments)
    }
    let (store, notices) = try await SourceFilesStore.open(
      arguments, byteLimit: byteLimit, keepGoing: keepGoing, threads: threads)
    return Catalog(store: store, files: store.paths, notices: notices)
  }
}
