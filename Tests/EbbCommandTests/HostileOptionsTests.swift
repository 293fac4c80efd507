import EbbTestSupport
import Foundation
import Testing

/// Values of options and of the environment that make no sense.
@Suite("Hostile options and environment")
struct HostileOptionsTests {
  private static let huge = "99999999999999999999"

  private static let refused: [[String]] =
    ["0", "-1", "1025", "1e3", huge, "", "nan"].map { ["list", "users", "--threads=\($0)"] }
    + ["-1", "1.5", huge, "0x10"].map { ["list", "users", "--limit=\($0)"] }
    + ["0", "-1", huge, "1e9"].map { ["check", "id:1", "--max-page-bytes=\($0)"] }
    + ["-1", "10", huge].map { ["export", "id:1", "--compression=\($0)"] }
    + ["0", "-1", "nan", "inf", "1e400", ""].map { ["export", "id:1", "--primaries=\($0)"] }
    + ["", "=", "z", "z=", "z=:", "z=2:1", "z=nan:nan", "z=1e400:", "z=1:2:3"].map {
      ["export", "id:1", "--range=\($0)"]
    }
    + ["z=0", "z=-1", "z=\(huge)", "z=1e400cm", "z=nancm", "z=0cm"].map {
      ["export", "id:1", "--rebin=\($0)"]
    }
    + ["z=nan", "z=inf", "z=1e400", "=1"].map { ["export", "id:1", "--at=\($0)"] }
    + ["0-\(huge)", "3-1", "-1", "1-2-3", ",", "0-"].map { ["export", "id:1", "-p", $0] }
    + ["0-\(huge)", "1,,2"].map { ["show", "id:1", "--plot", "-p", $0] }
    + ["2", "101", "nan", "1e400", "-5"].map { ["plot", "id:1", "-o", "x.svg", "--width=\($0)"] }
    + ["-1", "nan", "1e400"].flatMap { value in
      ["--tolerance", "--max-chi2", "--threshold"].map { ["compare", "id:1", "id:2", "\($0)=\(value)"] }
    }
    + ["1e309%/2mm", "nan/2", "1e308%/1e308cm", "0%/1mm", "-1/1", "1e-324%/2mm", "3%", "3%/", "/"].map {
      ["compare", "id:1", "id:2", "--gamma=\($0)"]
    }
    + ["0", "101", "nan", "1e400"].map { ["analyze", "dvh", "id:1", "--dose-at=\($0)"] }
    + ["2026-13-01", "2026-02-30", "300000-01-01", "-1-01-01", huge, "infinity", ""].flatMap { time in
      ["--since", "--until"].map { ["list", "simulations", "\($0)=\(time)"] }
    }

  @Test("what an option cannot be is a usage error", arguments: refused)
  func usage(_ arguments: [String]) throws {
    let folder = try TemporaryFolder()
    let outcome = try HostileRun.expectEnd(arguments + ["--db", Sample.path], in: folder, "")
    #expect(outcome.status == 64, "\(arguments): \(outcome.errors)")
    #expect(outcome.output == "")
    #expect(try folder.names == [])
  }

  private static let taken: [[String]] = [
    ["list", "simulations", "--limit", "\(Int.max)", "--since", "0000-01-01", "--until", "9999-12-31"],
    ["check", "id:1", "--max-page-bytes", "\(Int.max)"],
    ["export", "id:1", "-f", "json", "-e", "z_profile", "--rebin", "z=\(Int.max)", "--primaries", "1.7e308"],
    ["export", "id:1", "-f", "json", "-e", "z_profile", "-p", "0-\(Int.max)", "--range", "z=-1e308:1e308"],
    [
      "compare", "id:3", "id:4", "-e", "z_profile", "-p", "0", "--gamma", "1e300%/2mm", "--tolerance",
      "1e300",
    ],
    [
      "compare", "id:3", "id:4", "-e", "z_profile", "-p", "0", "--gamma", "1e-300%/1e-300mm", "--threshold",
      "0",
    ],
    [
      "analyze", "dvh", "id:1", "--volume-at", "1e300", "--volume-at", "1e300%", "--dose-at",
      "1e-300",
    ],
  ]

  @Test("the largest and the smallest that it can be is taken", arguments: taken)
  func extremes(_ arguments: [String]) throws {
    let outcome = try HostileRun.expectEnd(arguments + ["--db", Sample.path], in: TemporaryFolder(), "")
    #expect([0, 1].contains(outcome.status), "\(arguments): \(outcome.errors)")
  }

  @Test(
    "a moment that is none is a usage error",
    arguments: ["\(Int64.min)", "\(Int64.max)", huge, "", "1e9", "-"])
  func writingTime(_ epoch: String) throws {
    let outcome = try HostileRun.expectEnd(
      ["export", "id:1", "-e", "z_profile", "--db", Sample.path], environment: ["SOURCE_DATE_EPOCH": epoch],
      in: TemporaryFolder(), epoch)
    #expect(outcome.status == 64)
    #expect(outcome.errors.hasPrefix("ebb: SOURCE_DATE_EPOCH is '\(epoch)'"))
  }

  @Test(
    "any number of columns gives an answer",
    arguments: ["1", "0", "-5", "999999999999999999", huge],
    [
      ["show", "id:1", "--plot", "-e", "z_profile"], ["show", "id:1"], ["check", "id:1"],
      ["list", "simulations"],
      ["export", "--help"], [],
    ])
  func columns(_ columns: String, _ arguments: [String]) throws {
    let store = arguments.contains("id:1") || arguments.first == "list" ? ["--db", Sample.path] : []
    let outcome = try HostileRun.expectEnd(
      arguments + store, environment: ["COLUMNS": columns], in: TemporaryFolder(), columns)
    #expect([0, 1].contains(outcome.status))
    #expect(outcome.output.count > 100)
    #expect(outcome.output.utf8.count < 1 << 21)
  }

  /// Of numbers, ranges, times, addresses and names.
  private static let values = [
    "", "-", "0", "-1", "-9223372036854775808", "9223372036854775807", huge, "1e400", "-1e308", "5e-324",
    "nan",
    "inf", "0x7fffffffffffffff", "z=1e308:-1e308", "z=-1e308:1e308", "z=9223372036854775807", "z=1e-320cm",
    "y", "z",
    "0-9223372036854775807", "1-0", "9999-12-31T23:59:60.999999Z", "0000-01-01", "1e300%/1e300mm", "3%/2mm",
    "*", "?",
    "z_profile", "DOSE", "task_id:desc", "sqlite:///", "postgresql://u@127.0.0.1:1/x?connect_timeout=\(huge)",
    "postgresql://[::1", "/", "/dev/null", ".", String(repeating: "9", count: 400), "\u{1}\u{202e}", "%s%n",
  ]

  private static let variables = [
    "COLUMNS", "LINES", "SOURCE_DATE_EPOCH", "NO_COLOR", "TERM", "EBB_DB", "FLASK_SQLALCHEMY_DATABASE_URI",
    "LANG",
    "LC_ALL", "TZ", "HOME", "TMPDIR", "PATH", "PGHOST", "PGPORT", "PGUSER", "PGPASSWORD", "PGCONNECT_TIMEOUT",
    "PGOPTIONS", "PGSSLMODE", "SAP_SHELL",
  ]

  @Test("options and variables drawn at random end as docs/operations.md says", arguments: 1...12)
  func drawn(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    func value() -> String { Self.values.randomElement(using: &random) ?? "" }
    let folder = try TemporaryFolder()
    for _ in 0..<10 {
      let (words, possible) = try #require(CommandTree.leaves.randomElement(using: &random))
      var arguments = words
      if possible.contains(where: { $0.kind == "positional" }) {
        arguments +=
          words == ["compare"] ? ["id:3", "id:4"] : ["id:\(Int.random(in: 1...5, using: &random))"]
        if Int.random(in: 0..<8, using: &random) == 0 { arguments[arguments.count - 1] = value() }
      }
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        guard let option = possible.filter({ $0.kind != "positional" }).randomElement(using: &random),
          let name = option.name
        else { continue }
        arguments.append(
          option.kind == "option"
            ? "\(name)=\(option.allValues?.randomElement(using: &random) ?? value())" : name)
      }
      if !arguments.contains(where: { $0.hasPrefix("--db") }), possible.contains(where: { $0.name == "--db" })
      {
        arguments += ["--db", Sample.path]
      }
      var environment: [String: String?] = [:]
      for _ in 0..<Int.random(in: 0...2, using: &random) {
        environment[try #require(Self.variables.randomElement(using: &random))] = value()
      }
      // `timeout` itself is found by it.
      if environment["PATH"] != nil { environment["PATH"] = "/usr/bin:/bin:\(value())" }
      try HostileRun.expectEnd(
        arguments, environment: environment, in: folder,
        environment.map { "\($0)=\($1 ?? "")" }.joined(separator: " "))
    }
  }
}
