internal import EbbFiles

/// Unique identifiers that are the same for the same results: under the root of those made from UUIDs (PS3.5, B.2), a
/// number from the SHA-256 of a text.
enum DICOMIdentifier {
  static func identifier(of text: String) -> String {
    var hash = SHA256()
    hash.update(Array(text.utf8))
    let digits = hash.finish().prefix(32)
    // The bits that tell a UUID's version, 8 for one of its maker's own, and variant (RFC 9562).
    let number = UInt128(digits, radix: 16) ?? 0
    let versioned = number & ~(0xF << 76) | 8 << 76
    return "2.25.\(versioned & ~(3 << 62) | 2 << 62)"
  }
}
