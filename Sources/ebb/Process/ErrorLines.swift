internal import EbbModel
internal import EbbText

/// Messages as they are written to standard error: on a terminal in lines that it holds, broken between words; elsewhere a
/// message a line.
struct ErrorLines {
  /// The terminal's columns; `nil` where standard error is none.
  let width: Int?

  static let ofTerminal = ErrorLines(width: Terminal.widthOfErrors)

  /// - Parameter indent: the blanks before what goes on in a further line.
  func text(_ line: String, indent: Int) -> String {
    guard let width, line.columns > width else { return line + "\n" }
    let start = line.prefix { $0 == " " }
    var lines = [String(start)]
    var isFresh = true
    for word in line.split(separator: " ") {
      // A path that is longer than a line stays whole, for those who copy it.
      if !isFresh, lines[lines.count - 1].columns + 1 + String(word).columns > width {
        lines.append(String(repeating: " ", count: indent))
        isFresh = true
      }
      lines[lines.count - 1] += (isFresh ? "" : " ") + word
      isFresh = false
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// Several lines, each indented as it is.
  func text(lines: String) -> String {
    lines.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      text(String(line), indent: line.prefix { $0 == " " }.count + 2)
    }.joined()
  }
}
