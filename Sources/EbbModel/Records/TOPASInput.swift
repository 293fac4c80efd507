/// TOPAS' parameter files as a record tells them: `type:Category/Name/Parameter = value # comment` (TOPAS' documentation,
/// "Parameter File System").
struct TOPASInput {
  private(set) var facts = RecordedFacts()

  /// The parameters of a category, by the name of what they are of: "ge", then "World", then "rmax".
  private struct Category {
    /// In the order in which they come.
    var names: [String] = []
    var parameters: [String: [String: String]] = [:]

    mutating func set(_ name: String, _ parameter: String, _ value: String) {
      if parameters[name] == nil { names.append(name) }
      parameters[name, default: [:]][parameter.lowercased()] = value
    }
  }

  private var categories: [String: Category] = [:]
  private var origin = ""

  init(_ files: [NamedText]) {
    let inputs = files.filter { [".txt", ".tps", ".topas"].contains(where: $0.name.lowercased().hasSuffix) }
    var included: [String] = []
    for file in inputs {
      for line in InputWords.lines(file.text) {
        guard let (key, value) = Self.parameter(line) else { continue }
        if key.lowercased() == "includefile" {
          included.append(value)
          continue
        }
        let parts = key.split(separator: "/").map(String.init)
        guard parts.count > 1 else { continue }
        // What is deeper is of the whole of its names: "Ge/Snout/Leaf/HLX".
        let name = parts.count == 2 ? "" : parts[1..<parts.count - 1].joined(separator: "/")
        categories[parts[0].lowercased(), default: Category()].set(name, parts[parts.count - 1], value)
      }
    }
    guard !categories.isEmpty else { return }
    origin = inputs.count == 1 ? inputs[0].name : "parameter files"
    add(
      .input, "Included files", included.isEmpty ? nil : included.joined(separator: ", ") + ": not read here")
    tellSources()
    tellGeometry()
    tellPhysics()
    tellScorers()
    add(.primaries, "Random seed", categories["ts"]?.parameters[""]?["seed"])
    let reduction = categories["vr"]?.parameters ?? [:]
    let kinds = (categories["vr"]?.names ?? []).map { name in
      [name, reduction[name]?["type"] ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
    }
    add(.varianceReduction, "Techniques", RecordedFacts.list(kinds))
  }

  private mutating func add(_ topic: RecordedFacts.Topic, _ label: String, _ text: String?) {
    facts.add(topic, label, text, from: origin)
  }

  /// The name and the value of a line, without its type, quotes and comment.
  private static func parameter(_ line: Substring) -> (String, String)? {
    var isQuoted = false
    let told = line.prefix { letter in
      if letter == "\"" { isQuoted.toggle() }
      return letter != "#" || isQuoted
    }
    guard let sign = told.firstIndex(of: "=") else { return nil }
    func trimmed(_ text: Substring) -> String {
      text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
    var key = trimmed(told[..<sign])
    if let colon = key.firstIndex(of: ":") { key = String(key[key.index(after: colon)...]) }
    let value = trimmed(told[told.index(after: sign)...]).replacing("\"", with: "")
    return key.isEmpty || value.isEmpty ? nil : (key.filter { $0 != " " }, value)
  }

  // MARK: What it says

  private mutating func tellSources() {
    guard let sources = categories["so"] else { return }
    let names = sources.names.filter { sources.parameters[$0]?["type"] != nil }
    add(.source, "Number of sources", names.isEmpty ? nil : RecordedFacts.list(names))
    for name in names.prefix(50) {
      let own = sources.parameters[name] ?? [:]
      // Of several the label says which.
      func label(_ text: String) -> String { names.count == 1 ? text : "\(text) of \(name)" }
      func joined(_ keys: [(String, String)]) -> String? {
        let parts = keys.compactMap { key, word in own[key].map { word.isEmpty ? $0 : "\(word) \($0)" } }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
      }
      add(.source, label("Type"), own["type"])
      add(.source, label("Particle"), own["beamparticle"])
      add(.source, label("Energy"), own["beamenergy"] ?? own["beamenergyspectrumtype"])
      // TOPAS takes it in percent of the energy.
      add(.source, label("Energy spread"), own["beamenergyspread"].map { $0 + " %" })
      add(.source, label("Position"), place(of: own["component"]))
      add(.source, label("Direction"), rotation(of: own["component"]))
      add(
        .source, label("Size"),
        joined([
          ("beampositiondistribution", ""), ("beampositioncutoffshape", ""),
          ("beampositioncutoffx", "cut-off x"), ("beampositioncutoffy", "cut-off y"),
          ("beampositionspreadx", "spread x"), ("beampositionspready", "spread y"),
        ]))
      add(
        .source, label("Divergence"),
        joined([
          ("beamangulardistribution", ""), ("beamangularcutoffx", "cut-off x"),
          ("beamangularcutoffy", "cut-off y"), ("beamangularspreadx", "spread x"),
          ("beamangularspready", "spread y"),
        ]))
      add(
        .primaries, label("Asked for in the input"),
        own["numberofhistoriesinrun"].flatMap { InputWords.count($0) }.map { "\($0) a run" })
    }
  }

  private func place(of component: String?) -> String? {
    guard let component, let own = categories["ge"]?.parameters[component] else { return nil }
    let parts = ["transx", "transy", "transz"].compactMap { key in own[key].map { "\(key.suffix(1)) \($0)" } }
    return parts.isEmpty ? nil : "\(component): " + parts.joined(separator: ", ")
  }

  private func rotation(of component: String?) -> String? {
    guard let component, let own = categories["ge"]?.parameters[component] else { return nil }
    let parts = ["rotx", "roty", "rotz"].compactMap { key in own[key].map { "about \(key.suffix(1)) \($0)" } }
    return parts.isEmpty ? nil : "\(component) turned " + parts.joined(separator: ", ")
  }

  private mutating func tellGeometry() {
    guard let geometry = categories["ge"] else { return }
    let parts = geometry.names.filter { geometry.parameters[$0]?["type"] != nil }
    add(
      .geometry, "Bodies",
      RecordedFacts.list(parts.map { "\($0) (\(geometry.parameters[$0]?["type"] ?? ""))" }))
    add(.geometry, "Zones", RecordedFacts.list(parts))
    var seen: Set<String> = []
    let materials = parts.compactMap { geometry.parameters[$0]?["material"] }.filter {
      seen.insert($0).inserted
    }
    add(.materials, "Materials", RecordedFacts.list(materials))
    let assigned = parts.compactMap { name in geometry.parameters[name]?["material"].map { "\(name) \($0)" } }
    add(.materials, "Components' materials", RecordedFacts.list(assigned))
    for name in categories["ma"]?.names ?? [] {
      let own = categories["ma"]?.parameters[name] ?? [:]
      let text = ["components", "fractions", "density"].compactMap { key in own[key].map { "\(key) \($0)" } }
      add(.materials, name, text.joined(separator: ", "))
    }
  }

  private mutating func tellPhysics() {
    guard let physics = categories["ph"] else { return }
    let list = physics.parameters[""]?["listname"]
    add(.physics, "Physics list", list)
    for name in physics.names where name != "" {
      let own = physics.parameters[name] ?? [:]
      add(.physics, "\(name): type", own["type"])
      add(.physics, "\(name): modules", own["modules"])
      let cuts = own.keys.filter { $0.hasPrefix("cut") }.sorted()
      let text = cuts.map { "\($0.dropFirst(3)) \(own[$0] ?? "")" }.joined(separator: ", ")
      add(.physics, list == nil || list == name ? "Production cuts" : "Production cuts of \(name)", text)
    }
  }

  private mutating func tellScorers() {
    guard let scorers = categories["sc"] else { return }
    for name in scorers.names {
      guard let own = scorers.parameters[name], let quantity = own["quantity"] else { continue }
      var parts = [quantity]
      if let component = own["component"] { parts.append("on \(component)\(bins(of: component))") }
      if let surface = own["surface"] { parts.append("through \(surface)") }
      for key in own.keys.sorted() where key.hasPrefix("onlyinclude") {
        parts.append("\(key) \(own[key] ?? "")")
      }
      if let bins = own["ebins"] {
        parts.append("energy \(own["ebinmin"] ?? "?") to \(own["ebinmax"] ?? "?") in \(bins)")
      }
      if let bins = own["timebins"] {
        parts.append("time \(own["timebinmin"] ?? "?") to \(own["timebinmax"] ?? "?") in \(bins)")
      }
      add(.scoring, name, parts.joined(separator: ", "))
    }
  }

  private func bins(of component: String) -> String {
    guard let own = categories["ge"]?.parameters[component] else { return "" }
    let counts = ["xbins", "ybins", "zbins", "rbins", "phibins", "thetabins"].compactMap { key in
      own[key].map { "\(key.dropLast(4)) in \($0)" }
    }
    return counts.isEmpty ? "" : " (" + counts.joined(separator: ", ") + ")"
  }
}
