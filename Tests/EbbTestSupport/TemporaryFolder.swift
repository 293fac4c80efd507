package import Foundation

/// A folder of a test's own, gone with it.
package final class TemporaryFolder: Sendable {
  package let url: URL

  private let keeper: Keeper?

  /// - Parameter staysForAllTests: for a folder in a static property, which nothing else takes away.
  package init(staysForAllTests: Bool = false) throws {
    url = FileManager.default.temporaryDirectory.appending(path: "ebb-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
    keeper =
      staysForAllTests
      ? try Keeper("while read -r line; do :; done; rm -rf \"$1\"", ["sh", url.path], user: nil) : nil
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  package func path(_ name: String) -> String { url.appending(path: name).path }

  /// What is in it, hidden files too, in order.
  package var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() }
  }

  package func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: url.appending(path: name)))
  }

  package func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

  package func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: url.appending(path: name))
  }
}
