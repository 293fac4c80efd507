/// The scorers of SHIELD-HIT12A's detect.dat: blocks `Geometry`, `Filter` and `Output` of indented lines.
struct ShieldHITScoring {
  /// A label and a line each, in order.
  private(set) var scorers: [(label: String, text: String)] = []

  private struct Block {
    var kind: String
    var type: String
    var name = ""
    var lines: [[Substring]] = []
  }

  init(_ text: String) {
    var blocks: [Block] = []
    for line in InputWords.lines(text) {
      let words = InputWords.words(line, upTo: "!#*")
      guard let key = words.first?.uppercased() else { continue }
      if ["GEOMETRY", "FILTER", "OUTPUT", "SETTINGS"].contains(key), line.first?.isWhitespace == false {
        blocks.append(Block(kind: key, type: words.count > 1 ? String(words[1]) : ""))
      } else if !blocks.isEmpty {
        let last = blocks.count - 1
        if key == "NAME", words.count > 1 { blocks[last].name = String(words[1]) }
        blocks[last].lines.append(words)
      }
    }
    var meshes: [String: String] = [:]
    var filters: [String: String] = [:]
    for block in blocks {
      switch block.kind {
      case "GEOMETRY": meshes[block.name] = Self.mesh(block)
      case "FILTER":
        let rules = block.lines.filter { $0[0].uppercased() != "NAME" }.map { $0.joined(separator: " ") }
        filters[block.name] = String(rules.joined(separator: ", ").prefix(300))
      default: break
      }
    }
    for block in blocks where block.kind == "OUTPUT" {
      scorers.append(Self.scorer(block, meshes, filters))
    }
  }

  /// "Cyl, R 0 to 5 cm in 1, Z 0 to 20 cm in 400"
  private static func mesh(_ block: Block) -> String {
    let sides = block.lines.compactMap { words -> String? in
      guard words.count >= 4, ["X", "Y", "Z", "R", "PHI"].contains(words[0].uppercased()),
        let low = InputWords.plain(words[1]), let high = InputWords.plain(words[2]),
        let bins = InputWords.count(words[3])
      else { return nil }
      let unit = words[0].uppercased() == "PHI" ? "" : " cm"
      return "\(words[0]) \(low) to \(high)\(unit) in \(bins)"
    }
    let others = block.lines.filter { ["ZONE", "START", "STOP", "VOLUME"].contains($0[0].uppercased()) }
      .map { $0.joined(separator: " ") }
    return String(([block.type] + sides + others).joined(separator: ", ").prefix(300))
  }

  private static func scorer(
    _ block: Block, _ meshes: [String: String], _ filters: [String: String]
  ) -> (label: String, text: String) {
    var label = "Output"
    var place = ""
    var quantities: [String] = []
    for words in block.lines {
      let key = words[0].uppercased()
      guard words.count > 1 else { continue }
      let name = String(words[1])
      switch key {
      case "FILENAME": label = name
      case "GEO": place = "on " + name + (meshes[name].map { " (\($0))" } ?? "")
      case "QUANTITY":
        let filter = words.count > 2 ? String(words[2]) : nil
        let rules = filter.flatMap { filters[$0] }.map { ": " + $0 } ?? ""
        quantities.append(name + (filter.map { " [\($0)\(rules)]" } ?? ""))
      case "DIFF1", "DIFF2", "DIFF1TYPE", "DIFF2TYPE":
        // It is of the quantity before it.
        if !quantities.isEmpty {
          quantities[quantities.count - 1] += ", " + words.joined(separator: " ")
        }
      default: break
      }
    }
    let told = quantities.isEmpty ? "" : (place.isEmpty ? "" : ": ") + quantities.joined(separator: "; ")
    return (label, place + told)
  }
}
