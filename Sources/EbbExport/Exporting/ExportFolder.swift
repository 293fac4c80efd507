internal import EbbFiles

/// A folder that holds one export, as a format writes it.
package struct ExportFolder: Sendable {
  /// The name of the file that is placed last: by it one export is told from another.
  package var lastFile: String
  /// The name of the value that a folder's own name states, "simulation" of "simulation=JOB", as readers of partitioned
  /// data sets take it; `nil` where the name is the job's alone. With a key one job has a folder within the output, too.
  package var key: String?
  /// The names of the files in a folder, the last one at the end; `nil` where it is not complete. Costs a reading of
  /// the last file.
  package var files: @Sendable (_ path: String) -> [String]?

  /// A folder of the files `names`, the last of which is placed last.
  package static func holding(_ names: [String], key: String? = nil) -> ExportFolder {
    ExportFolder(
      lastFile: names[names.count - 1], key: key,
      files: { folder in
        names.allSatisfy { OutputPlace("\(folder)/\($0)") == .file } ? names : nil
      })
  }

  /// The name of the folder of the job called `name`.
  package func name(of name: String) -> String { key.map { "\($0)=\(name)" } ?? name }

  /// The job's name in a folder's.
  func job(of folder: String) -> String {
    guard let key, folder.hasPrefix(key + "=") else { return folder }
    return String(folder.dropFirst(key.count + 1))
  }
}
