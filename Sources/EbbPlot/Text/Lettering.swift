/// The letters of a picture: one font in one size, and the room that texts take in it. Lengths are in points.
struct Lettering: Sendable, Equatable {
  var family: String
  var size: Double

  /// From one line's middle to the next's: what ascenders and descenders need.
  var lineHeight: Double { 1.2 * size }

  /// The width of a text on one line: at least that in which fonts of the family draw it.
  func width(_ text: String) -> Double {
    text.unicodeScalars.reduce(0) { $0 + max(CharacterWidths.width(of: $1), isEven ? 0.62 : 0) } * factor
  }

  /// Whether all letters are equally wide.
  private var isEven: Bool {
    let name = family.lowercased()
    return ["mono", "courier", "typewriter", "consolas", "code"].contains { name.contains($0) }
  }

  /// Points for an em: bold letters are wider.
  private var factor: Double {
    let name = family.lowercased()
    return size * (["bold", "black", "heavy"].contains { name.contains($0) } ? 1.15 : 1)
  }

  /// A text in lines of at most `width`: broken between words, and within those that are wider than a line.
  /// - Returns: none for an empty text.
  func lines(_ text: String, in width: Double) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      let longer = line.isEmpty ? String(word) : line + " " + word
      if self.width(longer) <= width {
        line = longer
        continue
      }
      if !line.isEmpty { lines.append(line) }
      line = ""
      for piece in pieces(of: word, in: width) {
        if !line.isEmpty { lines.append(line) }
        line = piece
      }
    }
    return line.isEmpty ? lines : lines + [line]
  }

  /// A word in parts that fit: after a sign that joins words where there is one in the second half, else anywhere.
  private func pieces(of word: Substring, in width: Double) -> [String] {
    var pieces: [String] = []
    var rest = word
    while self.width(String(rest)) > width {
      var end = rest.startIndex
      var total = 0.0
      while end < rest.endIndex {
        let next = self.width(String(rest[end]))
        if total + next > width, end > rest.startIndex { break }
        total += next
        end = rest.index(after: end)
      }
      let first = rest[..<end]
      if end < rest.endIndex, let sign = first.lastIndex(where: { "_-/.:,".contains($0) }),
        first.distance(from: first.startIndex, to: sign) * 2 > first.count
      {
        end = rest.index(after: sign)
      }
      pieces.append(String(rest[..<end]))
      rest = rest[end...]
    }
    return rest.isEmpty ? pieces : pieces + [String(rest)]
  }
}
