import Testing

@testable import EbbText

@Suite("Names that may be meant")
struct SpellingTests {
  private static let quantities = ["DOSE", "FLUENCE", "DLET", "TLET", "AVG-ENERGY", "COUNT"]

  @Test(
    "of neighbours that are exchanged, letters that are missing, wrong or too many, in any case",
    arguments: [
      ("exprot", ["export"], ["export", "report", "plot"]),
      ("LTE", ["DLET", "TLET"], quantities), ("LET", ["DLET", "TLET"], quantities),
      ("dsoe", ["DOSE"], quantities), ("FLUENC", ["FLUENCE"], quantities),
      ("FLUENCES", ["FLUENCE"], quantities), ("fluemce", ["FLUENCE"], quantities),
      ("z_profil", ["z_profile", "yz_profile"], ["xyz_dose", "yz_profile", "z_profile"]),
      ("20260113", ["20260113-08", "20260112-08"], ["20260112-08", "20260113-08"]),
    ])
  func near(_ name: String, suggestions: [String], names: [String]) {
    #expect(spellingSuggestions(for: name, in: names) == suggestions)
  }

  @Test(
    "what has little in common with a name is none",
    arguments: [
      ("LTE", ["FLUENCE", "DOSE"]), ("q", ["z", "y"]), ("carbon", ["Proton beam"]), ("", ["a"]),
      ("ab", ["xy"]),
    ])
  func far(_ name: String, names: [String]) {
    #expect(spellingSuggestions(for: name, in: names) == [])
  }
}
