import EbbFakeStore
import EbbModel
import EbbTestSupport
import EbbText
import Testing

@testable import EbbPipeline

@Suite("ExportPlan")
struct ExportPlanTests {
  private static func texts(_ plan: ExportPlan) -> [String] { plan.notices.map(\.text) }

  @Test(
    "rows of an estimator are one group a page, whatever way their tasks are named",
    arguments: [
      ["dose0001", "dose0002"], ["dose_0002", "dose_0001"], ["dose_0001", "dose0002"],
    ])
  func numbersInNames(names: [String]) async throws {
    var store = FakeStore.Contents()
    store.addJob("job", primaries: [10, 20])
    for name in names { store.addEstimator(name, pages: [(0, page([1])), (3, page([2]))]) }
    let plan = try await store.plan()
    #expect(plan.simulations[0].estimators.map(\.name) == ["dose"])
    #expect(plan.groups.map(\.number) == [0, 3])
    #expect(plan.groups.map { $0.contributions.map(\.task) } == [[1, 2], [1, 2]])
    #expect(plan.notices == [])
  }

  @Test("numbers in file names are the tasks', and names may end in underscores")
  func fileNames() async throws {
    var store = FakeStore.Contents()
    store.addJob("job", primaries: [10, 20, 30])
    for task in [2, 3, 1] { store.addEstimator("dose_", file: "dose__000\(task)", pages: [(0, page([1]))]) }
    store.addEstimator("let", file: "let_", pages: [(0, page([1]))])
    let plan = try await store.plan()
    #expect(plan.simulations[0].estimators.map(\.name) == ["dose", "let"])
    #expect(plan.groups.map { $0.contributions.map(\.task) } == [[1, 2, 3], [nil]])
    #expect(plan.groups[0].contributions.map(\.weight) == [10, 20, 30])
  }

  @Test("a number that is no task's belongs to the name", arguments: [["run2024", "run2025"], ["dose0001"]])
  func numbersOfNames(names: [String]) async throws {
    var store = FakeStore.Contents()
    store.addJob("job", primaries: [10, 20])
    for name in names { store.addEstimator(name, pages: [(0, page([1]))]) }
    #expect(try await store.plan().simulations[0].estimators.map(\.name) == names)
  }

  @Test("rows without numbers are their tasks' in order, where the primaries agree")
  func matchedByOrder() async throws {
    for (stated, tasks) in [(["10", "20"], [1, 2]), (["20", "10"], [nil, nil])] as [([String], [Int?])] {
      var store = FakeStore.Contents()
      store.addJob("job", primaries: [10, 20])
      for primaries in stated {
        store.addEstimator("dose", metadata: ["number_of_primaries": primaries], pages: [(0, page([1]))])
      }
      #expect(try await store.plan().groups[0].contributions.map(\.task) == tasks)
    }
  }

  @Test("without FAILED tasks there are as many rows as tasks that did not fail")
  func matchedWithoutFailed() async throws {
    var store = FakeStore.Contents()
    store.addJob("job", primaries: [10, 20, 30], states: [2: .failed])
    for _ in 0..<2 { store.addEstimator("dose", pages: [(0, page([1]))]) }
    #expect(try await store.plan().groups[0].contributions.map(\.task) == [1, 3])
  }

  @Test("pages of one name are told apart by their numbers")
  func repeatedNames() async throws {
    var store = FakeStore.Contents()
    store.addJob("job")
    store.addEstimator(
      "mesh",
      pages: [
        (2, page([3], name: "FLUENCE", metadata: ["page_filter_name": "Neutrons"])),
        (0, page([1], name: "FLUENCE")), (1, page([2], name: "FLUENCE")),
      ])
    let (pages, _) = try await store.pages()
    #expect(pages.map(\.number) == [0, 1, 2])
    #expect(pages.map(\.values) == [[1], [2], [3]])
    #expect(pages.map(\.filter) == [nil, nil, "Neutrons"])
  }

  @Test("what is missing from a task, or from a simulation, is said")
  func missing() async throws {
    var store = FakeStore.Contents()
    store.addJob("a", primaries: [10, 10, 10], states: [3: .running])
    store.addEstimator("dose", file: "dose_0001", pages: [(0, page([1])), (1, page([1]))])
    store.addEstimator("dose", file: "dose_0002", pages: [(1, page([1]))])
    store.addEstimator("let", file: "let_0002", pages: [(0, page([1]))])
    store.addJob("b", primaries: [10])
    store.addEstimator("dose", file: "dose_0001", pages: [(0, page([1])), (1, page([1]))])
    #expect(
      try await Self.texts(store.plan { $0.combine = true }) == [
        "estimator 'let' is missing from task 1 of a.", "estimator 'let' is missing from b.",
        "estimator 'dose', page 0 is missing from task 2 of a.",
      ])
    #expect(
      try await Self.texts(store.plan()) == [
        "estimator 'let' is missing from task 1 of a.",
        "estimator 'dose', page 0 is missing from task 2 of a.",
      ])
  }

  @Test("an estimator without pages is said: the platform writes none")
  func emptyEstimator() async throws {
    var store = FakeStore.Contents()
    store.addJob("a")
    store.addEstimator("dose", pages: [])
    store.addEstimator("let", pages: [(0, page([1]))])
    #expect(try await Self.texts(store.plan()) == ["estimator 'dose' of a has no pages."])
  }

  @Test("a page that a row has twice is a fault of that page alone")
  func duplicatePage() async throws {
    var store = FakeStore.Contents()
    store.addJob("job")
    let ids = store.addEstimator("mesh", pages: [(0, page([1])), (1, page([1])), (1, page([2]))])
    let plan = try await store.plan()
    #expect(plan.groups.map { $0.fault == nil } == [true, false])
    #expect(plan.groups[1].fault?.kind == .brokenData)
    #expect(
      plan.groups[1].fault?.message
        == "estimator 'mesh' of 'job' has page 1 more than once (rows \(ids[1].rawValue), \(ids[2].rawValue))."
    )
  }

  @Test("a task's row that is there twice is a fault, which counting apart has not")
  func repeatedTask() async throws {
    var store = FakeStore.Contents()
    store.addJob("job", primaries: [10, 10])
    for file in ["dose_0001", "dose_0002", "dose0001", "dose_0002"] {
      store.addEstimator("dose", file: file, pages: [(0, page([1]))])
    }
    let fault = try #require(try await store.plan().groups[0].fault)
    #expect(fault.kind == .brokenData)
    #expect(
      fault.message == "estimator 'dose' of 'job' has results of task 1 more than once (rows 101, 103).")
    #expect(try await store.plan { $0.perTask = true }.groups.allSatisfy { $0.fault == nil })
  }

  @Test("one task number in two simulations is no fault")
  func sameTaskOfTwoJobs() async throws {
    var store = FakeStore.Contents()
    for job in ["a", "b"] {
      store.addJob(job, primaries: [10])
      store.addEstimator("dose", file: "dose_0001", pages: [(0, page([1]))])
    }
    let plan = try await store.plan { $0.combine = true }
    #expect(plan.groups.count == 1)
    #expect(plan.groups[0].fault == nil)
    #expect(plan.groups[0].contributions.map(\.jobID) == ["a", "b"])
  }

  @Test("jobs whose simulators order bins differently are a fault when combined")
  func mixedOrders() async throws {
    var store = FakeStore.Contents()
    for simulator in ["topas", "fluka", "shieldhit"] {
      store.addJob(simulator, primaries: [10], simulator: simulator)
      store.addEstimator("mesh", pages: [(0, page([1]))])
    }
    let fault = try #require(try await store.plan { $0.combine = true }.groups[0].fault)
    #expect(fault.message.contains("topas, fluka, shieldhit"))
    store.simulations[0].simulator = "geant4"
    #expect(try await store.plan { $0.combine = true }.groups[0].fault == nil)
  }

  @Test("results of FAILED tasks are left out with a warning, those of CANCELED ones count")
  func failedTasks() async throws {
    var store = FakeStore.Contents()
    store.addJob("job", primaries: [10, 20, 30], states: [2: .failed, 3: .canceled])
    for task in 1...3 { store.addEstimator("dose", file: "dose_000\(task)", pages: [(0, page([1]))]) }
    let plan = try await store.plan()
    #expect(plan.groups[0].contributions.map(\.task) == [1, 3])
    #expect(plan.simulations[0].simulatedPrimaries == 40)
    #expect(
      Self.texts(plan)
        == ["task 2 FAILED: its results are left out (see --include-failed)."])
    let all = try await store.plan { $0.includeFailed = true }
    #expect(all.groups[0].contributions.map(\.task) == [1, 2, 3])
    #expect(all.simulations[0].simulatedPrimaries == 60)
    #expect(all.notices == [])
  }

  @Test("of several jobs messages name the one that they are of, of one alone they do not")
  func named() async throws {
    var store = FakeStore.Contents()
    for job in ["one", "two", "three", "four", "five"] {
      let id = store.addJob(job, primaries: [10, 20], states: [2: .failed])
      store.addEstimator("dose", file: "dose_0001", pages: [(0, page([1]))], of: id)
      store.addEstimator("dose", file: "dose_0002", pages: [(0, page([1]))], of: id)
    }
    func texts(
      _ count: Int, jobs: [String?], _ change: (inout PageRequest) -> Void = { _ in }
    ) async throws -> [String] {
      var some = store
      some.simulations = Array(store.simulations.prefix(count))
      let plan = try await some.plan(change)
      #expect(plan.groups.map(\.job) == jobs)
      return Self.texts(plan)
    }
    let end = " results are left out (see --include-failed)."
    #expect(try await texts(1, jobs: [nil]) == ["task 2 FAILED: its" + end])
    let both = "task 2 of one, task 2 of two FAILED: their" + end
    #expect(try await texts(2, jobs: ["one", "two"]) == [both])
    #expect(try await texts(2, jobs: [nil]) { $0.combine = true } == [both])
    let names = ["one", "two", "three", "four", "five"]
    #expect(
      try await texts(5, jobs: names) == ["5 tasks of 5 simulations (one, two, three, …) FAILED: their" + end]
    )
    #expect(try await texts(1, jobs: ["one"]) { $0.namesJobs = true } == ["task 2 of one FAILED: its" + end])
    let plan = try await store.plan()
    #expect(plan.groups[0].text == "estimator 'dose', page 0 of one")
  }

  @Test("per task, each row is an estimator of its own")
  func perTask() async throws {
    var store = FakeStore.Contents()
    store.addJob("job", primaries: [10, 20], states: [2: .failed])
    store.addEstimator("dose", file: "dose_0002", pages: [(0, page([1]))])
    store.addEstimator("dose", file: "dose_0001", pages: [(0, page([1])), (1, page([1]))])
    store.addEstimator("whole", pages: [(0, page([1]))])
    let plan = try await store.plan {
      $0.perTask = true
      $0.includeFailed = true
    }
    #expect(plan.simulations[0].estimators.map(\.title) == ["dose, task 1", "dose, task 2", "whole"])
    #expect(plan.groups.map(\.estimator) == [0, 0, 1, 2])
    #expect(plan.groups.allSatisfy { $0.contributions.count == 1 })
  }

  @Test("estimators are selected by patterns; one that selects none says what there is")
  func selectedEstimators() async throws {
    var store = FakeStore.Contents()
    store.addJob("job")
    for name in ["mesh_xy", "mesh_yz", "zone"] { store.addEstimator(name, pages: [(0, page([1]))]) }
    let plan = try await store.plan { $0.estimators = [Pattern("ZONE"), Pattern("*_yz")] }
    #expect(plan.simulations[0].estimators.map(\.name) == ["mesh_yz", "zone"])
    let failure = await #expect(throws: Failure.self) {
      try await store.plan { $0.estimators = [Pattern("zone"), Pattern("msh*")] }
    }
    #expect(failure?.kind == .notFound)
    #expect(failure?.message == "no estimator 'msh*' in 'job'.")
    #expect(failure?.advice == "Nearest: 'mesh_xy', 'mesh_yz'. There are: mesh_xy, mesh_yz, zone.")
  }

  @Test("simulations are planned in the order given; one of which nothing is exported is said")
  func severalSimulations() async throws {
    var store = FakeStore.Contents()
    store.addJob("a")
    store.addEstimator("mesh", pages: [(0, page([1]))])
    store.addJob("b", state: .running)
    store.addJob("c")
    store.addEstimator("mesh", pages: [(0, page([1]))])
    let plan = try await store.plan()
    #expect(plan.simulations.map(\.name) == ["a", "b", "c"])
    #expect(plan.groups.map(\.simulation) == [0, 2])
    #expect(Self.texts(plan) == ["nothing is exported of b, whose state is RUNNING."])
  }

  @Test("simulations that are combined are described together")
  func combined() async throws {
    var store = FakeStore.Contents()
    store.addJob("a", primaries: [10], simulator: "topas")
    store.addEstimator("mesh", pages: [(0, page([1]))])
    store.addJob("b", primaries: [20, 30], state: .canceled)
    store.addEstimator("mesh", pages: [(0, page([1]))])
    let simulation = try await store.plan { $0.combine = true }.simulations[0]
    #expect(simulation.name == "combined")
    #expect(simulation.jobIDs == ["a", "b"])
    #expect(simulation.simulator == "shieldhit, topas")
    #expect(simulation.state == JobState("MIXED"))
    #expect(simulation.taskCount == 3)
    #expect(simulation.simulatedPrimaries == 60)
  }

  @Test("names of the store reach a terminal without what it would obey")
  func hostileNames() async throws {
    var store = FakeStore.Contents()
    store.addJob("jo\u{1b}[2Jb", primaries: [1, 1])
    store.addEstimator("do\u{7}se", file: "do\u{7}se_0001", pages: [(0, page([1]))])
    store.addEstimator("do\u{7}se", file: "do\u{7}se_0002", pages: [(1, page([1]))])
    for text in try await Self.texts(store.plan()) {
      #expect(text == text.printable)
      #expect(text.contains("dose"))
    }
  }
}
