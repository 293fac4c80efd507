import EbbFakeStore
import EbbModel
import EbbStore
import EbbText
import Testing

@testable import EbbOperations
@testable import EbbPipeline

extension FakeStore.Contents {
  func statistics(_ change: (inout PageRequest) -> Void = { _ in }) async throws(Failure)
    -> StatisticsReport
  {
    var request = PageRequest()
    change(&request)
    return try await Statistics(request, of: Catalog(store: FakeStore(self))).run(simulations)
  }

  /// Lets every task run for `seconds`.
  mutating func runTasks(seconds: Int64) {
    for index in tasks.indices {
      tasks[index].startTime = Instant(microseconds: 0)
      tasks[index].endTime = Instant(microseconds: seconds * 1_000_000)
    }
  }
}

@Suite("Statistics")
struct StatisticsTests {
  /// A job of tasks of 10 primaries each with one page of those values.
  private static func store(
    _ values: [[Double]], rule: String = "2", name: String = "DOSE"
  ) -> FakeStore.Contents {
    var store = FakeStore.Contents()
    store.addJob("job-1", primaries: values.map { _ in 10 })
    for (index, values) in values.enumerated() {
      store.addEstimator(
        "mesh", file: "mesh_000\(index + 1)",
        pages: [(0, page(values, name: name, metadata: ["page_normalized": rule, "page_filter_name": "p"]))])
    }
    return store
  }

  @Test("run times between the farthest moments are numbers")
  func farthest() async throws {
    var store = Self.store([[0.9, 0], [1.1, 0]])
    for index in store.tasks.indices {
      store.tasks[index].startTime = Instant(microseconds: .min)
      store.tasks[index].endTime = Instant(microseconds: .max)
    }
    let page = try #require(try await store.statistics().pages.first)
    #expect(page.seconds == 2 * 0x1p63 / 1e6)
  }

  @Test("a page's place, errors, run time and figure of merit")
  func everything() async throws {
    var store = Self.store([[0.9, 0], [1.1, 0]])
    store.runTasks(seconds: 30)
    let report = try await store.statistics()
    let page = try #require(report.pages.first)
    #expect(report.pages.count == 1)
    #expect(page.simulation == "job-1")
    #expect(page.estimator == "mesh")
    #expect(page.quantity == "DOSE")
    #expect(page.filter == "p")
    #expect(page.rule == .mean)
    #expect(page.contributions == 2)
    #expect(page.primaries == 20)
    #expect(page.seconds == 60)
    #expect(page.bins == 2)
    #expect(page.nonZeroBins == 1)
    // m = 1, s/√2 = 0.1.
    #expect(abs(page.medianError! - 0.1) < 1e-12)
    #expect(abs(page.figureOfMerit! - 1 / (0.01 * 60)) < 1e-9)
    #expect(page.problem == nil)
    #expect(report.notices == [])
  }

  @Test("without the times of its tasks a page has no figure of merit", arguments: [0, 1])
  func noTimes(task: Int) async throws {
    var store = Self.store([[1], [2]])
    store.runTasks(seconds: 30)
    store.tasks[task].endTime = nil
    let page = try await store.statistics().pages[0]
    #expect(page.seconds == nil)
    #expect(page.figureOfMerit == nil)
    #expect(page.medianError != nil)
  }

  @Test("the task that deviates is named, whichever it is", arguments: 0..<6)
  func outlier(task: Int) async throws {
    let values = (0..<6).map { (index: Int) -> [Double] in
      let shift = index == task ? 1.5 : 1
      return (0..<20).map { shift + 0.01 * Double((index * 7 + $0 * 13) % 11) }
    }
    let page = try await Self.store(values).statistics().pages[0]
    #expect(page.totalOutlier?.contribution == "task \(task + 1)")
    #expect(page.outlier?.contribution == "task \(task + 1)")
    #expect(page.outlier!.probability < 1e-3)
    #expect(page.totalOutlier!.t > 0)
  }

  @Test("replicas that are combined are named by their job, and run as long as all their tasks")
  func combined() async throws {
    var store = FakeStore.Contents()
    for (index, value) in [1.0, 1.01, 0.99, 7].enumerated() {
      store.addJob("job-\(index)", primaries: [10, 20])
      store.addEstimator("mesh", pages: [(0, page([value]))])
    }
    store.runTasks(seconds: 5)
    let pages = try await store.statistics { $0.combine = true }.pages
    #expect(pages.map(\.simulation) == ["combined"])
    #expect(pages[0].totalOutlier?.contribution == "job-3")
    #expect(pages[0].seconds == 40)
    #expect(pages[0].primaries == 120)
    let apart = try await store.statistics().pages
    #expect(apart.map(\.simulation) == ["job-0", "job-1", "job-2", "job-3"])
    #expect(apart[0].problem == "one contribution, no errors")
    #expect(apart[0].medianError == nil)
  }

  private static let problems: [(FakeStore.Contents, String?)] = [
    (store([[1]]), "one contribution, no errors"), (store([[0, 0], [0, 0]]), "all zero"),
    (store([[1, .nan], [1, 2]]), "1 bin not finite"),
    (store([[1], [1]], rule: "0"), "the same in all, without errors"),
    (store([[1], [2]]), nil),
  ]

  @Test("what has no statistics says why", arguments: problems)
  func problem(store: FakeStore.Contents, problem: String?) async throws {
    let page = try await store.statistics().pages[0]
    #expect(page.problem == problem)
    if problem != nil { #expect(page.outlier == nil) }
  }

  @Test("phase space has none either, and its particles are not kept")
  func phaseSpace() async throws {
    var store = FakeStore.Contents()
    store.addJob("job-1", primaries: [1, 1])
    for task in 1...2 {
      store.addEstimator(
        "mesh", file: "mesh_000\(task)",
        pages: [(0, page((0..<16).map(Double.init), axes: [], name: "MCPL"))])
    }
    let page = try await store.statistics().pages[0]
    #expect(page.rule == .concatenation)
    #expect(page.problem == "phase space, without errors")
    #expect(page.contributions == 2)
  }

  @Test("counts have a χ²")
  func counts() async throws {
    let page = try await Self.store([[40, 0], [60, 0]], rule: "1", name: "COUNT").statistics().pages[0]
    #expect(abs(page.chiSquare! - 4) < 1e-12)
    #expect(page.degreesOfFreedom == 1)
    #expect(abs(page.chiSquareProbability! - 0.0455002638963584) < 1e-12)
  }

  @Test("a page that cannot be read ends it, or is left out on request and said so")
  func broken() async throws {
    var store = Self.store([[1], [2], [3]])
    store.data[store.pages[1].id] = [0]
    let failure = await #expect(throws: Failure.self) { try await store.statistics() }
    #expect(failure?.kind == .brokenData)
    let report = try await store.statistics { $0.keepGoing = true }
    #expect(report.notices.map(\.level) == [.leftOut])
    #expect(report.pages[0].problem == failure?.message)
    #expect(report.pages[0].medianError == nil)
  }

  @Test("contributions without data are passed over; a page without any says so")
  func noData() async throws {
    var store = Self.store([[1], [2], [3]])
    for index in 0..<2 { store.data[store.pages[index].id] = [] }
    #expect(try await store.statistics().pages[0].contributions == 1)
    store.data[store.pages[2].id] = []
    #expect(try await store.statistics().pages[0].problem == "no data")
  }

  @Test("a simulation without results is an error that says so")
  func nothing() async throws {
    var store = FakeStore.Contents()
    store.addJob("job-1", primaries: [10], state: .running)
    let failure = await #expect(throws: Failure.self) { try await store.statistics() }
    #expect(failure?.kind == .notFound)
    #expect(failure?.message == "simulation 'job-1' has no results; its state is RUNNING.")
  }

  @Test("any number of threads gives the same")
  func threads() async throws {
    let values = (0..<9).map { (index: Int) -> [Double] in
      (0..<50).map { Double(1 + (index * 31 + $0 * 17) % 23) }
    }
    let store = Self.store(values)
    let one = try await store.statistics()
    for threads in [2, 5] {
      #expect(try await store.statistics { $0.threads = threads }.pages == one.pages)
    }
  }
}
