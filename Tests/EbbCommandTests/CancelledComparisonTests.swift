import EbbTestSupport
import Foundation
import Testing

/// Signals in the middle of what takes minutes of computing.
@Suite("Interruptions of a computation") struct CancelledComparisonTests {
  private static let bins = 48

  /// A result file of one page over a cube of bins, all of one dose.
  private static func write(_ dose: String, to folder: TemporaryFolder, _ name: String) throws -> String {
    let centres = (0..<bins).map { "\(Double($0) / 10)" }.joined(separator: ", ")
    let axes = ["X", "Y", "Z"].enumerated().map { index, axis in
      """
      "axis_dim\(index + 1)": {"unit": "cm", "name": "Position (\(axis))", "values": [\(centres)]}
      """
    }
    let values = [String](repeating: dose, count: bins * bins * bins).joined(separator: ", ")
    let text = """
      {"estimators": [{"name": "cube", "metadata": {"number_of_primaries": "10"}, "pages": [{"metadata": {}, \
      "dimensions": 3, "data": {"unit": "MeV/g", "name": "DOSE", "values": [\(values)]}, \
      \(axes.joined(separator: ", "))}]}]}
      """
    let path = folder.path(name)
    try Data(text.utf8).write(to: URL(filePath: path))
    return path
  }

  /// Doses so far apart that from each bin all shifts are looked at: 110,000 bins of 33,000 shifts take far longer
  /// than it is waited here. A comparison that did not end would come to its end, and exit with 0.
  @Test("a gamma index ends by SIGINT, SIGTERM and SIGHUP", arguments: [SIGINT, SIGTERM, SIGHUP])
  func gamma(signal: Int32) throws {
    let folder = try TemporaryFolder()
    let (a, b) = (try Self.write("1", to: folder, "a.json"), try Self.write("3", to: folder, "b.json"))
    let begun = Date.now
    let outcome = try Program.run(
      Ebb.path, ["compare", a, b, "--gamma", "3%/2cm"],
      interruptWhen: { Date.now.timeIntervalSince(begun) > 2 }, signal: signal)
    #expect(outcome.status == 130, "\(outcome.errors)")
    #expect(outcome.errors.contains("interrupted"))
    #expect(outcome.output == "")
  }
}
