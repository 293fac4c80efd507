internal import EbbFiles

/// The policy by which a browser runs the page's own script, takes its own style, and asks for nothing from anywhere
/// (Content Security Policy Level 3): whatever texts of the store say, they stay texts.
enum ContentPolicy {
  /// - Parameters:
  ///   - script: as it stands between its tags; empty for none.
  ///   - style: the same.
  static func text(script: String, style: String) -> String {
    let source = script.isEmpty ? "'none'" : source(of: script)
    return "default-src 'none'; script-src \(source); style-src \(Self.source(of: style)); img-src data:; "
      + "base-uri 'none'; form-action 'none'"
  }

  /// "'sha256-…'", by which a script or a style is known.
  private static func source(of text: String) -> String {
    var hash = SHA256()
    hash.update(Array(text.utf8))
    let digits = Array(hash.finish().utf8)
    let bytes = stride(from: 0, to: digits.count, by: 2).map { index in
      UInt8(String(decoding: digits[index..<index + 2], as: UTF8.self), radix: 16) ?? 0
    }
    return "'sha256-\(Base64.text(of: bytes))'"
  }
}
