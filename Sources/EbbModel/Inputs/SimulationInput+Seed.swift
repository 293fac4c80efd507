extension SimulationInput {
  /// The seed of random numbers that the input states, as it is written; `nil` where it states none.
  ///
  /// SHIELD-HIT12A's RNDSEED, FLUKA's RANDOMIZ, TOPAS' Ts/Seed, Geant4's /random/setSeeds.
  package var seed: String? {
    for file in files {
      for line in file.text.split(whereSeparator: \.isNewline) {
        if let seed = Self.seed(line) { return seed }
      }
    }
    return nil
  }

  private static func seed(_ line: Substring) -> String? {
    // What follows is a comment: of SHIELD-HIT12A, of FLUKA and of TOPAS and Geant4.
    let words = line.prefix { !"!#".contains($0) }.split { $0.isWhitespace || $0 == "=" }
    guard let first = words.first?.uppercased(), words.count > 1 else { return nil }
    let isSeed =
      ["RNDSEED", "RANDOMIZ", "RANDOMIZE", "/RANDOM/SETSEEDS"].contains(first) || first.hasSuffix(":TS/SEED")
    return isSeed ? words.dropFirst().joined(separator: " ") : nil
  }
}
