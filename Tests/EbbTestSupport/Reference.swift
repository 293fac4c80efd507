package import Foundation

/// The reference data beside the project: read where they lie, and absent in a plain checkout.
package enum Reference {
  /// The project's root, from where this file lies.
  package static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  package static let shared = root.appending(path: "../shared").standardizedFileURL

  /// Whether the reference data are there. `script/test` says loudly when they are not.
  package static let isPresent = FileManager.default.fileExists(
    atPath: shared.appending(path: "reference/real.sqlite").path)

  package static func path(_ name: String) -> String {
    shared.appending(path: "reference").appending(path: name).path
  }

  package static func tool(_ name: String) -> String {
    shared.appending(path: "tools").appending(path: name).path
  }
}
