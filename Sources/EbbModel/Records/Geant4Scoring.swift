/// The scorers of Geant4's macros: meshes, each with quantities, each with a filter.
struct Geant4Scoring {
  struct Scorer {
    var mesh: String
    var name: String
    var quantity: String
    var filter: String?
  }

  private(set) var scorers: [Scorer] = []
  private var mesh: String?

  /// Takes a command and its words.
  mutating func read(_ words: [Substring]) {
    let command = words[0]
    if command.hasPrefix("/score/create/") {
      mesh = words.count > 1 ? String(words[1]) : nil
    } else if command == "/score/close" {
      mesh = nil
    } else if command.hasPrefix("/score/quantity/"), let mesh, words.count > 1 {
      scorers.append(
        Scorer(
          mesh: mesh, name: String(words[1]), quantity: String(command.dropFirst("/score/quantity/".count))))
    } else if command.hasPrefix("/score/filter/"), scorers.last?.mesh == mesh, !scorers.isEmpty {
      let kind = command.dropFirst("/score/filter/".count)
      scorers[scorers.count - 1].filter = "\(kind) " + words.dropFirst().joined(separator: " ")
    }
  }
}
