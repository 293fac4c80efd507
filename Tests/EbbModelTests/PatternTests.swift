import EbbModel
import Testing

@Suite("Pattern")
struct PatternTests {
  @Test(
    "a pattern fits the whole text, in any case",
    arguments: [
      ("", [""], ["a"]), ("*", ["", "a", "a b\n"], []), ("?", ["a", "漢", "👩‍🔬"], ["", "ab"]),
      ("mesh", ["mesh", "MESH"], ["mesh_", "amesh", ""]), ("MESH*", ["mesh", "mesh_xy"], ["a mesh"]),
      ("*_xy", ["mesh_xy", "_XY", "_xy_xy"], ["_xyz"]), ("a*b*c", ["abc", "aXbXc", "abcbc"], ["acb", "ab"]),
      ("a**b", ["ab", "axb"], ["a"]), ("?*?", ["ab", "abc"], ["a", ""]), ("[a]", ["[A]"], ["a"]),
      ("a.b\\", ["a.b\\"], ["axb\\"]), ("*?*?*", ["ab"], ["a"]), ("Ż*", ["żółw"], ["zolw"]),
    ])
  func fits(pattern: String, fitting: [String], others: [String]) {
    for text in fitting { #expect(Pattern(pattern).matches(text), "\(text)") }
    for text in others { #expect(!Pattern(pattern).matches(text), "\(text)") }
  }

  /// A search that tries every way to divide the text would not end.
  @Test("a hostile pattern costs no more than pattern times text")
  func hostile() {
    let pattern = Pattern(String(repeating: "a*", count: 200) + "b")
    let text = String(repeating: "a", count: 2_000)
    #expect(!pattern.matches(text))
  }
}
