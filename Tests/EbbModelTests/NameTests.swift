import EbbModel
import Testing

@Suite("Names")
struct NameTests {
  @Test(
    "a name from the store becomes letters, digits and _",
    arguments: [
      ("Average kinetic energy", "average_kinetic_energy"), ("DOSE", "dose"), ("mesh_yz_", "mesh_yz"),
      ("../../x", "x"), ("..", "unnamed"), (".", "unnamed"), ("/", "unnamed"), ("", "unnamed"),
      ("   ", "unnamed"),
      ("_", "unnamed"), ("/etc/passwd", "etc_passwd"), ("a/b", "a_b"), ("a\\b", "a_b"), ("C:\\x", "c_x"),
      ("=cmd|' /C calc'!A0", "cmd_c_calc_a0"), ("tab\there\u{1b}[31mred\u{1b}[0m", "tab_here_31mred_0m"),
      ("a\0b", "a_b"), ("a\r\nb", "a_b"), ("żółć 🧪", "unnamed"), ("dłuższa nazwa", "d_u_sza_nazwa"),
      ("Größe", "gr_e"), ("K\u{212a}", "k"), ("İ", "unnamed"), ("e\u{301}", "e"), ("CON", "con"), ("1", "1"),
      ("-x-", "x"),
      ("Position (Z)", "position_z"), ("a___b", "a_b"), ("a - b", "a_b"), ("１", "unnamed"),
    ])
  func identifiers(name: String, expected: String) {
    #expect(identifier(name) == expected)
  }

  @Test("case and dashes are kept on request")
  func options() {
    #expect(identifier("Mesh YZ", keepsCase: true) == "Mesh_YZ")
    #expect(identifier("CON", keepsCase: true) == "CON")
    #expect(identifier("20230615-120000-ab_cd", dashes: true) == "20230615-120000-ab_cd")
    #expect(identifier("--rf", dashes: true) == "rf")
    #expect(identifier("../-x", dashes: true) == "x")
    #expect(identifier("a-b") == "a_b")
  }

  @Test("a name has at most the limit's length, and ends in no _")
  func limit() {
    #expect(identifier(String(repeating: "x", count: 300)) == String(repeating: "x", count: 100))
    #expect(identifier("abc def", limit: 4) == "abc")
    #expect(identifier(String(repeating: "é", count: 100_000)) == "unnamed")
    #expect(identifier("a" + String(repeating: "_b", count: 100_000), limit: 5) == "a_b_b")
  }

  @Test("of any text, the name stays inside its folder")
  func anyText() {
    for scalar in (0..<0x3000).compactMap(Unicode.Scalar.init) {
      for name in ["\(scalar)", "a\(scalar)b", "\(scalar)\(scalar)/.."] {
        let safe = identifier(name, keepsCase: true, dashes: true)
        #expect(
          safe.wholeMatch(of: /[A-Za-z0-9_][A-Za-z0-9_\-]*/) != nil, "U+\(String(scalar.value, radix: 16))")
      }
    }
  }

  @Test("names that were given before get a number, in any case")
  func uniqueNames() {
    var names = UniqueNames()
    let given = ["a", "a", "A", "a_2", "b", "a_2", "a", "B", "b_2"].map { names.unique($0) }
    #expect(given == ["a", "a_2", "A_3", "a_2_2", "b", "a_2_3", "a_4", "B_2", "b_2_2"])
    #expect(Set(given.map { $0.lowercased() }).count == given.count)
  }

  /// So many that a way whose cost goes as their square would not end.
  @Test("many of one name cost no more than their number")
  func manyNames() {
    var names = UniqueNames()
    var given: Set<String> = []
    for _ in 0..<20_000 { given.insert(names.unique("unnamed")) }
    #expect(given.count == 20_000)
    #expect(names.unique("unnamed") == "unnamed_20001")
  }

  @Test(
    "text for a terminal has no control characters",
    arguments: [
      ("plain", "plain"), ("żółć", "żółć"), ("tab\there\u{1b}[31mred", "tabhere[31mred"), ("a\r\nb", "ab"),
      ("a\0b", "ab"),
      ("\u{202e}abc\u{202c}", "abc"), ("\u{2066}x\u{2069}", "x"), ("a\u{2028}b\u{2029}c", "abc"),
      ("\u{9b}31m", "31m"),
      ("\u{7f}x", "x"), ("\u{feff}x", "x"), ("\u{200b}x", "x"), ("", ""), ("🧪 x", "🧪 x"),
    ])
  func printable(text: String, expected: String) {
    #expect(text.printable == expected)
  }
}
