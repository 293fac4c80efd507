import EbbModel
import Testing

@Suite("Metadata")
struct MetadataTests {
  @Test(
    "numbers of arrays that NumPy printed, and of single ones",
    arguments: [
      ("27", [27]), ("[27 26]", [27, 26]), ("[640   1]", [640, 1]), ("[100.     3.14]", [100, 3.14]),
      ("[0. 0.]", [0, 0]),
      ("[-1  1]", [-1, 1]), ("[1.e-05 2.5e+02]", [1e-5, 250]), ("[1, 2]", [1, 2]),
      ("[ 0.01  0.  ]", [0.01, 0]),
      ("[1\n 2]", [1, 2]), ("", []), ("[]", []), ("None", []), ("[1 x]", []), ("[1 ... 2]", []), ("b'1'", []),
      ("1;2", []),
    ] as [(String, [Double])])
  func numbers(text: String, expected: [Double]) {
    #expect(Metadata([.init(name: "n", value: text)]).numbers("n") == expected)
  }

  @Test("of a name that occurs twice the last counts; a missing one has no value")
  func lookup() {
    let metadata = Metadata([
      .init(name: "a", value: "1"), .init(name: "b", value: "2"), .init(name: "a", value: "3"),
    ])
    #expect(metadata["a"] == "3")
    #expect(metadata["b"] == "2")
    #expect(metadata["c"] == nil)
    #expect(metadata.integer("a") == 3)
    #expect(metadata.integer("c") == nil)
    #expect(metadata.numbers("c") == [])
  }

  @Test(
    "integers are decimal, whole and within 64 bits",
    arguments: [
      ("1000", 1_000), ("-5", -5), ("9223372036854775807", .max), ("9223372036854775808", nil), ("1e3", nil),
      ("1.0", nil),
      ("", nil), ("None", nil), (" 1", nil), ("0x10", nil),
    ] as [(String, Int64?)])
  func integers(text: String, expected: Int64?) {
    #expect(Metadata([.init(name: "n", value: text)]).integer("n") == expected)
  }

  @Test(
    "page_normalized is a number, or no converter's",
    arguments: [
      (nil, .unstated), ("None", .unstated), ("0", .identical), ("1", .sum), ("2", .perPrimary),
      ("3", .average),
      ("4", .list), ("5", nil), ("", nil), ("-1", nil), ("02", nil), ("2.0", nil), ("mean", nil),
      ("[2]", nil),
    ] as [(String?, PageNormalization?)])
  func normalization(text: String?, expected: PageNormalization?) {
    let found = Metadata(text.map { [.init(name: "page_normalized", value: $0)] } ?? []).normalization
    #expect(found == expected ?? .unknown(text ?? ""))
    #expect(found.isKnown == (expected != nil))
  }

  @Test("contributions agree where one states less, and differ where they are of different kinds")
  func agreement() {
    let all: [PageNormalization] = [
      .unstated, .identical, .sum, .perPrimary, .average, .list, .unknown("5"),
    ]
    for (index, first) in all.enumerated() {
      for (other, second) in all.enumerated() {
        let areMeans = [0, 3, 4].contains(index) && [0, 3, 4].contains(other)
        #expect(first.agrees(with: second) == (index == other || areMeans))
      }
    }
  }

  @Test("a detector's type is none where it says nothing", arguments: [nil, "", "None", "DLET"])
  func detectorType(text: String?) {
    let metadata = Metadata(text.map { [.init(name: "dettyp", value: $0)] } ?? [])
    #expect(metadata.detectorType == (text == "DLET" ? "DLET" : nil))
  }

  @Test("a page is a phase space by its detector type, else by its quantity, and without axes")
  func phaseSpace() {
    func page(_ quantity: String, _ dettyp: String?, axes: Int = 0) -> StoredPage {
      StoredPage(
        quantity: quantity, unit: "",
        metadata: Metadata(dettyp.map { [.init(name: "dettyp", value: $0)] } ?? []),
        axes: [StoredAxis](repeating: StoredAxis(name: "", unit: "", centres: [0]), count: axes), values: [],
        isFinite: true)
    }
    #expect(page("MCPL", nil).isPhaseSpace)
    #expect(page("mcpl", nil).isPhaseSpace)
    #expect(page("x", "MCPL").isPhaseSpace)
    #expect(!page("MCPL", "DOSE").isPhaseSpace)
    #expect(!page("MCPL", "MCPL", axes: 1).isPhaseSpace)
    #expect(!page("DOSE", nil).isPhaseSpace)
  }
}
