extension SimulationInput {
  /// The beam's direction, where the input files state it: SHIELD-HIT12A's `BEAMDIR θ φ` in degrees, and Geant4's
  /// `/gps/direction` or `/gun/direction`.
  package var statedBeam: BeamDirection? {
    for file in files {
      for line in file.text.split(whereSeparator: \.isNewline) {
        let words = line.split(whereSeparator: \.isWhitespace)
        let numbers = words.dropFirst().prefix { Double(String($0)) != nil }.compactMap { Double(String($0)) }
        switch words.first {
        case "/gps/direction", "/gun/direction": return BeamDirection(vector: Array(numbers.prefix(3)))
        case "BEAMDIR" where numbers.count >= 2 && file.name.hasPrefix("beam"):
          let (theta, phi) = (numbers[0] * .pi / 180, numbers[1] * .pi / 180)
          let across = cosine(theta - .pi / 2)
          return BeamDirection(
            vector: [across * cosine(phi), across * cosine(phi - .pi / 2), cosine(theta)])
        default: break
        }
      }
    }
    return nil
  }
}
