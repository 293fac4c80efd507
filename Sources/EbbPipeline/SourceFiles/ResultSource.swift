internal import EbbFiles
package import EbbText

/// The source of the results that a command is asked for.
package enum ResultSource: Sendable, Equatable {
  case store
  case files

  /// Tells simulations of a store from files and folders of results.
  package init(_ arguments: [String], storeIsNamed: Bool) throws(Failure) {
    let isFile = arguments.map { Self.isFile($0, storeIsNamed: storeIsNamed) }
    guard let file = zip(arguments, isFile).first(where: \.1)?.0 else {
      self = .store
      return
    }
    if let database = zip(arguments, isFile).first(where: { $0.1 && FileKind(ofFile: $0.0) == .sqlite })?.0 {
      throw Failure(
        .usage, "\(Failure.quoted(database)) is a database, not a file of results.",
        advice: storeIsNamed
          ? "Name a simulation that is in it; 'ebb list simulations' shows them."
          : "Name it with --db, and a simulation that is in it: latest --db \(database)")
    }
    if storeIsNamed {
      throw Failure(
        .usage, "\(Failure.quoted(file)) is a file, and --db names a store.",
        advice: "Give the one or the other.")
    }
    if let job = zip(arguments, isFile).first(where: { !$0.1 })?.0 {
      throw Failure(
        .usage, "\(Failure.quoted(file)) is a file, and \(Failure.quoted(job)) is none.",
        advice: "Give files and folders of results, or simulations of a store; not both.")
    }
    self = .files
  }

  private static let suffixesOfExports = [".h5", ".hdf5", ".nc"]

  /// A file or folder is what has a slash or a pattern in it, ends in `.json`, `.json.gz` or as HDF5 does, or is one that
  /// exists; the last not where a store is named, whose simulation may be called the same.
  package static func isFile(_ argument: String, storeIsNamed: Bool) -> Bool {
    // A title may have a slash in it, and a question mark.
    if JobReference(argument).isPlain || argument.contains(" ") && OutputPlace(argument) == .nothing {
      return false
    }
    return argument.contains("/") || SourceFileList.isPattern(argument)
      || SourceFileList.isSourceFile(argument)
      || suffixesOfExports.contains(where: argument.lowercased().hasSuffix)
      || !storeIsNamed && OutputPlace(argument) != .nothing
  }
}
