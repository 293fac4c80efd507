/// A folder that holds one export, as a format writes it.
package struct ExportFolder: Sendable {
  /// The name of the file that is placed last: by it one export is told from another.
  package var lastFile: String
  /// The names of the files in a folder, the last one at the end; `nil` where it is not complete. Costs a reading of
  /// the last file.
  package var files: @Sendable (_ path: String) -> [String]?
}
