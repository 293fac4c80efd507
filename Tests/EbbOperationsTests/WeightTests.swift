import EbbFakeStore
import EbbModel
import EbbTestSupport
import EbbText
import Testing

@testable import EbbOperations
@testable import EbbPipeline

@Suite("Weights of contributions")
struct WeightTests {
  /// Three tasks of 10, 20 and 30 primaries whose metadata state 1, 2 and 3.
  private static func tasks(stated: [String?] = ["1", "2", "3"]) -> FakeStore.Contents {
    var store = FakeStore.Contents()
    store.addJob("job", primaries: [10, 20, 30])
    for (index, stated) in stated.enumerated() {
      store.addEstimator(
        "dose", file: "dose_000\(index + 1)",
        metadata: stated.map { ["number_of_primaries": $0] } ?? [:], pages: [(0, page([1]))])
    }
    return store
  }

  private static let expected: [(Weighting, [Double], Int64)] = [
    (.auto, [1, 2, 3], 6), (.metadata, [1, 2, 3], 6), (.tasks, [10, 20, 30], 60), (.equal, [1, 1, 1], 6),
  ]

  @Test(
    "each kind takes its numbers, and the exported primaries are their sum", arguments: expected)
  func kinds(weighting: Weighting, weights: [Double], primaries: Int64) async throws {
    let group = try await Self.tasks().plan { $0.weighting = weighting }.groups[0]
    #expect(group.contributions.map(\.weight) == weights)
    #expect(group.primaries == primaries)
    #expect(group.notices == [])
  }

  @Test("where the metadata say nothing, the tasks do", arguments: [nil, "", "-5", "many", "1e3"])
  func tasksInstead(stated: String?) async throws {
    let group = try await Self.tasks(stated: ["1", stated, "3"]).plan().groups[0]
    #expect(group.contributions.map(\.weight) == [1, 20, 3])
  }

  @Test("where one contribution says nothing, all count alike, with a warning")
  func unknown() async throws {
    let group = try await Self.tasks(stated: ["1", nil, "3"]).plan { $0.weighting = .metadata }.groups[0]
    #expect(group.contributions.map(\.weight) == [1, 1, 1])
    #expect(group.primaries == nil)
    #expect(
      group.notices.map(\.text) == [
        "estimator 'dose', page 0: not all contributions say how many primaries they had; "
          + "all count alike."
      ])
  }

  @Test("a whole job's primaries are those of its COMPLETED tasks, not the one task's of its metadata")
  func wholeJob() async throws {
    var store = FakeStore.Contents()
    store.addJob("job", primaries: [10, 20, 40], states: [3: .failed])
    store.addEstimator("dose", metadata: ["number_of_primaries": "10"], pages: [(0, page([1]))])
    #expect(try await store.plan().groups[0].primaries == 30)
    #expect(try await store.plan { $0.weighting = .metadata }.groups[0].primaries == 10)
  }

  @Test("a whole job without tasks has the primaries of its metadata")
  func wholeJobWithoutTasks() async throws {
    var store = FakeStore.Contents()
    store.addJob("job")
    store.addEstimator("dose", metadata: ["number_of_primaries": "7"], pages: [(0, page([1]))])
    #expect(try await store.plan().groups[0].primaries == 7)
    #expect(try await store.plan { $0.weighting = .tasks }.groups[0].primaries == nil)
  }

  @Test("combined jobs weigh by their own rule each: whole ones by tasks, others by metadata")
  func combined() async throws {
    var store = Self.tasks()
    store.addJob("whole", primaries: [100, 200])
    store.addEstimator("dose", metadata: ["number_of_primaries": "100"], pages: [(0, page([1]))])
    let group = try await store.plan { $0.combine = true }.groups[0]
    #expect(group.contributions.map(\.weight) == [1, 2, 3, 300])
    #expect(group.contributions.map(\.jobID) == ["job", "job", "job", "whole"])
  }

  @Test("numbers that no simulation has are no crash")
  func hugeNumbers() async throws {
    let huge = String(Int64.max)
    let group = try await Self.tasks(stated: [huge, huge, huge]).plan().groups[0]
    #expect(group.primaries == .max)
    #expect(group.contributions.allSatisfy { $0.weight == Double(Int64.max) })
    var store = FakeStore.Contents()
    store.addJob("job", primaries: [.max, .max, .min])
    store.addEstimator("dose", pages: [(0, page([1]))])
    #expect((try await store.plan().simulations[0].simulatedPrimaries ?? 0) < 0)
    let catalog = Catalog(store: FakeStore(store))
    let overview = try await Overview(of: catalog, byteLimit: 1 << 20, threads: 1).run(store.simulations[0])
    #expect(overview.requestedPrimaries == overview.simulatedPrimaries)
  }
}
