/// A glob: `*` any text, `?` any character, the rest as it is, in any case. "…" is any text too, since tables in narrow
/// terminals shorten names so.
package struct Pattern: Sendable, Equatable, CustomStringConvertible {
  package let description: String
  private let glob: [Character]

  package init(_ text: String) {
    description = text
    glob = text.lowercased().map { $0 == "…" ? "*" : $0 }
  }

  /// Whether the whole of `text` fits. Cost: at most pattern times text.
  package func matches(_ text: String) -> Bool {
    let text = Array(text.lowercased())
    var position = 0
    var at = 0
    var star: (position: Int, at: Int)?
    while at < text.count {
      if position < glob.count, glob[position] == "*" {
        star = (position, at)
        position += 1
      } else if position < glob.count, glob[position] == "?" || glob[position] == text[at] {
        position += 1
        at += 1
      } else if let last = star {
        position = last.position + 1
        at = last.at + 1
        star = (last.position, at)
      } else {
        return false
      }
    }
    return glob[position...].allSatisfy { $0 == "*" }
  }
}
