import EbbModel
import Foundation
import Testing

@testable import EbbText

@Suite("Tables in terminals")
struct TableLayoutTests {
  /// Numbers that are the same in every run (Steele, Lea & Flood 2014: SplitMix64).
  private struct Random: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  private static let words = [
    "dose", "Größe", "水の線量", "a", "FLUENCE", "long-unbroken-word-of-many-letters", "☢",
  ]

  private static func table(_ random: inout Random) -> Listing {
    let names = [
      "simulation", "estimator", "page", "quantity", "state", "start_time", "value", "ratio", "note",
    ]
    let chosen = names.shuffled(using: &random).prefix(Int.random(in: 1...names.count, using: &random))
    var listing = Listing(
      chosen.map { name in
        if name == "simulation" { return .simulation() }
        return Listing.Column(
          name, heading: name.uppercased(), minimum: Int.random(in: 4...20, using: &random),
          isOptional: Bool.random(using: &random), mark: name == "state" ? .state : nil)
      })
    for row in 0..<Int.random(in: 0...6, using: &random) {
      listing.add(
        chosen.map { name in
          switch name {
          case "simulation": return .text("20260112-0815\(row)0-3f6c1a52-8b0e-4d17-9a44-c05be7d2f6a1BATCH")
          case "page": return .integer(Int64.random(in: 0...100_000, using: &random))
          case "start_time": return .time(Instant(microseconds: 1_700_000_000_000_000 + Int64(row)))
          case "value": return .measured(Measured(12.3456789, error: 0.012, unit: "cm"))
          case "ratio": return Bool.random(using: &random) ? .number(0.123456) : .none
          default:
            let count = Int.random(in: 0...4, using: &random)
            return .text((0..<count).map { _ in words.randomElement(using: &random)! }.joined(separator: " "))
          }
        })
    }
    return listing
  }

  @Test(
    "no line is wider than the terminal; each text is there, or a note says what is not", arguments: 0..<120)
  func fits(seed: Int) {
    var random = Random(state: UInt64(seed))
    let listing = Self.table(&random)
    let width = Int.random(in: 24...140, using: &random)
    let plain = listing.text(.table, width: width)
    for line in plain.split(separator: "\n") { #expect(String(line).columns <= width, "\(plain)") }
    // Words may stand in several lines, and one that is longer than a line is broken.
    let flat = plain.filter { !$0.isWhitespace }
    let note = plain.contains("Left out:") || plain.contains("Shortened:") ? plain.split(separator: "\n") : []
    let noted = note.suffix(6).joined(separator: " ")
    for row in listing.rows {
      for (index, column) in listing.columns.enumerated() {
        let text = listing.forPeople(index, in: row).filter { !$0.isWhitespace }
        if text.isEmpty || text == "-" { continue }
        let isNoted = noted.contains(column.heading ?? "") && !note.isEmpty
        let isThere = flat.contains(text) || text.allSatisfy { flat.contains($0) } && isBroken(text, plain)
        #expect(isThere || isNoted, "\(column.name) '\(text)' of\n\(plain)")
      }
    }
    let coloured = listing.text(.table, TableLayout(width: width, usesColour: true))
    #expect(coloured.replacing(#/\u{1b}\[\d+m/#, with: "") == plain)
    #expect(listing.rows.isEmpty || coloured.contains("\u{1b}[1m"))
  }

  /// Whether all of a text's characters come in their order: what stands in several lines has others between.
  private func isBroken(_ text: String, _ table: String) -> Bool {
    var rest = Substring(table)
    for character in text {
      guard let place = rest.firstIndex(of: character) else { return false }
      rest = rest[rest.index(after: place)...]
    }
    return true
  }

  @Test("in a pipe all columns are whole", arguments: 0..<50)
  func whole(seed: Int) {
    var random = Random(state: UInt64(seed))
    let listing = Self.table(&random)
    let lines = listing.text(.table).split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == listing.rows.count + 2)
    for (line, row) in zip(lines.dropFirst(), listing.rows) {
      for text in row.indices.map({ listing.forPeople($0, in: row) }) where !text.isEmpty {
        #expect(line.contains(text))
      }
    }
    #expect(!lines.joined().contains("\u{1b}"))
  }

  @Test("ids are shortened to what tells them apart, without a mark, so that they name what they stand for")
  func ids() {
    var listing = Listing([.simulation(), .init("title", heading: "TITLE")])
    listing.add([.text("20260112-081500-3f6c1a52-8b0e"), .text("one")])
    listing.add([.text("20260112-081500-3f9c1a52-8b0e"), .text("two")])
    #expect(
      listing.text(.table, width: 30).hasPrefix(
        """
        SIMULATION           TITLE
        20260112-081500-3f6  one
        20260112-081500-3f9  two
        Shortened: SIMULATION.
        """))
  }

  @Test("a table of many rows and columns stands in several, each with what its rows are of")
  func panels() {
    var listing = Listing(
      [.init("estimator", heading: "ESTIMATOR"), .init("page", heading: "PAGE")]
        + (1...4).map { .init("figure_\($0)", heading: "FIGURE \($0)") })
    for page in 0..<30 {
      listing.add([.text("mesh"), .integer(Int64(page))] + (1...4).map { .number(Double($0 * page)) })
    }
    let blocks = listing.text(.table, width: 40).components(separatedBy: "\n\n")
    #expect(blocks.count == 2)
    #expect(blocks[0].hasPrefix("ESTIMATOR  PAGE  FIGURE 1  FIGURE 2\n"))
    #expect(blocks[1].hasPrefix("ESTIMATOR  PAGE  FIGURE 3  FIGURE 4\n"))
  }

  @Test("states and what is to be looked at have colours where they are asked for, and blanks have none")
  func colours() {
    var listing = Listing([
      .init("state", heading: "STATE", mark: .state), .init("problem", heading: "NOTE", mark: .attention),
      .init("bins", heading: "BINS"),
    ])
    listing.add([.text("FAILED"), .none, .integer(1)])
    listing.add([.text("COMPLETED"), .text("1 bin"), .integer(12)])
    #expect(
      listing.text(.table, TableLayout(usesColour: true))
        == "\u{1b}[1mSTATE\u{1b}[0m      \u{1b}[1mNOTE\u{1b}[0m   \u{1b}[1mBINS\u{1b}[0m\n"
        + "\u{1b}[31mFAILED\u{1b}[0m               1\n"
        + "\u{1b}[32mCOMPLETED\u{1b}[0m  \u{1b}[33m1 bin\u{1b}[0m    12\n")
  }

  @Test("a column has its old name in its place and its new one at the end; chosen, the new one alone")
  func oldNames() throws {
    var listing = Listing([
      .init("page", old: "page_number", heading: "PAGE"), .init("unit"), .init("bins", heading: "BINS"),
    ])
    listing.add([.integer(3), .text("Gy"), .integer(7)])
    #expect(listing.text(.csv) == "page_number,unit,bins,page\n3,Gy,7,3\n")
    #expect(listing.jsonObject(0) == #"{"page_number": 3, "unit": "Gy", "bins": 7, "page": 3}"#)
    var all = listing
    try all.choose(["all"])
    #expect(all.text(.csv) == "page,unit,bins\n3,Gy,7\n")
    #expect(all.text(.table) == "PAGE  UNIT  BINS\n   3  Gy       7\n")
    var two = listing
    try two.choose(["Bins", "page_number"])
    #expect(two.text(.table) == "BINS  PAGE\n   7     3\n")
    #expect(throws: Failure.self) { try two.choose(["nosuch"]) }
  }

  @Test("a column is sorted by under its heading, its name, and the old one, of which is told")
  func sorts() throws {
    var column = Listing.Column("range_shift", old: "shift", heading: "DR80 [cm]")
    column.isSigned = true
    var listing = Listing([column])
    for number in [2.0, -1, 3] { listing.add([.number(number)]) }
    for (name, isOld) in [("dr80", false), ("DR80 [cm]", false), ("Range_Shift", false), ("shift", true)] {
      var sorted = listing
      let notices = try sorted.sort(by: ListingOrder("\(name):desc")!)
      #expect(sorted.text(.table) == "DR80 [cm]\n    +3.00\n    +2.00\n    -1.00\n")
      #expect(notices.isEmpty != isOld)
    }
  }

  @Test(
    "a value stands with its error, in percent where that is its unit, and with its unit where units differ")
  func errors() {
    var shift = Listing.Column("range_shift", heading: "DR80", error: "range_shift_error")
    (shift.unit, shift.isSigned) = ("range_shift_unit", true)
    var listing = Listing([
      .percent("gamma_passing", heading: "GAMMA", error: "gamma_passing_error"), .init("gamma_passing_error"),
      shift, .init("range_shift_error"), .init("range_shift_unit"),
    ])
    listing.add([.number(0.9988), .number(0.0016), .number(0.0134), .number(0.002), .text("cm")])
    listing.add([.number(1), .none, .number(-0.5), .none, .text("mm")])
    #expect(
      listing.text(.table) == """
           GAMMA [%]                 DR80
        99.88 ± 0.16  +0.0134 ± 0.0020 cm
                 100            -0.500 mm

        """)
    #expect(listing.text(.csv).hasSuffix("\n0.9988,0.0016,0.0134,0.002,cm\n1.0,,-0.5,,mm\n"))
  }
}
