import EbbTestSupport
import Foundation
import Testing

/// What a user gets wrong, and what ebb says then.
@Suite("Refusals")
struct RefusalTests {
  static let store = MadeStore.path

  struct Case: Sendable, CustomTestStringConvertible {
    var arguments: [String]
    var status: Int32
    /// What the message must hold.
    var says: [String]

    init(_ arguments: String, _ status: Int32, _ says: String...) {
      self.arguments = arguments.split(separator: " ").map(String.init)
      self.status = status
      self.says = says
    }
    var testDescription: String { arguments.joined(separator: " ") }
  }

  static let cases = [
    Case("export 20250314-0926", 64, "no store is named", "EBB_DB"),
    Case("export 20250314-0926 --db mysql://u@h/d", 64, "mysql", "postgresql://"),
    Case("export 20250314-0926 --db nowhere.sqlite", 69, "nowhere.sqlite", "--db"),
    Case("export 20250314-0926 --db postgresql://u:t0p@127.0.0.1:1/d", 69, "127.0.0.1", "--db"),
    Case("export nosuchjob --db STORE", 66, "'nosuchjob'", "ebb list simulations"),
    Case("export id:99 --db STORE", 66, "'id:99'"),
    Case("export 20250314-092653-00000002 --db STORE", 66, "Nearest", "id:1  2025-03-14 09:26"),
    Case("export 202503 --db STORE", 66, "beginning of more than 5"),
    Case("export 202 --db STORE", 64, "too short"),
    Case("export id:6 --db STORE -e z_profil", 66, "'z_profil'", "z_profile"),
    Case("export id:6 --db STORE -p 77", 66, "'77'", "There are"),
    Case("export id:6 --db STORE -p 3-1", 64, "3-1"),
    Case("export id:6 --db STORE -f hdf5", 64, "standard output", "-o FILE.h5"),
    Case("export id:6 --db STORE -f docx", 64, "docx", "hdf5, csv, json, ndjson, vega, yaptide"),
    Case("export id:6 --db STORE -f csv --delimiter 5", 64, "'5'", "tab"),
    Case("export id:6 --db STORE -f csv --delimiter tabs", 64, "'tabs'"),
    Case("export id:6 --db STORE -o out.json --delimiter ;", 64, "--delimiter is for CSV", "-f csv"),
    Case("export id:6 --db STORE --wide", 64, "--wide is for CSV", "-o FILE.csv"),
    Case("export id:6 --db STORE --compression 4", 64, "--compression is for HDF5", "-f hdf5"),
    Case("export id:6 --db STORE -o out.h5 --compression 10", 64, "0 to 9"),
    Case("export id:6 --db STORE -o out.h5 --comment", 64, "--comment is for CSV"),
    Case("export id:6 --db STORE -o out.json --comment", 64, "--comment is for CSV", "-f csv"),
    Case("export id:6 --db STORE -o out.csv --wide", 64, "these differ", "page 0 (", "FOLDER/"),
    Case("export id:6 --db STORE -f vega", 64, "one page", "-p"),
    Case("export id:6 --db STORE --sum q", 64, "axis 'q'", "--sum q", "The axes are: "),
    Case("export id:6 --db STORE --at z=1e6 -e z_profile", 64, "z_profile", "outside the axis", "from "),
    Case("export id:6 --db STORE --at z", 64, "z=10.5"),
    Case("export id:6 --db STORE --range z=3:1", 64, "z=5:15"),
    Case("export id:6 --db STORE --rebin z=0", 64, "z=0.5cm"),
    Case("export id:6 --db STORE --sum z --at z=1", 64, "more than once"),
    Case("export id:6 --db STORE --primaries 0", 64, "above 0"),
    Case("export id:18 --db STORE", 66, "no results", "RUNNING"),
    Case("export id:21 --db STORE", 66, "has data"),
    Case("export --db STORE", 64, "--all"),
    Case("export id:6 --all --db STORE", 64, "not both"),
    Case("export id:6 --per-task --combine --db STORE", 64, "contradict"),
    Case("export id:6 --db STORE -o no/such/folder/out.h5", 73, "out.h5", "No such file or directory"),
    Case("show nosuchjob --db STORE", 66, "'nosuchjob'"),
    Case("list simulations --since yesterday --db STORE", 64, "yesterday"),
  ]

  @Test("each is refused with its exit status and says what to do", arguments: cases)
  func refuses(_ refusal: Case) throws {
    let folder = try TemporaryFolder()
    let arguments = refusal.arguments.map { $0 == "STORE" ? Self.store : $0 }
    let outcome = try Program.run(
      Ebb.path, arguments, environment: ["EBB_DB": nil, "FLASK_SQLALCHEMY_DATABASE_URI": nil],
      folder: folder.url.path)
    #expect(outcome.status == refusal.status, "\(outcome.errors)")
    for text in refusal.says { #expect(outcome.errors.contains(text), "\(outcome.errors)") }
    #expect(!outcome.errors.contains("t0p"), "a password is never printed")
    #expect(outcome.output == "")
    #expect(try folder.names == [])
  }

  @Test(
    "a file that exists stays as it is without --force, and is replaced with it", arguments: ["h5", "json"])
  func existing(format: String) throws {
    let folder = try TemporaryFolder()
    let file = folder.path("out.\(format)")
    try Data("precious".utf8).write(to: URL(filePath: file))
    let refused = try Ebb.run("export", "id:6", "--db", Self.store, "-o", file)
    #expect(refused.status == 73)
    #expect(refused.errors.contains("--force"))
    #expect(try Data(contentsOf: URL(filePath: file)) == Data("precious".utf8))
    #expect(try Ebb.run("export", "id:6", "--db", Self.store, "-o", file, "--force").status == 0)
    #expect(try Data(contentsOf: URL(filePath: file)).count > 1000)
    #expect(try folder.names == ["out.\(format)"])
  }

  @Test(
    "the store is named by the environment too, the platform's own variable last",
    arguments: [
      ["EBB_DB": store], ["FLASK_SQLALCHEMY_DATABASE_URI": "sqlite:///" + store],
      ["EBB_DB": store, "FLASK_SQLALCHEMY_DATABASE_URI": "sqlite:////nowhere"],
    ])
  func environment(_ variables: [String: String]) throws {
    let outcome = try Ebb.run("list", "simulations", "--json", environment: variables)
    #expect(outcome.status == 0, "\(outcome.errors)")
  }
}
