import EbbExport
import EbbFakeStore
import EbbModel
import EbbStore
import EbbTestSupport
import EbbText
import Foundation
import Testing

@testable import EbbOperations
@testable import EbbPipeline

/// What is done for n and for 4n of something is counted, and is about four times as much.
@Suite("Scaling") struct ScalingTests {
  /// Four times, and room for the questions whose size grows; the square would be sixteen times.
  private static let aboutLinear = 6.0

  /// Jobs of a task, an estimator, a page and an input each.
  private static func store(jobs: Int) -> FakeStore.Contents {
    var store = FakeStore.Contents()
    let text = page([1])
    let input = Gzip.member("{}")
    for job in 1...jobs {
      let id = store.addJob("job-\(job)", primaries: [10])
      store.addEstimator("dose", file: "dose_0001", pages: [(0, text)])
      store.inputs.append(
        Input(id: InputID(Int64(job)), simulationID: id, compressedData: input))
    }
    return store
  }

  /// The rows that a store walks for something done to all simulations, of 1,000 and of 4,000 jobs.
  private static func rowsWalked(
    _ work: (Catalog, [Simulation]) async throws -> Void
  ) async throws -> (few: Double, many: Double) {
    var walked: [Double] = []
    for jobs in [1000, 4000] {
      let contents = store(jobs: jobs)
      let store = FakeStore(contents)
      try await work(Catalog(store: store), contents.simulations)
      walked.append(Double(await store.walked))
    }
    return (walked[0], walked[1])
  }

  @Test("four times the jobs take about four times the rows to plan")
  func plan() async throws {
    let walked = try await Self.rowsWalked { catalog, simulations in
      let plan = try await catalog.plan(of: simulations, PageRequest())
      #expect(plan.groups.count == simulations.count)
    }
    #expect(walked.many < Self.aboutLinear * walked.few)
  }

  @Test("replicas that are combined are planned and their inputs compared in about as many rows")
  func combine() async throws {
    let walked = try await Self.rowsWalked { catalog, simulations in
      var request = PageRequest()
      request.combine = true
      let plan = try await catalog.plan(of: simulations, request)
      #expect(plan.groups.map(\.contributions.count) == [simulations.count])
    }
    #expect(walked.many < Self.aboutLinear * walked.few)
  }

  @Test("jobs that are exported one by one are asked for together, and so are their inputs")
  func exportAll() async throws {
    var walked: [Double] = []
    for jobs in [40, 160] {
      let contents = Self.store(jobs: jobs)
      let folder = try TemporaryFolder()
      var choice = ExportDestination.Choice()
      choice.output = folder.url.path
      choice.format = "yaptide"
      choice.isBatch = true
      let store = FakeStore(contents)
      let export = Export(
        PageRequest(), to: try ExportDestination(choice), from: Catalog(store: store), creator: "1",
        command: "ebb", writtenAt: Instant(microseconds: 0)
      ) { _ in }
      #expect(try await export.run(contents.simulations).outputs.count == jobs)
      walked.append(Double(await store.walked) / Double(jobs))
      withExtendedLifetime(folder) {}
    }
    // Per job each row is walked a few times, not once for every job.
    #expect(walked[1] < 30)
    #expect(walked[1] < 3 * walked[0])
  }

  @Test("an audit of many jobs asks for them together")
  func audit() async throws {
    let walked = try await Self.rowsWalked { catalog, simulations in
      let findings = try await Audit(of: catalog, byteLimit: 1 << 20, threads: 2).run(simulations)
      #expect(findings.count == simulations.count)
    }
    #expect(walked.many < Self.aboutLinear * walked.few)
  }

  /// When this took the square, it was 84 s of optimised code, and far beyond the limit without. It takes seconds.
  @Test("a job of 2,000 tasks and 5 estimators is planned and audited", .timeLimit(.minutes(5)))
  func tasks() async throws {
    var store = FakeStore.Contents()
    let tasks = 2000
    store.addJob("job", primaries: [Int64](repeating: 100, count: tasks))
    store.simulations[0].platform = .direct
    let texts = (0..<8).map { page([Double($0), 1, 2]) }
    for estimator in 0..<5 {
      for task in 1...tasks {
        let number = String(10000 + task).dropFirst()
        // Every hundredth lacks its second page.
        let pages = task % 100 == 0 ? [(0, texts[task % 8])] : [(0, texts[task % 8]), (1, texts[3])]
        store.addEstimator("mesh_\(estimator)", file: "mesh_\(estimator)_\(number)", pages: pages)
      }
    }
    let found = try await store.findings()
    let missing = found.filter { $0.check == "missing-pages" && $0.page == 1 }
    #expect(missing.count == 5)
    #expect(missing.allSatisfy { $0.message.contains("20 tasks (100, 200, 300, 400, 500, 600, …)") })
  }

  @Test("pages that every task numbers in its own way are told of one by one")
  func sparse() async throws {
    var store = FakeStore.Contents()
    let tasks = 1500
    store.addJob("job", primaries: [Int64](repeating: 100, count: tasks))
    let text = page([1])
    for task in 1...tasks {
      store.addEstimator("mesh", file: "mesh_\(String(10000 + task).dropFirst())", pages: [(task, text)])
    }
    let stored = try await store.stored()[0]
    let job = AuditedJob(stored: stored, input: .none, brokenMetadata: [], groups: [])
    let remarks = MissingPagesCheck().remarks(on: job).filter { $0.page != nil }
    #expect(remarks.count == tasks)
    #expect(remarks[2].message == "the page is missing from 1,499 tasks (1, 2, 4, 5, 6, 7, …).")
  }

  @Test("rows are listed as they were, whichever are left out")
  func rowLists() async throws {
    var store = FakeStore.Contents()
    store.addJob("job", primaries: [Int64](repeating: 100, count: 14))
    for task in (1...14).reversed() {
      store.addEstimator("mesh", file: "mesh_\(String(10000 + task).dropFirst())", pages: [])
    }
    let rows = try await store.stored()[0].estimators(named: "mesh")
    let list = RowList(rows)
    for left in [Set<Int>(), [0], [3, 4], Set(0..<12), Set(1..<14)] {
      let numbers = rows.indices.filter { !left.contains($0) }.compactMap { rows[$0].task?.number }
      #expect(list.text(without: left) == taskList(numbers.sorted()))
    }
    var other = FakeStore.Contents()
    other.addJob("job")
    for _ in 1...33 { other.addEstimator("mesh", pages: []) }
    let unnumbered = try await other.stored()[0].estimators(named: "mesh")
    let keys = unnumbered.map { String($0.row.id.rawValue) }
    #expect(RowList(unnumbered).text() == "rows " + Failure.list(keys))
    #expect(RowList(unnumbered).text(without: [2]) == "rows " + Failure.list(Array(keys[..<2] + keys[3...])))
    #expect(RowList(unnumbered).text(without: Set(1..<33)) == "row \(keys[0])")
  }
}
