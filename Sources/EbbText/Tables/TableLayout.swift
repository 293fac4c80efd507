internal import EbbModel

/// The place that aligned tables are made for.
package struct TableLayout: Sendable, Equatable {
  /// The characters that fit in a line; `nil` where any number does.
  package var width: Int?
  /// Whether colours tell states and what is to be looked at.
  package var usesColour: Bool

  package init(width: Int? = nil, usesColour: Bool = false) {
    self.width = width
    self.usesColour = usesColour
  }

  /// The look of a text in a terminal (ECMA-48, 8.3.117).
  package enum Look: Int, Sendable {
    case bold = 1
    case red = 31
    case green = 32
    case yellow = 33
    case cyan = 36

    /// What a state or a severity looks like.
    package static func ofState(_ text: String) -> Look {
      switch text {
      case "COMPLETED": .green
      case "FAILED", "error": .red
      case "CANCELED", "UNKNOWN", "warning": .yellow
      default: .cyan
      }
    }
  }

  /// `text` in that look, where colours are used.
  package func show(_ text: String, as look: Look?) -> String {
    guard usesColour, let look, !text.isEmpty else { return text }
    return "\u{1b}[\(look.rawValue)m\(text)\u{1b}[0m"
  }

  /// The words of `text` in lines of at most `width` characters; a word that is longer is broken.
  package static func lines(_ text: String, width: Int) -> [String] {
    let width = max(width, 1)
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, last.columns + 1 + String(word).columns <= width {
        lines[lines.count - 1] += " " + word
        continue
      }
      var line = ""
      for character in word {
        if !line.isEmpty, line.columns + character.columns > width {
          lines.append(line)
          line = ""
        }
        line.append(character)
      }
      lines.append(line)
    }
    return lines
  }
}
