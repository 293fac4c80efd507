import EbbSamples
import EbbTestSupport
import Foundation
import Testing

@Suite("ebb check")
struct CheckTests {
  private struct Finding: Decodable {
    var severity: String
    var simulation: String
    var check: String
    var estimator: String?
    var pageNumber: Int?
    var message: String
    var advice: String
  }

  private static func check(_ arguments: String...) throws -> (status: Int32, findings: [Finding]) {
    let outcome = try Program.run(Ebb.path, ["check", "--json"] + arguments)
    return (outcome.status, try Ebb.decode([Finding].self, outcome.output))
  }

  /// Of each simulation of the reference, what is found there: a check, and numbers that its message must hold.
  private static let reference: [(id: Int, found: [(severity: String, check: String, says: [String])])] = [
    (
      1,
      [
        ("error", "averaged-counts", ["3 tasks", "6315.333333333333", "3 times", "18,946", "6,315"]),
        ("warning", "averaged-ratios", ["3 tasks", "DLET, TLET", "3 pages"]),
        ("warning", "stated-primaries", ["100 primaries", "3,000"]),
        ("warning", "stated-primaries", ["1,000 primaries, one task's", "3,000"]),
        ("warning", "stated-primaries", ["6,000 primaries", "3,000"]),
        ("warning", "older-than-task", ["2024-03-25T20:44:45Z", "2025-03-14"]),
      ] + (0..<6).map { _ in ("note", "axis-unit", ["Kinetic energy"]) }
    ),
    (
      6,
      [
        ("warning", "averaged-ratios", ["6 tasks", "AVG-ENERGY, DLET, TLET"]),
        ("warning", "stated-primaries", ["1,666 primaries, one task's", "9,996"]),
        ("warning", "older-than-task", ["2023-06-15T13:47:23Z"]),
        ("note", "lost-primaries", ["10,000", "9,996", "4 were lost"]),
        ("note", "axis-unit", ["'/cm^2/MeV'", "MeV"]), ("note", "axis-unit", ["'/cm^2/MeV'", "MeV"]),
      ]
    ),
    (
      7,
      [
        ("error", "phase-space", ["1,482 directions"]),
        ("warning", "lost-primaries", ["3,040 of 7,000", "tasks 11, 12, 13 and 14", "3,960"]),
        ("warning", "older-than-task", ["35 results of 35"]),
        ("note", "count-spread", ["7 contributions", "62.1 times"]),
        ("note", "unequal-primaries", ["10 to 1,000", "3.08", "of 7"]),
        ("note", "unequal-primaries", ["2732.57", "19,128"]),
        ("note", "unequal-primaries", ["1.0998", "1.0491"]),
        ("note", "unequal-primaries", ["0.04555", "0.04862"]),
      ]
    ),
    (
      10,
      [
        ("warning", "failed-tasks", ["task 4 of 4", "3 of 10", "without results"]),
        ("warning", "lost-primaries", ["33 of 40"]), ("warning", "older-than-task", ["3 results of 3"]),
      ]
    ),
    (
      11,
      [
        ("warning", "failed-tasks", ["task 2 of 4", "500 of 1,000", "there are results"]),
        ("warning", "lost-primaries", ["5,000 of 5,500"]),
        ("warning", "non-finite", ["5 NaN and 2 infinite of 80 values"]),
        ("note", "unequal-primaries", ["500 to 2,500", "2.94"]),
      ] + (0..<8).map { _ in ("note", "", []) }
    ),
    (
      16,
      [
        (
          "error", "failed-tasks",
          ["task 1 of 4", "37 of 1,000", "0.500, 0.250, 0.250", "0.333", "2.67 of 3"]
        ),
        ("error", "averaged-counts", ["6251.25", "about 3 times", "18,754"]),
        ("warning", "averaged-ratios", ["3 tasks", "DLET, TLET in 2 pages", "16.7 %"]),
        ("warning", "lost-primaries", ["3,037 of 4,000", "963"]),
        ("warning", "stated-primaries", ["1,000 primaries, one task's", "3,000"]),
        ("warning", "older-than-task", ["4 results of 4"]),
      ]
    ),
    (
      21,
      [
        ("warning", "missing-pages", ["the page has no data"]),
        ("note", "missing-pages", ["no metadata"]), ("note", "missing-pages", ["input has no data"]),
      ]
    ),
  ]

  @Test(
    "on the reference what its description lists is found", .enabled(if: Reference.isPresent, "real results"))
  func findsReference() throws {
    for (id, expected) in Self.reference {
      let (status, findings) = try Self.check("id:\(id)", "--db", Reference.path("real.sqlite"))
      #expect(status == 1)
      let fixed = expected.filter { !$0.check.isEmpty }
      #expect(findings.count >= fixed.count, "simulation \(id)")
      for (finding, expected) in zip(findings, expected) where !expected.check.isEmpty {
        #expect(finding.severity == expected.severity, "simulation \(id): \(finding.message)")
        #expect(finding.check == expected.check, "simulation \(id): \(finding.message)")
        if expected.check != "axis-unit" || id != 1 {
          for text in expected.says { #expect(finding.message.contains(text), "\(finding.message)") }
        }
      }
      #expect(findings.allSatisfy { $0.message.hasSuffix(".") && $0.advice.hasSuffix(".") })
    }
  }

  @Test(
    "both drivers and schemas give the same findings", arguments: [7, 11, 16, 21])
  func stores(id: Int) throws {
    let answers = try SameResults.present.map { store in
      try Ebb.run("check", "id:\(id)", "--json", "--db", store.url()).output
    }
    #expect(Set(answers).count == 1)
  }

  @Test("nothing is found in a clean store, and the exit status is 0")
  func clean() throws {
    let folder = try TemporaryFolder()
    let sample = SampleStore(SampleRequest(tasks: 5, isClean: true))
    try sample.writeSQLite(to: folder.path("clean.sqlite"))
    for job in sample.jobs where job.jobID != sample.failedJob.jobID {
      let outcome = try Ebb.run("check", job.jobID, "--db", folder.path("clean.sqlite"))
      #expect(outcome.status == 0)
      #expect(outcome.output == "\(job.jobID): nothing found\n")
      #expect(outcome.errors == "")
    }
    let failed = try Self.check(sample.failedJob.jobID, "--db", folder.path("clean.sqlite"))
    #expect(failed.status == 1)
    #expect(failed.findings.map(\.check) == ["failed-tasks", "missing-pages", "lost-primaries"])
  }

  @Test("what the platform did to the sample is found")
  func sample() throws {
    let perTask = try Self.check("20260112", "--db", Sample.path)
    #expect(perTask.status == 1)
    #expect(
      Set(perTask.findings.map(\.check)) == [
        "failed-tasks", "lost-primaries", "unequal-primaries", "axis-unit",
      ])
    let merged = try Self.check("20260113", "--db", Sample.path)
    #expect(
      merged.findings.map(\.check) == [
        "averaged-counts", "averaged-counts", "averaged-counts", "averaged-ratios", "stated-primaries",
        "lost-primaries", "axis-unit",
      ])
    #expect(merged.findings[0].message.contains("6 times"))
  }

  @Test("sums are those of an export, which leaves out what FAILED")
  func sumsOfExports() throws {
    let outcome = try Ebb.run("check", "20260112", "--db", Sample.path)
    #expect(outcome.output.contains("instead of the sum 45,8"), "\(outcome.output)")
  }

  @Test("notes alone leave the exit status 0")
  func notes() throws {
    let (status, findings) = try Self.check("id:18", "--db", MadeStore.path)
    #expect(status == 0)
    #expect(findings.map(\.severity) == ["note"])
  }

  @Test("people get sentences in lines that a terminal holds, programs CSV")
  func forms() throws {
    let text = try Ebb.run("check", "20260112", "20260113", "--db", Sample.path)
    #expect(text.status == 1)
    #expect(
      text.output.contains("2 warnings and 5 notes found\n\n  warning  failed-tasks\n           Task 7 of 12")
    )
    #expect(text.output.split(separator: "\n").allSatisfy { $0.count <= 110 })
    #expect(text.errors == "ebb: found 3 errors, 4 warnings and 7 notes.\n")
    let csv = try Ebb.run("check", "20260113", "--db", Sample.path, "--csv")
    #expect(csv.output.hasPrefix("severity,simulation,check,estimator,page_number,message,advice,page\n"))
    #expect(csv.output.split(separator: "\n").count == 8)
  }
}
