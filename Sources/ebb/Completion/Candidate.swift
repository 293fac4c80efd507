internal import ArgumentParser
internal import EbbModel

/// A word that a shell offers, and what it is, which shells show beside it.
struct Candidate: Sendable, Equatable {
  var word: String
  var description: String?

  init(_ word: String, _ description: String? = nil) {
    self.word = word
    self.description = description
  }

  /// Candidates as the scripts of each shell take them, a line each.
  /// - Parameter prefix: what is typed already.
  static func lines(_ candidates: [Candidate], for shell: CompletionShell?, after prefix: String) -> [String]
  {
    // A line break or a control character would be the end of a candidate, or the terminal's.
    let clean = candidates.map { Candidate($0.word.printable, $0.description?.printable) }
    switch shell {
    case .zsh?:
      return clean.map { candidate in
        let word = candidate.word.replacing("\\", with: "\\\\").replacing(":", with: "\\:")
        return candidate.description.map { "\(word):\($0)" } ?? word
      }
    case .fish?:
      return clean.map { candidate in
        candidate.description.map { "\(candidate.word)\t\($0)" } ?? candidate.word
      }
    default:
      // Bash has no place for descriptions: they stand in the list that it shows where there are several, of which it
      // types only what all begin with.
      let fitting = clean.filter { $0.word.hasPrefix(prefix) }
      let described = fitting.count > 1 && fitting.allSatisfy { $0.description != nil }
      return fitting.map { candidate in
        let text = described ? "\(candidate.word)  \(candidate.description ?? "")" : candidate.word
        return quoted(text)
      }
    }
  }

  /// A word of the list that `compgen -W` takes, which expands it as the shell does: nothing of a title may run.
  private static func quoted(_ text: String) -> String {
    let plain = text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) || "_-./=,%+".contains($0) }
    return plain ? text : "'" + text.replacing("'", with: "'\\''") + "'"
  }
}
