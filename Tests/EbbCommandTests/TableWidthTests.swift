import EbbTestSupport
import Foundation
import Testing

/// Tables in terminals of any width.
@Suite("Tables fit")
struct TableWidthTests {
  /// Those that print tables, of few pages each. `*` of estimators stands for what long names begin with.
  private static let commands = [
    "list users", "list clusters", "list simulations", "list tasks", "list estimators --limit 20",
    "list pages --limit 20", "list pages id:2 --unit MeV/g", "list simulations --quantity LET", "show id:1",
    "show id:2 --values -e *z_profile", "values id:1", "values --all -e *z_profile -p DOSE --at z=1",
    "stats id:1 -e *z_profile -e *entrance", "stats --all -e *entrance", "check id:1",
    "check id:2 --columns check,message", "analyze bragg id:2 id:3 -e *z_profile",
    "analyze bragg id:2 -e *z_profile -p 0", "analyze dvh id:2 id:3 -e *xyz_dose",
    "analyze spectrum id:2 -e *peak -p 4", "compare id:2 id:3 --gamma 3%/2mm -e *z_profile",
    "compare id:3 id:4 -e *entrance", "quantities",
  ]

  private func run(_ command: String, columns: Int) throws -> String {
    var words = command.split(separator: " ").map(String.init)
    if !command.hasPrefix("quantities") { words += ["--db", try LongNamesStore.path()] }
    let outcome = try Program.run(Ebb.path, words, environment: ["COLUMNS": String(columns), "EBB_DB": nil])
    #expect(outcome.status == 0 || outcome.status == 1, "\(command): \(outcome.errors)")
    return outcome.output
  }

  /// The columns of a terminal that a line takes: East Asian characters take two (Unicode, UAX 11).
  private func columns(_ line: Substring) -> Int {
    line.reduce(0) { $0 + ((0x1100...0xFFFF).contains($1.unicodeScalars.first!.value) && isWide($1) ? 2 : 1) }
  }

  private func isWide(_ character: Character) -> Bool {
    let value = character.unicodeScalars.first!.value
    return 0x2E80...0xA4CF ~= value || 0xAC00...0xD7A3 ~= value || 0xF900...0xFAFF ~= value
      || 0xFF00...0xFF60 ~= value
  }

  /// The headings of the tables in an answer of any width: what is in capitals, but for units, with others beside it.
  private func headings(_ answer: String) -> Set<String> {
    var found: Set<String> = []
    for line in answer.split(separator: "\n") {
      let bare = String(line).replacing(#/\[[^\]]*\]/#, with: "")
      guard bare.contains("  "), !bare.contains(where: \.isLowercase), bare.contains(where: \.isUppercase)
      else { continue }
      found.formUnion(
        bare.components(separatedBy: "  ").map { $0.trimmingCharacters(in: .whitespaces) }.filter {
          !$0.isEmpty
        })
    }
    return found
  }

  @Test(
    "no line is wider than the terminal, and each column is there or named as left out", arguments: commands)
  func fit(command: String) throws {
    let wanted = headings(try run(command, columns: 10_000))
    #expect(command == "check id:1" || !wanted.isEmpty)
    for width in [40, 80, 120] {
      let narrow = try run(command, columns: width)
      for line in narrow.split(separator: "\n") {
        #expect(columns(line) <= width, "\(width): \(line)")
      }
      let flat = narrow.filter { !$0.isWhitespace }
      for heading in wanted {
        #expect(flat.contains(heading.filter { !$0.isWhitespace }), "\(width): \(heading) in\n\(narrow)")
      }
    }
  }

  @Test("names that are cut stay apart, and select what they stand for")
  func apart() throws {
    let answer = try run("list pages id:2 --unit MeV/g", columns: 80)
    let names = Set(
      answer.split(separator: "\n").filter { $0.contains("…") }.map { line in
        line.split(separator: " ").first { $0.contains("…") } ?? ""
      })
    #expect(names.count == 5, "\(answer)")
    let name = try #require(names.first { $0.hasSuffix("_z_profile") })
    let outcome = try Program.run(
      Ebb.path,
      ["export", "id:2", "-e", String(name), "-p", "0", "-f", "csv", "--db", try LongNamesStore.path()])
    #expect(outcome.status == 0, "\(outcome.errors)")
  }
}
