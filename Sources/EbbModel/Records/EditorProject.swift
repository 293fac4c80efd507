/// A project of YAPTIDE's editor as a record tells it: beam, zones, materials, detectors, outputs and physics of its JSON.
/// Lengths are in cm; energies in MeV, or in the beam's own unit where it states one.
struct EditorProject {
  private(set) var facts = RecordedFacts()

  private static let origin = "project.json"

  init(_ project: JSONTree) {
    // Older versions keep the tree of the scene, and "detectManager".
    readBeam(project["beam"])
    readGeometry(project)
    readMaterials(project["materialManager"])
    readPhysics(project["physic"])
    readScoring(project)
    let version = project["metadata"]?["version"]?.string
    add(.input, "Editor's project", version.map { "version \($0)" })
    add(.input, "Title", project["project"]?["title"]?.string)
    add(.input, "Description", project["project"]?["description"]?.string)
  }

  private mutating func add(_ topic: RecordedFacts.Topic, _ label: String, _ text: String?) {
    facts.add(topic, label, text, from: Self.origin)
  }

  private static func plain(_ value: JSONTree?) -> String? { value?.number.map(plainNumber) }

  /// "0, 0, -10.5"
  private static func triple(_ value: JSONTree?) -> String? {
    let numbers = (value?.array ?? []).map { $0.number }
    guard numbers.count == 3, !numbers.contains(nil) else { return nil }
    return numbers.compactMap { $0.map(plainNumber) }.joined(separator: ", ")
  }

  private static func names(_ values: [JSONTree]) -> [String] {
    values.map { $0["name"]?.string ?? "(no name)" }
  }

  private mutating func readBeam(_ beam: JSONTree?) {
    guard let beam else { return }
    if let particle = beam["particle"] {
      let parts = [("id", "id"), ("a", "A"), ("z", "Z")].compactMap { key, name in
        Self.plain(particle[key]).map { "\(name) = \($0)" }
      }
      let name = particle["name"]?.string
      let text = parts.joined(separator: ", ")
      add(.source, "Particle", name.map { parts.isEmpty ? $0 : "\($0) (\(text))" } ?? text)
    }
    let unit = beam["energyUnit"]?.string ?? "MeV"
    add(.source, "Energy", Self.plain(beam["energy"]).map { "\($0) \(unit)" })
    add(.source, "Energy spread", Self.plain(beam["energySpread"]).map { "\($0) \(unit)" })
    if let low = Self.plain(beam["energyLowCutoff"]), let high = Self.plain(beam["energyHighCutoff"]) {
      add(.source, "Energy limits", "\(low) to \(high) \(unit)")
    }
    add(.source, "Position", Self.triple(beam["position"]).map { $0 + " cm" })
    add(.source, "Direction", Self.triple(beam["direction"]))
    if let sigma = beam["sigma"], let x = Self.plain(sigma["x"]), let y = Self.plain(sigma["y"]) {
      add(.source, "Size", "\(sigma["type"]?.string ?? "type not stated"), \(x), \(y) cm")
    }
    if let divergence = beam["divergence"], let x = Self.plain(divergence["x"]),
      let y = Self.plain(divergence["y"])
    {
      let focus = Self.plain(divergence["distanceToFocal"]).map { ", distance to the focus \($0) cm" } ?? ""
      add(.source, "Divergence", "\(x), \(y) mrad\(focus)")
    }
    if let kind = beam["sad"]?["type"]?.string, kind != "none" {
      add(.source, "Distance to the source", kind)
    }
    add(.source, "Type", beam["sourceType"]?.string)
    if beam["sourceType"]?.string == "simple" { add(.source, "Number of sources", "1") }
    if let file = beam["sourceFile"]?["name"]?.string { add(.source, "Beam model", file) }
    let count = beam["numberOfParticles"]?.number.flatMap { Int64(exactly: $0) }
    add(.primaries, "Asked for in the input", count.map { "\($0) in all" })
  }

  /// Figures may lie in each other.
  private static func figures(_ values: [JSONTree], depth: Int = 0) -> [JSONTree] {
    guard depth < 64 else { return [] }
    return values.flatMap { [$0] + figures($0["children"]?.array ?? [], depth: depth + 1) }
  }

  private mutating func readGeometry(_ project: JSONTree) {
    let figures = Self.figures(project["figureManager"]?["figures"]?.array ?? [])
    let bodies = figures.map { figure in
      let kind = figure["type"]?.string.map { " (\($0))" } ?? ""
      return (figure["name"]?.string ?? "(no name)") + kind
    }
    add(.geometry, "Bodies", RecordedFacts.list(bodies))
    let zones = project["zoneManager"]?["zones"]?.array ?? []
    add(.geometry, "Zones", RecordedFacts.list(Self.names(zones)))
    let all = project["materialManager"]?["materials"]?.array ?? []
    var names: [String: String] = [:]
    for material in all {
      if let id = material["uuid"]?.string { names[id] = material["name"]?.string }
    }
    let assigned = zones.compactMap { zone -> String? in
      guard let name = zone["name"]?.string, let id = zone["materialUuid"]?.string, let material = names[id]
      else { return nil }
      return "\(name) \(material)"
    }
    add(.materials, "Zones' materials", RecordedFacts.list(assigned))
    // Geant4's figures have their material by themselves.
    let own = figures.compactMap { figure -> String? in
      guard let name = figure["name"]?.string, let material = figure["simulationMaterial"]?["name"]?.string
      else { return nil }
      return "\(name) \(material)"
    }
    add(.materials, "Bodies' materials", RecordedFacts.list(own))
  }

  private mutating func readMaterials(_ manager: JSONTree?) {
    let all = manager?["materials"]?.array ?? []
    // The editor keeps all that it knows; those that are used are listed.
    var used: Set<String>?
    if case .object(let selected)? = manager?["selectedMaterials"] { used = Set(selected.keys) }
    let chosen = all.filter { material in
      guard let used, !used.isEmpty else { return true }
      return material["uuid"]?.string.map(used.contains) ?? false
    }
    let texts = chosen.map { material in
      let number = Self.plain(material["icru"]).map { "ICRU \($0)" }
      let density = Self.plain(material["density"]).map { "\($0) g/cm³" }
      let parts = [number, density].compactMap(\.self)
      return (material["name"]?.string ?? "(no name)")
        + (parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))")
    }
    add(.materials, "Materials of the project", RecordedFacts.list(texts))
  }

  private mutating func readPhysics(_ physics: JSONTree?) {
    guard let physics else { return }
    add(.physics, "Energy straggling", physics["energyModelStraggling"]?.string)
    add(.physics, "Multiple scattering", physics["multipleScattering"]?.string)
    add(.physics, "Nuclear reactions", physics["enableNuclearReactions"]?.boolean.map { $0 ? "on" : "off" })
    add(.physics, "Step", Self.plain(physics["energyLoss"]).map { $0 + ", relative mean energy loss" })
    add(.physics, "Stopping powers", physics["stoppingPowerTable"]?.string)
  }

  // MARK: Scorers

  private mutating func readScoring(_ project: JSONTree) {
    let manager = project["detectorManager"] ?? project["detectManager"]
    var detectors: [String: String] = [:]
    for detector in manager?["detectors"]?.array ?? [] {
      if let id = detector["uuid"]?.string { detectors[id] = Self.mesh(detector) }
    }
    let scoring = project["scoringManager"]
    var filters: [String: String] = [:]
    for filter in scoring?["filters"]?.array ?? manager?["filters"]?.array ?? [] {
      if let id = filter["uuid"]?.string { filters[id] = Self.filter(filter) }
    }
    for output in scoring?["outputs"]?.array ?? [] {
      let place = output["detectorUuid"]?.string.flatMap { detectors[$0] }.map { "on \($0): " } ?? ""
      let quantities = (output["quantities"]?.array ?? []).map { quantity in
        let filter = quantity["filter"]?.string.flatMap { filters[$0] }.map { " [\($0)]" } ?? ""
        let axes = (quantity["modifiers"]?.array ?? []).compactMap(Self.axis).map { ", " + $0 }
        return (quantity["keyword"]?.string ?? "quantity not stated") + filter + axes.joined()
      }
      add(.scoring, output["name"]?.string ?? "(no name)", place + quantities.joined(separator: "; "))
    }
  }

  /// "CylZ_Mesh (Cyl, centre 0, 0, 10 cm, depth 20, radius 5, zSegments 400)"
  private static func mesh(_ detector: JSONTree) -> String {
    let geometry = detector["geometryData"]
    var parts = [geometry?["geometryType"]?.string].compactMap(\.self)
    if let centre = triple(geometry?["position"]) { parts.append("centre \(centre) cm") }
    if case .object(let parameters)? = geometry?["parameters"] {
      parts += parameters.keys.sorted().compactMap { key in plain(parameters[key]).map { "\(key) \($0)" } }
    }
    return String(
      ((detector["name"]?.string ?? "(no name)") + " (\(parts.joined(separator: ", ")))").prefix(300))
  }

  private static func filter(_ filter: JSONTree) -> String {
    let rules = (filter["rules"]?.array ?? []).compactMap { rule -> String? in
      guard let keyword = rule["keyword"]?.string, let sign = rule["operator"]?.string,
        let value = plain(rule["value"])
      else { return nil }
      return "\(keyword) \(sign) \(value)"
    }
    let particles = names(filter["data"]?["particleTypes"]?.array ?? [])
    let all = rules + particles
    let name = filter["name"]?.string ?? "(no name)"
    return String((all.isEmpty ? name : "\(name): \(all.joined(separator: ", "))").prefix(300))
  }

  private static func axis(_ modifier: JSONTree) -> String? {
    guard let kind = modifier["diffType"]?.string, let low = plain(modifier["lowerLimit"]),
      let high = plain(modifier["upperLimit"]), let bins = plain(modifier["binsNumber"])
    else { return nil }
    return "\(kind) \(low) to \(high) in \(bins)" + (modifier["isLog"]?.boolean == true ? " log" : "")
  }
}
