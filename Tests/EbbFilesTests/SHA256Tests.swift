import EbbFiles
import Testing

@Suite("SHA-256") struct SHA256Tests {
  /// The last is "a" a million times.
  static let examples = [
    ("", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    ("a", 1_000_000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
  ]

  @Test("NIST's own examples and the empty text have their digests", arguments: examples)
  func digests(text: String, times: Int, digest: String) {
    var sha256 = SHA256()
    sha256.update(Array(String(repeating: text, count: times).utf8))
    let found = sha256.finish()
    #expect(found == digest)
  }

  @Test("pieces give the digest of the whole", arguments: [1, 3, 63, 64, 65, 1000])
  func pieces(length: Int) {
    let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    var whole = SHA256()
    whole.update(bytes)
    var pieces = SHA256()
    for start in stride(from: 0, to: bytes.count, by: length) {
      pieces.update(bytes.span.extracting(start..<min(start + length, bytes.count)))
    }
    let (ofPieces, ofWhole) = (pieces.finish(), whole.finish())
    #expect(ofPieces == ofWhole)
  }
}
