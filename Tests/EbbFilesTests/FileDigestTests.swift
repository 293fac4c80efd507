import EbbTestSupport
import Foundation
import Testing

@testable import EbbFiles

@Suite("FileDigest")
struct FileDigestTests {
  @Test(
    "the sum is that of FIPS 180-4's examples",
    arguments: [
      ("", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      ("a", 1_000_000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
    ])
  func examples(text: String, count: Int, sum: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(String(repeating: text, count: count), to: "file")
    let digest = try FileDigest(of: folder.path("file"))
    #expect(digest.sha256 == sum)
    #expect(digest.bytes == text.utf8.count * count)
  }

  @Test("what cannot be read is an error in the system's words")
  func notReadable() throws {
    let folder = try TemporaryFolder()
    for (name, reason) in [("none", "No such file or directory"), ("", "Is a directory")] {
      let path = folder.url.path + "/" + name
      #expect(throws: FileError.notReadable(path: path, reason: reason)) { _ = try FileDigest(of: path) }
    }
  }
}
