import EbbFakeStore
import EbbModel
import EbbTestSupport
import EbbText
import Testing

@testable import EbbOperations

/// Tasks that are farther off than chance takes them, and sound jobs, of which none is.
@Suite("Tasks far off") struct FarOffTests {
  /// Jobs of eight tasks with a dose of 40 bins, 3 % of chance in each.
  static func store(_ seed: UInt64, change: (Int, Double) -> Double = { $1 }) -> FakeStore.Contents {
    var random = SeededGenerator(seed: seed)
    func normal() -> Double { (0..<12).reduce(-6) { sum, _ in sum + Double(random.next() >> 11) * 0x1p-53 } }
    var store = FakeStore.Contents()
    store.addJob("job", primaries: (1...8).map { Int64($0 % 2 == 0 ? 100 : 200) })
    for task in 1...8 {
      let width = task % 2 == 0 ? 0.03 : 0.03 / 2.0.squareRoot()
      let values = (0..<40).map { bin in change(task, (2 + Double(bin) / 20) * (1 + width * normal())) }
      store.addEstimator(
        "mesh", file: "mesh_000\(task)",
        metadata: ["number_of_primaries": task % 2 == 0 ? "100" : "200", "page_count": "1"],
        pages: [(0, page(values, metadata: ["page_normalized": "2"]))])
    }
    return store
  }

  @Test("sound jobs have no task that is far off, and one that is 10 % high is found")
  func farOff() async throws {
    var found = 0
    for seed in 1...300 {
      found += try await Self.store(UInt64(seed)).found().count { $0.contains("far-off") }
    }
    #expect(found <= 1)
    let high = try await Self.store(6) { task, value in task == 3 ? value * 1.1 : value }.findings()
    let finding = try #require(high.first { $0.check == "far-off" })
    #expect(finding.message.hasPrefix("the total of task 3 is ") && finding.page == 0)
  }
}
