import EbbTestSupport
import Foundation
import Testing

/// The default aggregation against what was computed in two passes and extended precision.
@Suite("Expected results", .enabled(if: Reference.isPresent, "real results"), .enabled(if: Python.isPresent))
struct ExpectedResultsTests {
  /// A set of the reference and the export that gives it.
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var arguments: [String]
    var skipsNonFinite = false

    var testDescription: String { name + (skipsNonFinite ? " without what is not finite" : "") }
  }

  static let cases = [
    Case(name: "sim07", arguments: ["id:7"]),
    Case(name: "sim08", arguments: ["id:8"]),
    Case(name: "sim09", arguments: ["id:9"]),
    Case(name: "sim10", arguments: ["id:10"]),
    Case(name: "sim11", arguments: ["id:11", "--include-failed"]),
    Case(name: "sim11", arguments: ["id:11", "--include-failed", "--nan", "skip"], skipsNonFinite: true),
    Case(name: "sim11_completed_only", arguments: ["id:11"]),
    Case(name: "replicas_12_15", arguments: ["id:12", "id:13", "id:14", "id:15", "--combine"]),
  ]

  @Test("every array agrees to 1e-12", arguments: cases, ReferenceStore.present)
  func agrees(_ expected: Case, store: ReferenceStore) throws {
    let folder = try TemporaryFolder()
    for suffix in ["h5", "json"] {
      let file = folder.path("export.\(suffix)")
      let export = try Program.run(
        Ebb.path, ["export"] + expected.arguments + ["--db", store.url(), "-o", file])
      try #require(export.status == 0, "\(export.errors)")
      let comparison = try Program.run(
        Python.path,
        [Reference.tool("compare_expected.py"), file, "--set", expected.name, "--ratios"]
          + (expected.skipsNonFinite ? ["--nan-skip"] : []))
      #expect(comparison.status == 0, "\(comparison.output)\(comparison.errors)")
    }
  }
}

/// Replicas of one input, and jobs that are none.
@Suite("Combined inputs")
struct CombinedInputsTests {
  private static let cases: [([String], String?)] = [
    (["id:12", "id:13", "id:14", "id:15"], nil), (["id:8", "id:9"], nil),
    (["id:1", "id:6"], "differ, seeds and primaries aside: 'beam.dat', line"),
  ]

  @Test("a warning tells where inputs differ, none where they do not", arguments: cases)
  func warns(jobs: [String], warning: String?) throws {
    let outcome = try Program.run(
      Ebb.path, ["export", "--combine", "--keep-going", "--db", MadeStore.path] + jobs)
    #expect(outcome.errors.contains("the inputs of") == (warning != nil), "\(outcome.errors)")
    if let warning { #expect(outcome.errors.contains(warning), "\(outcome.errors)") }
  }
}
