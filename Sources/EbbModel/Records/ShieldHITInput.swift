/// SHIELD-HIT12A's input as a record tells it: keywords of the "SHIELD-HIT12A User's Guide", chapters "beam.dat", "geo.dat",
/// "mat.dat" and "detect.dat".
struct ShieldHITInput {
  private(set) var facts = RecordedFacts()

  /// JPART0. Others are told by their number alone.
  private static let particles = [
    1: "neutron", 2: "proton", 3: "π⁻", 4: "π⁺", 6: "antineutron", 7: "antiproton", 21: "deuteron",
    22: "triton", 23: "helium-3", 24: "helium-4", 25: "heavy ion",
  ]

  init(_ files: [NamedText]) {
    for file in files {
      let name = file.name.split(separator: "/").last.map(String.init) ?? file.name
      if name.hasPrefix("beam") { readBeam(file) }
      if name.hasPrefix("geo") { readGeometry(file) }
      if name.hasPrefix("mat") { readMaterials(file) }
      if name.hasPrefix("detect") {
        for (label, text) in ShieldHITScoring(file.text).scorers {
          facts.add(.scoring, label, text, from: file.name)
        }
      }
    }
  }

  // MARK: beam.dat

  private mutating func readBeam(_ file: NamedText) {
    var keys: [String: [Substring]] = [:]
    var order: [String] = []
    for line in InputWords.lines(file.text) {
      let words = InputWords.words(line, upTo: "!#*")
      guard let first = words.first, words.count > 1 else { continue }
      let key = first.uppercased()
      if keys.updateValue(Array(words.dropFirst()), forKey: key) == nil { order.append(key) }
    }
    func value(_ key: String, _ index: Int = 0) -> Substring? {
      keys[key].flatMap { $0.indices.contains(index) ? $0[index] : nil }
    }
    func add(_ topic: RecordedFacts.Topic, _ label: String, _ text: String?) {
      facts.add(topic, label, text, from: file.name)
    }
    add(.source, "Particle", Self.particle(value("JPART0"), keys["HIPROJ"] ?? []))
    add(.source, "Energy", value("TMAX0").flatMap { InputWords.plain($0) }.map { $0 + " MeV per nucleon" })
    add(
      .source, "Energy spread",
      value("TMAX0", 1).flatMap { InputWords.plain($0) }.map { $0 + " MeV per nucleon (σ)" })
    func place(_ key: String, _ unit: String, least: Int) -> String? {
      keys[key].flatMap { InputWords.numbers($0, unit: unit, least: least, most: least) }
    }
    add(.source, "Position", place("BEAMPOS", "cm", least: 3))
    add(.source, "Direction", place("BEAMDIR", "degrees (θ, φ)", least: 2))
    add(.source, "Size", place("BEAMSIGMA", "cm (BEAMSIGMA)", least: 2))
    add(
      .source, "Divergence",
      keys["BEAMDIV"].flatMap { InputWords.numbers($0, unit: "(BEAMDIV: mrad, mrad, focus in cm)", least: 2) }
    )
    add(
      .source, "Distance to the source",
      keys["BEAMSAD"].flatMap { InputWords.numbers($0, unit: "cm (BEAMSAD)") })
    let external = value("USECBEAM").map(String.init)
    add(.source, "Beam model", external.map { "from the file \($0)" })
    // A list of beams in a file of its own is of any number.
    if external == nil, keys["JPART0"] != nil { add(.source, "Number of sources", "1") }
    let models = [
      ("STRAGG", "Energy straggling", ["off", "Gauss", "Vavilov"]),
      ("MSCAT", "Multiple scattering", ["off", "Gauss", "Molière"]),
      ("NUCRE", "Nuclear reactions", ["off", "on"]),
    ]
    for (key, label, names) in models {
      guard let number = value(key).flatMap({ InputWords.count($0) }) else { continue }
      let name = Int(exactly: number).flatMap { names.indices.contains($0) ? names[$0] : nil }
      add(.physics, label, "\(key) \(number)" + (name.map { " (\($0))" } ?? ""))
    }
    add(
      .physics, "Step",
      value("DELTAE").flatMap { InputWords.plain($0) }.map { $0 + ", relative mean energy loss (DELTAE)" })
    add(
      .physics, "Energy cut-offs",
      keys["TCUT0"].flatMap { InputWords.numbers($0, unit: "MeV (TCUT0)", most: 2) })
    add(
      .primaries, "Asked for in the input",
      value("NSTAT").flatMap { InputWords.count($0) }.map { "\($0) a task (NSTAT)" })
    add(.primaries, "Random seed", keys["RNDSEED"].map { $0.joined(separator: " ") })
    let told: Set = [
      "JPART0", "HIPROJ", "TMAX0", "BEAMPOS", "BEAMDIR", "BEAMSIGMA", "BEAMDIV", "BEAMSAD", "USECBEAM",
      "STRAGG", "MSCAT", "NUCRE", "DELTAE", "TCUT0", "NSTAT", "RNDSEED",
    ]
    for key in order where !told.contains(key) && key.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" })
    {
      add(.physics, key, keys[key]?.joined(separator: " "))
    }
  }

  private static func particle(_ code: Substring?, _ ion: [Substring]) -> String? {
    guard let number = code.flatMap({ InputWords.count($0) }) else { return nil }
    var text = "JPART0 \(number)"
    if let name = Int(exactly: number).flatMap({ particles[$0] }) { text = "\(name) (\(text))" }
    let ion = ion.prefix(2).compactMap { InputWords.count($0) }
    if number == 25, ion.count == 2 { text += ", A = \(ion[0]), Z = \(ion[1])" }
    return text
  }

  // MARK: geo.dat

  private mutating func readGeometry(_ file: NamedText) {
    var bodies: [String: Int] = [:]
    var kinds: [String] = []
    var zones: [String] = []
    var assigned: [Int] = []
    var areAssigned = true
    var ends = 0
    for (index, line) in InputWords.lines(file.text).filter({ $0.first != "*" }).enumerated() {
      let words = InputWords.words(line)
      guard let first = words.first else { continue }
      if first.uppercased() == "END" {
        ends += 1
        continue
      }
      switch ends {
      case 0:
        if index == 0, Int(first) != nil {
          facts.add(.geometry, "Title", words.dropFirst(2).joined(separator: " "), from: file.name)
        } else if first.count == 3, first.allSatisfy(\.isLetter), words.count > 1, Int(words[1]) != nil {
          let kind = first.uppercased()
          if bodies.updateValue((bodies[kind] ?? 0) + 1, forKey: kind) == nil { kinds.append(kind) }
        }
      case 1:
        // Lines that go on begin with a sign, or with OR.
        if let letter = first.first, letter.isLetter || letter.isNumber, first.uppercased() != "OR" {
          zones.append(String(first))
        }
      default:
        for word in words {
          if let number = Int(word) { assigned.append(number) } else { areAssigned = false }
        }
      }
    }
    let count = bodies.values.reduce(0, +)
    // Without the END of a part it is not known where that ends.
    if ends > 0, count > 0 {
      let parts = kinds.map { "\(bodies[$0] ?? 0) \($0)" }.joined(separator: ", ")
      facts.add(.geometry, "Bodies", "\(count): \(parts)", from: file.name)
    }
    guard ends > 1 else { return }
    facts.add(.geometry, "Zones", RecordedFacts.list(zones), from: file.name)
    guard areAssigned, !zones.isEmpty, assigned.count == 2 * zones.count else { return }
    let media = zip(zones, assigned.suffix(zones.count)).map { zone, medium in
      let name = medium == 0 ? "black hole" : medium == 1000 ? "vacuum" : "medium \(medium)"
      return "\(zone) \(name)"
    }
    facts.add(.materials, "Zones' media", RecordedFacts.list(media), from: file.name)
  }

  // MARK: mat.dat

  private mutating func readMaterials(_ file: NamedText) {
    var current: String?
    var parts: [String] = []
    var found: [(name: String, text: String)] = []
    for line in InputWords.lines(file.text) {
      let words = InputWords.words(line, upTo: "!#*")
      guard let key = words.first?.uppercased() else { continue }
      if key == "MEDIUM", words.count > 1 {
        current = String(words[1])
        parts = []
      } else if key == "END", let name = current {
        found.append((name, parts.joined(separator: ", ")))
        current = nil
      } else if current != nil {
        parts.append(words.joined(separator: " "))
      }
    }
    facts.add(.materials, "Materials", RecordedFacts.list(found.map { "medium " + $0.name }), from: file.name)
    for (name, text) in found { facts.add(.materials, "Medium \(name)", text, from: file.name) }
  }
}
