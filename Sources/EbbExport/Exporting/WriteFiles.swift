package import EbbFiles

/// Writes texts as files into a folder that exists: all of them, or none.
package func writeFiles(
  _ files: [(name: String, text: String)], to path: String, overwrites: Bool
) throws(FileError) {
  var folder = try AtomicFolder(path: path, overwrites: overwrites)
  for (name, text) in files {
    var file = try folder.file(named: name)
    try file.write(Array(text.utf8))
    try file.finish()
  }
  try folder.commit()
}

/// Writes bytes to a file, which appears complete or not at all, or to standard output.
package func writeFile(
  _ bytes: [UInt8], to output: ExportTarget, overwrites: Bool
) throws(FileError) {
  var file = try TextFile(output, options: ExportOptions(overwrites: overwrites))
  try file.write(bytes)
  try file.commit()
}

/// Writes bytes that come piece by piece to a file, which appears complete or not at all, or to standard output.
/// - Parameter next: gives a piece after another; `nil` after the last.
package func writeFile(
  to output: ExportTarget, overwrites: Bool, _ next: () throws(FileError) -> [UInt8]?
) throws(FileError) {
  var file = try TextFile(output, options: ExportOptions(overwrites: overwrites))
  while let bytes = try next() { try file.write(bytes) }
  try file.commit()
}
