/// FLUKA's input as a record tells it: commands of FLUKA's manual, chapter 7.
struct FLUKAInput {
  private(set) var facts = RecordedFacts()

  private var file = ""
  private var cuts: [String] = []
  private var settings: [String] = []
  private var biasing: [String] = []
  private var assigned: [String] = []
  private var materials: [String] = []
  private var scoring = FLUKAScoring()

  private static let cutCommands: Set = [
    "EMFCUT", "PART-THR", "PART-THRES", "LOW-NEUT", "DELTARAY", "THRESHOL",
  ]
  private static let physicsCommands: Set = [
    "PHYSICS", "MULSOPT", "IONFLUCT", "IONTRANS", "EVENTYPE", "DISCARD", "FLUKAFIX", "STEPSIZE", "EMF",
    "EMFFIX", "EMFFLUO", "PAIRBREM", "PHOTONUC", "MUPHOTON", "POLARIZA", "RADDECAY", "MGNFIELD", "ELCFIELD",
    "TIME-CUT",
  ]
  private static let biasingCommands: Set = [
    "BIASING", "LOW-BIAS", "LOW-DOWN", "EMF-BIAS", "LAM-BIAS", "LPBEMF", "WW-FACTO", "WW-FACTOR",
    "WW-PROFI", "WW-THRES", "WW-THRESH",
  ]

  init(_ files: [NamedText]) {
    for file in files where file.name.lowercased().hasSuffix(".inp") { read(file) }
  }

  private mutating func read(_ input: NamedText) {
    file = input.name
    (cuts, settings, biasing, assigned, materials) = ([], [], [], [], [])
    scoring = FLUKAScoring()
    var geometry = FLUKAGeometry()
    var isFree = false
    var isTitle = false
    for line in InputWords.lines(input.text) {
      if isTitle {
        add(.input, "Title", String(line))
        isTitle = false
        continue
      }
      if geometry.isOpen {
        geometry.read(line)
        if !geometry.isOpen { tell(geometry) }
        continue
      }
      guard let card = FLUKACard(line, isFree: isFree) else { continue }
      switch card.name {
      case "TITLE": isTitle = true
      case "FREE": isFree = true
      case "FIXED": isFree = false
      case "GEOBEGIN":
        geometry.isOpen = true
        if !card.sdum.isEmpty { add(.geometry, "Format", card.sdum) }
      case "STOP": break
      default: read(card)
      }
      if card.name == "STOP" { break }
    }
    add(.materials, "Materials", RecordedFacts.list(unique(materials)))
    add(.materials, "Regions' materials", RecordedFacts.list(assigned))
    add(.physics, "Production and transport cuts", joined(cuts))
    add(.physics, "Other settings", joined(settings))
    add(.varianceReduction, "Techniques", joined(biasing))
    for scorer in scoring.finished { add(.scoring, scorer.label, scorer.text) }
  }

  private mutating func add(_ topic: RecordedFacts.Topic, _ label: String, _ text: String?) {
    facts.add(topic, label, text, from: file)
  }

  private func joined(_ cards: [String]) -> String? {
    cards.isEmpty ? nil : cards.prefix(20).joined(separator: "; ") + (cards.count > 20 ? "; …" : "")
  }

  private func unique(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }

  private mutating func tell(_ geometry: FLUKAGeometry) {
    guard geometry.isWhole else { return }
    let kinds = geometry.kinds.map { "\(geometry.bodies[$0] ?? 0) \($0)" }.joined(separator: ", ")
    let count = geometry.bodies.values.reduce(0, +)
    add(.geometry, "Bodies", count > 0 ? "\(count): \(kinds)" : nil)
    add(.geometry, "Zones", RecordedFacts.list(geometry.regions))
  }

  private mutating func read(_ card: FLUKACard) {
    switch card.name {
    case "DEFAULTS": add(.physics, "Defaults", card.sdum)
    case "BEAM": readBeam(card)
    case "BEAMPOS": readPosition(card)
    case "HI-PROPE":
      if let z = card.number(1), let a = card.number(2) {
        add(.source, "Ion", "Z = \(plainNumber(z)), A = \(plainNumber(a))")
      }
    case "SOURCE": add(.source, "User routine", "SOURCE " + card.text)
    case "SPOTBEAM", "SPECSOUR", "BEAMAXES": add(.source, card.name, card.text)
    case "ASSIGNMA", "ASSIGNMAT":
      let name = card.whats[0]
      guard !name.isEmpty, !card.whats[1].isEmpty else { return }
      let last = card.whats[2].isEmpty ? "" : " to " + card.whats[2]
      assigned.append("\(card.whats[1])\(last) \(name)")
      materials.append(name)
    case "MATERIAL", "COMPOUND", "MAT-PROP": add(.materials, "\(card.name) \(card.sdum)", card.text)
    case "RANDOMIZ", "RANDOMIZE": add(.primaries, "Random seed", card.text)
    case "START":
      let count = InputWords.count(card.whats[0])
      add(.primaries, "Asked for in the input", count.map { "\($0) a task (START)" })
    case let name where Self.cutCommands.contains(name): cuts.append("\(name) \(card.text)")
    case let name where Self.physicsCommands.contains(name): settings.append("\(name) \(card.text)")
    case let name where Self.biasingCommands.contains(name): biasing.append("\(name) \(card.text)")
    default: scoring.read(card)
    }
  }

  /// WHAT(1) is a momentum above 0 and a kinetic energy below; WHAT(2) to (5) are widths of flat distributions above 0, FWHM
  /// of Gaussian ones below (manual, BEAM).
  private mutating func readBeam(_ card: FLUKACard) {
    add(.source, "Particle", card.sdum)
    // Units and the word for an energy may be stated for cards that follow.
    if card.sdum.isEmpty, card.whats.allSatisfy(\.isEmpty) { return }
    if let energy = card.number(1), energy != 0 {
      let text = plainNumber(abs(energy))
      // Of ions it is per nucleon.
      let per = card.sdum == "HEAVYION" ? " per nucleon" : ""
      add(
        .source, "Energy",
        energy < 0 ? "\(text) GeV\(per), kinetic energy" : "\(text) GeV/c\(per), momentum")
    }
    func spread(_ what: Int, _ unit: String, _ flat: String) -> String? {
      card.number(what).flatMap { value in
        value == 0
          ? nil : "\(plainNumber(abs(value))) \(unit)" + (value < 0 ? " FWHM, Gaussian" : ", \(flat)")
      }
    }
    add(.source, "Energy spread", spread(2, "GeV/c", "flat, full width of the momentum"))
    add(.source, "Divergence", spread(3, "mrad", "flat, full width"))
    let sizes = [(4, "x"), (5, "y")].compactMap { what, axis in
      spread(what, "cm", "flat, full width").map { "\(axis): \($0)" }
    }
    // WHAT(6) below 0 makes radii of the two.
    if card.number(6).map({ $0 >= 0 }) ?? card.whats[5].isEmpty {
      add(.source, "Size", sizes.isEmpty ? nil : sizes.joined(separator: "; "))
    } else {
      add(.source, "Size", "annular: WHAT(4) to (6) " + card.whats[3...5].joined(separator: " "))
    }
    add(.source, "Number of sources", "1")
  }

  private mutating func readPosition(_ card: FLUKACard) {
    let place = (1...3).map { card.number($0) }
    if !place.contains(nil) {
      add(.source, "Position", place.compactMap { $0.map(plainNumber) }.joined(separator: ", ") + " cm")
    }
    if let x = card.number(4), let y = card.number(5) {
      let way = card.sdum.uppercased() == "NEGATIVE" ? "negative z" : "positive z"
      add(.source, "Direction", "cosines \(plainNumber(x)), \(plainNumber(y)) to x, y; towards \(way)")
    }
  }
}
