/// Geant4's macros and GDML as a record tells them: commands of the "Book For Application Developers" (general particle
/// source, command-based scoring).
struct Geant4Input {
  private(set) var facts = RecordedFacts()

  init(_ files: [NamedText]) {
    for file in files {
      let name = file.name.lowercased()
      if name.hasSuffix(".mac") { read(file) }
      if name.hasSuffix(".gdml") { readGeometry(file) }
    }
  }

  private mutating func read(_ file: NamedText) {
    var commands: [String: String] = [:]
    var cuts: [String] = []
    var biasing: [String] = []
    var sources = 0
    var scoring = Geant4Scoring()
    for line in InputWords.lines(file.text) {
      let words = InputWords.words(line, upTo: "#")
      guard let command = words.first, command.first == "/" else { continue }
      let rest = words.dropFirst().joined(separator: " ")
      if command.hasPrefix("/score/") { scoring.read(words) }
      if command == "/gps/source/add" { sources += 1 }
      if command.hasPrefix("/run/setCut") || command.hasPrefix("/cuts/") { cuts.append("\(command) \(rest)") }
      if command.hasPrefix("/bias/") || command.hasPrefix("/process/had/bias") {
        biasing.append("\(command) \(rest)")
      }
      commands[String(command)] = rest
    }
    func value(_ names: String...) -> String? { names.lazy.compactMap { commands[$0] }.first { !$0.isEmpty } }
    func add(_ topic: RecordedFacts.Topic, _ label: String, _ text: String?) {
      facts.add(topic, label, text, from: file.name)
    }
    func joined(_ keys: [(String, String)]) -> String? {
      let parts = keys.compactMap { key, word in commands[key].map { word.isEmpty ? $0 : "\(word) \($0)" } }
      return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }
    let particle = value("/gps/particle", "/gun/particle")
    let ion = value("/gps/ion", "/gun/ion").map { " (ion \($0))" } ?? ""
    add(.source, "Particle", particle.map { $0 + ion })
    add(.source, "Energy", value("/gps/energy", "/gps/ene/mono", "/gun/energy"))
    let kind = value("/gps/ene/type").map { $0 + ", " } ?? ""
    add(.source, "Energy spread", value("/gps/ene/sigma").map { "\(kind)σ \($0)" })
    add(.source, "Energy limits", joined([("/gps/ene/min", "from"), ("/gps/ene/max", "to")]))
    add(.source, "Position", value("/gps/position", "/gps/pos/centre", "/gun/position"))
    add(.source, "Direction", value("/gps/direction", "/gun/direction"))
    add(
      .source, "Size",
      joined([
        ("/gps/pos/type", ""), ("/gps/pos/shape", ""), ("/gps/pos/radius", "radius"),
        ("/gps/pos/halfx", "half x"), ("/gps/pos/halfy", "half y"), ("/gps/pos/halfz", "half z"),
        ("/gps/pos/sigma_r", "σ r"), ("/gps/pos/sigma_x", "σ x"), ("/gps/pos/sigma_y", "σ y"),
      ]))
    add(
      .source, "Divergence",
      joined([
        ("/gps/ang/type", ""), ("/gps/ang/sigma_r", "σ r"), ("/gps/ang/sigma_x", "σ x"),
        ("/gps/ang/sigma_y", "σ y"), ("/gps/ang/maxtheta", "θ up to"),
      ]))
    // The first is there by itself.
    if particle != nil { add(.source, "Number of sources", String(sources + 1)) }
    add(.physics, "Physics list", value("/physics_lists/select", "/physics/addPhysics", "/phys/selectPhys"))
    add(.physics, "Production cuts", cuts.isEmpty ? nil : cuts.prefix(20).joined(separator: "; "))
    add(.varianceReduction, "Techniques", biasing.isEmpty ? nil : biasing.prefix(20).joined(separator: "; "))
    add(.primaries, "Random seed", value("/random/setSeeds"))
    let count = value("/run/beamOn").flatMap { InputWords.words($0[...]).first }
    add(
      .primaries, "Asked for in the input",
      count.flatMap { InputWords.count($0) }.map { "\($0) a run (/run/beamOn)" })
    let meshes = MacroMesh.meshes(in: file.text)
    for scorer in scoring.scorers {
      let sides = meshes[scorer.mesh].map { ": " + Self.text($0) } ?? ""
      let filter = scorer.filter.map { ", filter \($0)" } ?? ""
      add(.scoring, scorer.name, "\(scorer.quantity) on \(scorer.mesh)\(sides)\(filter)")
    }
  }

  private static func text(_ mesh: MacroMesh) -> String {
    ["x", "y", "r", "z", "phi"].compactMap { name in
      guard let side = mesh.sides[name] else { return nil }
      let unit = name == "phi" ? "rad" : "cm"
      func tidy(_ value: Double) -> String { plainNumber((value * 1e9).rounded() / 1e9) }
      let end = side.start + side.width * Double(side.bins)
      return "\(name) \(tidy(side.start)) to \(tidy(end)) \(unit) in \(side.bins)"
    }.joined(separator: ", ")
  }

  // MARK: GDML

  /// The names of solids, materials and volumes, without regard to how they lie in each other.
  private mutating func readGeometry(_ file: NamedText) {
    var solids: [String] = []
    var materials: [String] = []
    var volumes: [String] = []
    var assigned: [String] = []
    var part = ""
    for tag in GDMLTag.tags(of: file.text) {
      switch tag.name {
      case "define", "materials", "solids", "structure", "setup": part = tag.name
      case "material" where part == "materials": materials.append(tag.attributes["name"] ?? "(no name)")
      case "volume" where part == "structure": volumes.append(tag.attributes["name"] ?? "(no name)")
      case "materialref" where part == "structure":
        let name = tag.attributes["ref"] ?? "(no name)"
        materials.append(name)
        if let volume = volumes.last { assigned.append("\(volume) \(name)") }
      default:
        if part == "solids", let name = tag.attributes["name"] { solids.append("\(name) (\(tag.name))") }
      }
    }
    var seen: Set<String> = []
    materials = materials.filter { seen.insert($0).inserted }
    facts.add(.geometry, "Bodies", RecordedFacts.list(solids), from: file.name)
    facts.add(.geometry, "Zones", RecordedFacts.list(volumes), from: file.name)
    facts.add(.materials, "Materials", RecordedFacts.list(materials), from: file.name)
    facts.add(.materials, "Volumes' materials", RecordedFacts.list(assigned), from: file.name)
  }
}
