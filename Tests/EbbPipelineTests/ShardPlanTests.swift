import EbbFakeStore
import EbbModel
import EbbTestSupport
import EbbText
import Foundation
import Testing

@testable import EbbPipeline

@Suite("Plans of shards")
struct ShardPlanTests {
  private static func sizes(_ count: Int) -> [(jobID: String, bytes: Int64)] {
    var random = SeededGenerator(seed: 5)
    // Few are large, as in a production store.
    return (0..<count).map { ("job-\($0)", Int64(1 << Int.random(in: 0...20, using: &random))) }
  }

  @Test("no shard has more than the mean and what its last job adds", arguments: [1, 3, 8, 100])
  func balanced(count: Int) {
    let sizes = Self.sizes(200)
    let plan = ShardPlan(sizes, over: count)
    #expect(plan.jobs.map(\.jobID) == sizes.map(\.jobID) && plan.jobs.map(\.bytes) == sizes.map(\.bytes))
    let sum = sizes.reduce(0) { $0 + $1.bytes }
    let largest = sizes.map(\.bytes).max() ?? 0
    #expect(plan.loads.reduce(0, +) == sum)
    #expect((plan.loads.max() ?? 0) <= max(sum / Int64(count), largest) + largest)
    // Graham's bound, of the best that there can be.
    #expect(Double(plan.loads.max() ?? 0) <= 4.0 / 3 * max(Double(sum) / Double(count), Double(largest)) + 1)
  }

  @Test("jobs without bytes are shared out by their number")
  func empty() {
    let plan = ShardPlan((0..<16).map { ("job-\($0)", 0) }, over: 8)
    #expect(
      Dictionary(grouping: plan.jobs, by: \.shard).mapValues(\.count)
        == Dictionary(uniqueKeysWithValues: (1...8).map { ($0, 2) }))
  }

  @Test("what is written is read again, and another file is another plan")
  func written() throws {
    let folder = try TemporaryFolder()
    let plan = ShardPlan(Self.sizes(20) + [("a \"quoted\" job", 3)], over: 4)
    try folder.write(plan.text(creator: "1.2.3"), to: "plan.json")
    let read = try ShardPlan.read(folder.path("plan.json"))
    #expect(read.plan == plan)
    try folder.write(ShardPlan(Self.sizes(20), over: 4).text(creator: "1.2.3"), to: "other.json")
    #expect(try ShardPlan.read(folder.path("other.json")).sha256 != read.sha256)
  }

  @Test(
    "what is no plan is refused",
    arguments: [
      "", "{", "[]", #"{"ebb": "1", "shards": 0, "jobs": []}"#,
      #"{"ebb": "1", "shards": 2, "jobs": [{"job_id": "a", "bytes": 1, "shard": 3}]}"#,
      #"{"ebb": "1", "shards": 2, "jobs": [{"job_id": "a", "bytes": -1, "shard": 1}]}"#,
      #"{"ebb": "1", "shards": 2, "jobs": [{"job_id": "a", "bytes": 1, "shard": 1}, {"job_id": "a", "bytes": 1, "shard": 2}]}"#,
    ])
  func refused(text: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(text, to: "plan.json")
    let failure = #expect(throws: Failure.self) { try ShardPlan.read(folder.path("plan.json")) }
    #expect(failure?.kind == .usage && failure?.advice?.contains("ebb plan") == true)
    #expect(throws: Failure.self) { try ShardPlan.read(folder.path("none.json")) }
  }

  @Test("shards of a plan take its jobs; what came later and what is gone is told")
  func shares() throws {
    var store = FakeStore.Contents()
    for number in 0..<6 { store.addJob("job-\(number)") }
    let plan = ShardPlan((1..<8).map { ("job-\($0)", 10) }, over: 3)
    let shares = try (1...3).map { number in
      SimulationShare(try #require(Shard(number, of: 3)), of: store.simulations, by: plan)
    }
    #expect(shares.flatMap { $0.simulations.map(\.jobID) }.sorted() == (1..<6).map { "job-\($0)" })
    #expect(shares.flatMap(\.gone).sorted() == ["job-6", "job-7"])
    #expect(shares.allSatisfy { $0.notices.count == 1 && $0.notices[0].text.contains("job-0") })
    #expect(shares.reduce(0) { $0 + $1.warnings.count } == 5)
  }

  @Test("the sizes that it is made from are those of the pages")
  func sizes() async throws {
    var store = FakeStore.Contents()
    store.addJob("a")
    store.addJob("b")
    store.addEstimator("mesh", pages: [(0, page([1])), (1, page([2]))])
    let sizes = try await Catalog(store: FakeStore(store)).sizes(of: store.simulations)
    #expect(sizes.map(\.jobID) == ["a", "b"])
    #expect(sizes.map(\.bytes) == [0, Int64(store.pages.reduce(0) { $0 + $1.compressedBytes })])
  }
}
