import EbbTestSupport
import Foundation
import Testing

/// Signals in the middle of what takes minutes of computing.
@Suite("Interruptions of a computation") struct CancelledComparisonTests {
  private static let bins = 48

  /// A result file of one page over a cube of bins.
  private static func write(
    to folder: TemporaryFolder, _ name: String, dose: (Int, Int, Int) -> String
  ) throws -> String {
    let centres = (0..<bins).map { "\(Double($0) / 10)" }.joined(separator: ", ")
    let axes = ["X", "Y", "Z"].enumerated().map { index, axis in
      """
      "axis_dim\(index + 1)": {"unit": "cm", "name": "Position (\(axis))", "values": [\(centres)]}
      """
    }
    let all = (0..<bins).flatMap { k in (0..<bins).flatMap { j in (0..<bins).map { i in dose(i, j, k) } } }
    let values = all.joined(separator: ", ")
    let text = """
      {"estimators": [{"name": "cube", "metadata": {"number_of_primaries": "10"}, "pages": [{"metadata": {}, \
      "dimensions": 3, "data": {"unit": "MeV/g", "name": "DOSE", "values": [\(values)]}, \
      \(axes.joined(separator: ", "))}]}]}
      """
    let path = folder.path(name)
    try Data(text.utf8).write(to: URL(filePath: path))
    return path
  }

  /// Every second bin has no dose, so that there is no surface, and those beside it are higher and lower than the
  /// reference: from 55,000 bins as many cells are looked at, which takes far longer than it is waited here. A
  /// comparison that did not end would come to its end, and exit with 0.
  @Test("a gamma index ends by SIGINT, SIGTERM and SIGHUP", arguments: [SIGINT, SIGTERM, SIGHUP])
  func gamma(signal: Int32) throws {
    let folder = try TemporaryFolder()
    let a = try Self.write(to: folder, "a.json") { _, _, _ in "1" }
    let b = try Self.write(to: folder, "b.json") { i, j, k in
      (i + j + k) % 2 == 0 ? "NaN" : k % 2 == 0 ? "0.5" : "3"
    }
    let begun = Date.now
    let outcome = try Program.run(
      Ebb.path, ["compare", a, b, "--gamma", "3%/2cm"],
      interruptWhen: { Date.now.timeIntervalSince(begun) > 2 }, signal: signal)
    #expect(outcome.status == 130, "\(outcome.errors)")
    #expect(outcome.errors.contains("interrupted"))
    #expect(outcome.output == "")
  }
}
