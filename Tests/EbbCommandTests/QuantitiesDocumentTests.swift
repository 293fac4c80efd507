import EbbTestSupport
import Foundation
import Testing

/// docs/quantities.md, which is made of the catalogue.
@Suite("The page of quantities") struct QuantitiesDocumentTests {
  private struct Entry: Decodable {
    var simulator: String
    var names: String
    var longName: String
    var meaning: String
    var overAxis: String?
    var overTasks: String
    var normalization: String?
    var denominator: String?
    var unit: String
    var source: String
  }

  private static let titles = [
    "shieldhit": "SHIELD-HIT12A", "fluka": "FLUKA", "topas": "TOPAS", "geant4": "Geant4",
  ]

  @Test("has every entry of the catalogue, in its words")
  func catalogue() throws {
    let entries = try Ebb.decode([Entry].self, Ebb.run("quantities", "--json").output)
    var text = """
      # Quantities

      What is known of the quantities that simulators score. It decides how bins, tasks and primaries are combined \
      ([values.md](values.md)). This page is made of the catalogue that `ebb quantities` prints, which also has the \
      manual that each entry is from.

      *Bins*: what a bin holds; an amount adds up, a density is averaged by volume, a ratio by its denominator. \
      *Axis*: bins of energy, angle or LET hold a density, or each its share. *Tasks*: how contributions are combined.

      """
    for simulator in entries.map(\.simulator).reduced() {
      text += "\n## \(Self.titles[simulator] ?? simulator)\n\n"
      text +=
        "| name | quantity | unit | bins | axis | tasks | per | denominator |\n|---|---|---|---|---|---|---|---|\n"
      for entry in entries where entry.simulator == simulator {
        let names = entry.names.split(separator: ", ").map { "`\($0)`" }.joined(separator: ", ")
        let per = entry.normalization?.replacing("per ", with: "") ?? ""
        let cells = [
          names, entry.longName, entry.unit, entry.meaning, entry.overAxis ?? "", entry.overTasks, per,
          entry.denominator ?? "",
        ]
        text += "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |\n"
      }
    }
    let file = Reference.root.appending(path: "docs/quantities.md")
    if ProcessInfo.processInfo.environment["EBB_UPDATE_SNAPSHOTS"] == "1" {
      try Data(text.utf8).write(to: file)
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == text)
  }
}

extension Array where Element: Hashable {
  /// Each element once, in the order in which they first come.
  fileprivate func reduced() -> [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
