/// The bodies and regions between GEOBEGIN and GEOEND, in the format of names (FLUKA's manual, chapter 8): a title, bodies to
/// an END, regions to an END.
struct FLUKAGeometry {
  var isOpen = false
  private(set) var bodies: [String: Int] = [:]
  /// Kinds of bodies in the order in which they come.
  private(set) var kinds: [String] = []
  private(set) var regions: [String] = []
  private var ends = 0
  private var hasTitle = false

  /// Whether both parts had their ends.
  var isWhole: Bool { ends >= 2 }

  mutating func read(_ line: Substring) {
    guard let start = line.first, start != "*", start != "#" else { return }
    let words = InputWords.words(line)
    guard let first = words.first else { return }
    let word = first.uppercased()
    if word == "GEOEND" {
      isOpen = false
    } else if word == "END" {
      ends += 1
    } else if !hasTitle {
      hasTitle = true
    } else if ends == 0 {
      if first.count == 3, first.allSatisfy(\.isLetter), words.count > 1,
        InputWords.number(words[1]) == nil || words.count > 2
      {
        if bodies.updateValue((bodies[word] ?? 0) + 1, forKey: word) == nil { kinds.append(word) }
      }
    } else if ends == 1, first.first?.isLetter == true, words.count > 1, Int(words[1]) != nil {
      regions.append(String(first))
    }
  }
}
