internal import EbbExport
internal import EbbFiles
internal import EbbPipeline
package import EbbReport
package import EbbText

/// A report's file in the making. What is added lies on disk until it is written: beside the file, without a name, so
/// that nothing of it is left however the command ends.
package struct ReportFile: Sendable {
  private var document: ReportDocument
  let spool: SpoolFile
  /// What the data of its pictures may still take.
  var limit: LiveLimit

  /// - Parameters:
  ///   - path: of the file, or "-".
  ///   - liveLimit: the most bytes that the data of one live picture may take; 0 for none.
  package init(at path: String, liveLimit: Int) throws(Failure) {
    do {
      let isFile = path != "-" && OutputPlace(path) != .stream
      spool = try SpoolFile(in: isFile ? folder(of: path) : systemTemporaryFolder())
    } catch {
      throw Failure(error)
    }
    document = ReportDocument(spool)
    limit = LiveLimit(bytes: liveLimit)
  }

  /// Adds the report of a simulation, or of a comparison.
  package mutating func add(_ article: ReportArticle) throws(Failure) {
    do {
      try document.add(article)
    } catch {
      throw Failure(error)
    }
  }

  /// Adds a line to the index that leads to another file of the same folder.
  package mutating func add(_ entry: ReportEntry, inFile name: String) { document.add(entry, inFile: name) }

  /// Writes the file, which appears complete or not at all; to standard output where `path` is "-".
  /// - Parameter title: of the whole; `nil` for that of the only simulation.
  package func write(
    to path: String, title: String?, _ origin: ReportOrigin, overwrites: Bool
  ) throws(Failure) {
    var pieces = document.pieces(title: title, origin)
    do {
      try writeFile(to: path == "-" ? .standardOutput : .file(path: path), overwrites: overwrites) {
        () throws(FileError) in
        try pieces.next()
      }
    } catch {
      throw Failure(error)
    }
  }
}
