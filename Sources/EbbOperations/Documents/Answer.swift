internal import EbbExport
internal import EbbFiles
package import EbbModel
internal import EbbPipeline
package import EbbText

/// A command's answer on its way to standard output.
package enum Answer {
  /// Writes `text`. A reader that has gone ends the command quietly.
  package static func write(_ text: String) throws(Failure) {
    do {
      try writeStandardOutput(text)
    } catch {
      throw Failure(error)
    }
  }

  /// Closes standard output, after which there is no answer any more.
  /// - Throws: where what was written has not arrived.
  package static func close() throws(Failure) {
    do {
      try closeStandardOutput()
    } catch {
      throw Failure(error)
    }
  }

  /// Writes `text` to a file, which appears complete or not at all; to standard output where `path` is "-".
  package static func write(_ text: String, to path: String, overwrites: Bool) throws(Failure) {
    do {
      try writeFile(
        Array(text.utf8), to: path == "-" ? .standardOutput : .file(path: path), overwrites: overwrites)
    } catch {
      throw Failure(error)
    }
  }

  /// Writes texts into a folder, which is made if it is not there, each to a file of its name made safe.
  /// - Returns: the files' names.
  package static func write(
    _ texts: [NamedText], to folder: String, overwrites: Bool
  ) throws(Failure) -> [String] {
    var names = UniqueNames()
    let files = texts.map { (name: names.unique(fileName($0.name)), text: $0.text) }
    do {
      try OutputPlace.makeFolders(folder)
      try writeFiles(files, to: folder, overwrites: overwrites)
    } catch {
      throw Failure(error)
    }
    return files.map(\.name)
  }
}
