import Testing

@testable import EbbPipeline

@Suite("PageSelection")
struct PageSelectionTests {
  @Test(
    "numbers are single ones and ranges",
    arguments: [
      ("0", [0]), ("3", [3]), ("1-3", [1, 2, 3]), ("2-2", [2]), ("1-3,5", [1, 2, 3, 5]), ("5,0,5", [0, 5]),
      ("007", [7]), ("8-99999999999", [8, 9]),
    ])
  func numbers(text: String, selected: [Int]) throws {
    let selection = try #require(PageSelection(text))
    #expect(!selection.isName)
    #expect((0..<10).filter { selection.matches(number: $0) == true } == selected)
    #expect(!selection.matches(quantity: text, filter: text))
    #expect(selection.description == text)
  }

  @Test(
    "numbers that make no sense are refused",
    arguments: [
      "3-1", "-", ",", "1,", ",1", "-1", "1-", "1--2", "1-2-3", "1,,2", "99999999999999999999",
      "1-99999999999999999999", "--", "1,-2",
    ])
  func senseless(text: String) { #expect(PageSelection(text) == nil) }

  @Test(
    "anything else is a pattern on the quantity or the filter",
    arguments: [
      ("dose", "DOSE", nil, true), ("DOSE", "DOSE", "Protons", true), ("prot*", "FLUENCE", "Protons", true),
      ("dose", "FLUENCE", nil, false), ("1 - 3", "1 - 3", nil, true), ("١", "١", nil, true),
      ("0x1", "0x1", nil, true), ("+1", "1", nil, false), ("*", "", nil, true), ("", "", nil, true),
      ("", "DOSE", nil, false), ("²", "²", nil, true),
    ] as [(String, String, String?, Bool)])
  func names(text: String, quantity: String, filter: String?, isSelected: Bool) throws {
    let selection = try #require(PageSelection(text))
    #expect(selection.isName)
    #expect(selection.matches(number: 1) == nil)
    #expect(selection.matches(quantity: quantity, filter: filter) == isSelected)
  }

  @Test(
    "what Ebb prints of a page, its number and filter beside its name, is that page",
    arguments: [
      ("FLUENCE (Protons)", nil), ("fluence (prot*)", nil), ("3 FLUENCE (Protons)", 3), ("3 FLUENCE", 3),
      ("FLUENCE (page 3)", 3), ("FLUENCE (Protons) (page 3)", 3),
    ] as [(String, Int?)])
  func printed(text: String, number: Int?) throws {
    let selection = try #require(PageSelection(text))
    #expect(selection.matches(quantity: "FLUENCE", filter: "Protons"))
    #expect(!selection.matches(quantity: "DOSE", filter: "Protons"))
    #expect(selection.matches(number: 3) == nil)
    #expect(selection.matches(number: 2) == (number == nil ? nil : false))
  }
}
