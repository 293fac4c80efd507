// URLs are cut at characters that may be followed by what Unicode combines with them, and are cut all the same.
extension StringProtocol where SubSequence == Substring {
  /// The first place of `scalar`.
  func place(of scalar: Unicode.Scalar) -> Index? { unicodeScalars.firstIndex(of: scalar) }

  /// The first place of `text`.
  func range(_ text: String) -> Range<Index>? { unicodeScalars.firstRange(of: Array(text.unicodeScalars)) }

  /// The text before the first `separator`, and after it where there is one.
  func split(at separator: Unicode.Scalar) -> (before: Substring, after: Substring?) {
    guard let index = place(of: separator) else { return (self[startIndex...], nil) }
    return (self[..<index], self[unicodeScalars.index(after: index)...])
  }
}
