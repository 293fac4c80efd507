/// A line of FLUKA's input: a command, six numbers or names (WHAT), a name (SDUM). FLUKA's manual, chapter 6: ten columns
/// each, the last eight; in the free format of the command FREE words apart by commas, blanks or the like.
struct FLUKACard {
  let name: String
  /// Six; empty where a column is blank.
  let whats: [String]
  let sdum: String

  /// - Returns: `nil` of a comment and of a blank line.
  init?(_ line: Substring, isFree: Bool) {
    guard let first = line.first, first != "*", first != "#" else { return nil }
    if isFree {
      let words = line.split(
        omittingEmptySubsequences: true, whereSeparator: { $0.isWhitespace || ",;/:".contains($0) })
      guard let command = words.first else { return nil }
      name = command.uppercased()
      let rest = words.dropFirst().map(String.init)
      whats = Array((rest + Array(repeating: "", count: 6)).prefix(6))
      sdum = rest.count > 6 ? rest[6] : ""
      return
    }
    let letters = Array(line.prefix(80))
    func column(_ range: Range<Int>) -> String {
      guard range.lowerBound < letters.count else { return "" }
      let text = letters[range.lowerBound..<min(range.upperBound, letters.count)]
      return String(text).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
    let command = column(0..<10)
    name = command.uppercased()
    whats = (1...6).map { column(10 * $0..<10 * $0 + 10) }
    sdum = column(70..<80)
    if name.isEmpty, whats.allSatisfy(\.isEmpty), sdum.isEmpty { return nil }
  }

  /// A number in WHAT(n), from 1; `nil` where it is blank or none.
  func number(_ what: Int) -> Double? { InputWords.number(whats[what - 1]) }

  /// All that stands on it, as a record tells what it does not explain.
  var text: String {
    (whats + [sdum]).filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// Whether it goes on from the card before it.
  var isContinuation: Bool { sdum.contains("&") }
}
