import EbbTestSupport
import Foundation
import Testing

@testable import EbbFiles

@Suite("Kinds of files") struct FileKindTests {
  @Test("a text is JSON by its bracket, and a list by what may follow in one")
  func json() {
    for text in ["{", " \n{\"a\": 1", "{pages", "[", "[1, 2]", "[ {\"a\"", "[[", "[\"a\""] {
      #expect(FileKind(Array(text.utf8)) == .json, "\(text)")
    }
    for text in ["3", "[section]", "[link](a)", "pages: {}", "\u{1b}[1mbold", " \n "] {
      #expect(FileKind(Array(text.utf8)) == .text, "\(text)")
    }
  }

  @Test("what stands further inside is found where it stands, and nowhere else")
  func offsets() {
    var tar = [UInt8](repeating: 0, count: 512)
    tar.replaceSubrange(0..<4, with: Array("a.md".utf8))
    #expect(FileKind(tar) == .binary)
    tar.replaceSubrange(257..<262, with: Array("ustar".utf8))
    #expect(FileKind(tar).name == "a tar archive")
    #expect(FileKind(Array(tar.prefix(261))) == .binary)
    var image = [UInt8](repeating: 0, count: 132)
    image.replaceSubrange(128..., with: Array("DICM".utf8))
    #expect(FileKind(image).name == "a DICOM file")
  }

  @Test("of a file the first bytes are looked at, of a folder, a pipe and nothing none")
  func ofFiles() throws {
    let folder = try TemporaryFolder()
    try Data(repeating: UInt8(ascii: "x"), count: 5000).write(to: URL(filePath: folder.path("long")))
    try Data().write(to: URL(filePath: folder.path("empty")))
    try Data([0x1f, 0x8b]).write(to: URL(filePath: folder.path("gzip")))
    unsafe mkfifo(folder.path("pipe"), 0o600)
    #expect(FileKind(ofFile: folder.path("long")) == .text)
    #expect(FileKind(ofFile: folder.path("empty")) == .empty)
    #expect(FileKind(ofFile: folder.path("gzip")) == .gzip)
    for path in [folder.url.path, folder.path("pipe"), folder.path("absent")] {
      #expect(FileKind(ofFile: path) == nil)
    }
  }
}
