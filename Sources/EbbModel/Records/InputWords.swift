/// Words and numbers of input files, as they are read for a record.
enum InputWords {
  /// A finite number as it is written by hand; `nil` for everything else.
  static func number(_ word: some StringProtocol) -> Double? {
    // Fortran's exponents: 1.0D+03.
    guard word.utf8.count <= 40 else { return nil }
    let text = String(word.map { $0 == "D" || $0 == "d" ? "e" : $0 })
    guard let number = Double(text), number.isFinite else { return nil }
    return number
  }

  /// A finite number, printed; `nil` for everything else.
  static func plain(_ word: some StringProtocol) -> String? { number(word).map(plainNumber) }

  /// Numbers with a unit: "0 0 -10.5 cm"; `nil` where one of them is none, or there are fewer than `least`.
  static func numbers(
    _ words: some Collection<Substring>, unit: String, least: Int = 1, most: Int = 3
  ) -> String? {
    let numbers = words.prefix(most).map { plain($0) }
    guard numbers.count >= least, !numbers.isEmpty, !numbers.contains(nil) else { return nil }
    return numbers.compactMap(\.self).joined(separator: ", ") + (unit.isEmpty ? "" : " " + unit)
  }

  /// A whole number of primaries and the like: "1000", "1e6", "10000.0".
  static func count(_ word: some StringProtocol) -> Int64? {
    number(word).flatMap { Int64(exactly: $0.rounded()) }.flatMap { $0 >= 0 ? $0 : nil }
  }

  /// The lines of a file. Not more of a line is given than any input has.
  static func lines(_ text: String) -> [Substring] {
    text.split(omittingEmptySubsequences: true, whereSeparator: \.isNewline).map { $0.prefix(4000) }
  }

  static func words(_ line: Substring) -> [Substring] { line.split(whereSeparator: \.isWhitespace) }

  /// The words of a line up to its comment.
  static func words(_ line: Substring, upTo comments: String) -> [Substring] {
    words(line.prefix { !comments.contains($0) })
  }
}
