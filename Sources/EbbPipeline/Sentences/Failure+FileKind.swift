internal import EbbFiles
internal import EbbText

/// Sentences about files that are something else than what they were given as.
extension Failure {
  /// The use that a file is given for.
  enum FileUse {
    /// Of results: in the place of a simulation.
    case results
    /// As a store: by `--db`.
    case store
    /// As a part of a result, to be merged.
    case part
  }

  /// - Parameters:
  ///   - kind: what the file is by its first bytes.
  ///   - isCompressed: whether these are those of the inflated text.
  static func foreign(_ path: String, _ kind: FileKind, as use: FileUse, isCompressed: Bool = false)
    -> Failure
  {
    let look = kind == .empty ? "it is empty" : "it looks like \(isCompressed ? "gzip of " : "")\(kind.name)"
    return switch use {
    case .results:
      Failure(
        .brokenData, "\(quoted(path)) is no file of results: \(look).",
        advice: kind.advice ?? advice(onResults: kind))
    case .store:
      Failure(
        .unavailable, "\(quoted(path)) is no SQLite database: \(look).",
        advice: kind.advice ?? advice(onStore: kind))
    case .part:
      Failure(
        .brokenData, "\(quoted(path)) is no file of partial results: \(look).",
        advice: "Parts are HDF5, as ebb export --partial and ebb merge --partial write it.")
    }
  }

  private static func advice(onResults kind: FileKind) -> String {
    switch kind {
    case .sqlite: "Name it by --db, and a simulation that is in it."
    case .hdf5: "Name exports themselves: patterns and folders are of JSON."
    default:
      "Give JSON that convertmc json has written or the web interface has saved (.json, .json.gz), or what ebb export has "
        + "written (.h5, .json). A store is named by --db."
    }
  }

  private static func advice(onStore kind: FileKind) -> String {
    switch kind {
    case .json, .hdf5, .gzip: "Files of results stand in the place of simulations, without --db (or EBB_DB)."
    default: "Give the database of a YAPTIDE store: \(Catalog.urlForms)."
    }
  }
}
