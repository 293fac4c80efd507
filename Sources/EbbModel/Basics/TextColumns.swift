extension Character {
  /// The columns of a terminal that it takes: two where East Asian Width (Unicode, UAX 11) has it wide, and of emoji.
  package var columns: Int {
    guard let scalar = unicodeScalars.first else { return 0 }
    switch scalar.value {
    case ..<0x300: return 1
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF,
      0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF,
      0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      return 2
    default:
      return scalar.properties.generalCategory == .nonspacingMark
        || scalar.properties.generalCategory == .format ? 0 : 1
    }
  }
}

extension String {
  /// The columns of a terminal that a text of one line, without escape sequences, takes.
  package var columns: Int { utf8.count == unicodeScalars.count ? utf8.count : reduce(0) { $0 + $1.columns } }

  /// The text with blanks up to `width` columns.
  package func padded(to width: Int, right: Bool = false) -> String {
    let blanks = String(repeating: " ", count: max(0, width - columns))
    return right ? blanks + self : self + blanks
  }

  /// The first characters that take at most `width` columns, and "…" where some are left out.
  package func cut(to width: Int) -> String {
    guard columns > width else { return self }
    var (text, taken) = ("", 0)
    for character in self {
      if taken + character.columns > width - 1 { break }
      text.append(character)
      taken += character.columns
    }
    return text + "…"
  }

  /// The first and the last characters, which take at most `width` columns with "…" between them where some are left out.
  package func cutInside(to width: Int) -> String {
    guard columns > width else { return self }
    let start = cut(to: (width + 1) / 2)
    var (end, room) = ("", width - start.columns)
    for character in reversed() {
      if character.columns > room { break }
      end.insert(character, at: end.startIndex)
      room -= character.columns
    }
    return start + end
  }
}
