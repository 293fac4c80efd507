internal import EbbModel
internal import EbbText

/// A simulation's input as replicas have it in common: without seeds and numbers of primaries.
struct ComparedInput: Sendable, Hashable {
  /// The lines that count of each file, by name, each with its number.
  private var files: [String: [Line]]

  private struct Line: Sendable, Hashable {
    var number: Int
    var text: String

    static func == (a: Line, b: Line) -> Bool { a.text == b.text }

    func hash(into hasher: inout Hasher) { hasher.combine(text) }
  }

  /// - Parameters:
  ///   - files: those that the simulator read; where there are none, the editor's project stands for them.
  init(_ input: SimulationInput) {
    var files: [String: [Line]] = [:]
    for file in input.files { files[file.name] = Self.lines(file.text) }
    if files.isEmpty, let project = input.project { files["project"] = Self.projectLines(project) }
    self.files = files
  }

  /// The first difference in words, "'beam.dat', line 4: 'TMAX0 150.0' and 'TMAX0 160.0'"; `nil` where there is
  /// none.
  func difference(from other: ComparedInput) -> String? {
    for name in Set(files.keys).union(other.files.keys).sorted() {
      guard let mine = files[name], let others = other.files[name] else {
        return "only one has \(Failure.quoted(name))"
      }
      guard mine != others else { continue }
      let at = zip(mine, others).prefix { $0 == $1 }.count
      func quoted(_ lines: [Line]) -> String {
        at < lines.count ? Failure.quoted(Self.short(lines[at].text)) : "nothing more"
      }
      let number = at < mine.count ? mine[at].number : others[at].number
      return "\(Failure.quoted(name)), line \(number): \(quoted(mine)) and \(quoted(others))"
    }
    return nil
  }

  private static func short(_ line: String) -> String {
    let words = line.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return words.count > 60 ? words.prefix(59) + "…" : words
  }

  private static func lines(_ text: String) -> [Line] {
    text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated().compactMap {
      index, line in
      var line = line
      while line.last?.isWhitespace == true { line.removeLast() }
      return line.isEmpty || varies(line) ? nil : Line(number: index + 1, text: String(line))
    }
  }

  /// Whether replicas may differ in a line: seeds and primaries, in the words of each simulator.
  private static func varies(_ line: Substring) -> Bool {
    let word = line.drop(while: \.isWhitespace).prefix { !$0.isWhitespace && $0 != "=" }.uppercased()
    switch word {
    // SHIELD-HIT12A, FLUKA, Geant4.
    case "RNDSEED", "NSTAT", "RANDOMIZ", "START", "/RANDOM/SETSEEDS", "/RUN/BEAMON": return true
    // TOPAS: "i:Ts/Seed = 1", "i:So/Beam/NumberOfHistoriesInRun = 20".
    default: return word.hasSuffix(":TS/SEED") || word.hasSuffix("/NUMBEROFHISTORIESINRUN")
    }
  }

  /// The members of the project in JSON; of the beam its primaries are left out, and so are names that the editor
  /// draws by lot.
  private static func projectLines(_ json: String) -> [Line] {
    let varying = ["numberOfParticles", "uuid", "Uuid", "seed", "hash"]
    return json.split { ",{}".contains($0) }.enumerated().compactMap { index, member in
      let key = member.split(separator: "\"").first { !$0.allSatisfy(\.isWhitespace) } ?? ""
      return varying.contains(where: { key.hasSuffix($0) })
        ? nil : Line(number: index + 1, text: member.filter { !$0.isWhitespace })
    }
  }
}
