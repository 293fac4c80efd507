// URLs are cut at characters that may be followed by what Unicode combines with them, and are cut all the same.
extension StringProtocol where SubSequence == Substring {
  /// The first place of `scalar`.
  func place(of scalar: Unicode.Scalar) -> Index? { unicodeScalars.firstIndex(of: scalar) }

  /// The first place of `text`, which is not empty. Cost: one pass, but for beginnings that are met in vain.
  func range(_ text: String) -> Range<Index>? {
    let text = text.utf8
    // A text in UTF-8 is never found within a scalar of another.
    let start = utf8.indices.first { utf8[$0] == text.first && utf8[$0...].starts(with: text) }
    return start.map { $0..<utf8.index($0, offsetBy: text.count) }
  }

  /// The text before the first `separator`, and after it where there is one.
  func split(at separator: Unicode.Scalar) -> (before: Substring, after: Substring?) {
    guard let index = place(of: separator) else { return (self[startIndex...], nil) }
    return (self[..<index], self[unicodeScalars.index(after: index)...])
  }
}
