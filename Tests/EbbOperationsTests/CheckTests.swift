import EbbFakeStore
import EbbModel
import EbbStore
import EbbTestSupport
import EbbText
import Foundation
import Testing

@testable import EbbOperations
@testable import EbbPipeline

extension FakeStore.Contents {
  /// What is found in the first simulation.
  func findings() async throws(Failure) -> [Finding] {
    let catalog = Catalog(store: FakeStore(self))
    return try await Audit(of: catalog, byteLimit: 1 << 30, threads: 2).run([simulations[0]])[0]
  }

  /// "error averaged-counts mesh 0".
  func found() async throws(Failure) -> [String] {
    try await findings().map { finding in
      let place = [finding.estimator, finding.page.map(String.init)].compactMap { $0 }
      return ([finding.severity.rawValue, finding.check] + place).joined(separator: " ")
    }
  }

  mutating func changeTask(_ number: Int, _ change: (inout SimulationTask) -> Void) {
    for index in tasks.indices where tasks[index].number == number { change(&tasks[index]) }
  }
}

@Suite("Checks")
struct CheckTests {
  private static let begin = Instant(text: "2026-01-12 08:15:00")!
  private static let metadata = [
    "number_of_primaries": "100", "page_count": "2", "filedate": "2026-01-12 09:00:00",
  ]

  /// Three tasks of 100 primaries with an estimator of two pages, a dose and counts.
  private static func perTask(_ platform: Platform = .batch) -> FakeStore.Contents {
    var store = FakeStore.Contents()
    store.addJob("job", primaries: [100, 100, 100])
    store.simulations[0].platform = platform
    for task in 1...3 {
      store.changeTask(task) { $0.startTime = begin }
      store.addEstimator(
        "mesh", file: "mesh_000\(task)", metadata: metadata, pages: pages(seed: Double(task)))
    }
    return store
  }

  private static func pages(seed: Double) -> [(Int, String?)] {
    [(0, dose(seed: seed)), (1, counts(seed: seed))]
  }

  private static func dose(seed: Double) -> String {
    page([0, 1 + seed / 64, 2.5, 3, 1, seed, 1, 1, 1], metadata: ["page_normalized": "2"])
  }

  private static func counts(seed: Double) -> String {
    page([5, 7 + seed, 3], name: "COUNT", unit: "", metadata: ["page_normalized": "1"])
  }

  /// A job that the platform has merged.
  private static func merged(_ states: [Int: JobState] = [:], counts: Double = 5.5) -> FakeStore.Contents {
    var store = FakeStore.Contents()
    store.addJob("job", primaries: [100, 100, 100, 100], states: states)
    store.simulations[0].platform = .direct
    store.addEstimator(
      "mesh", metadata: ["number_of_primaries": "100"],
      pages: [
        (0, dose(seed: 1)), (1, page([counts], name: "COUNT", unit: "", metadata: ["page_normalized": "1"])),
      ])
    return store
  }

  /// A fault in a store that is sound without it, and what is found.
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var found: [String]
    var change: @Sendable (inout FakeStore.Contents) -> Void

    init(
      _ description: String, _ found: String...,
      change: @escaping @Sendable (inout FakeStore.Contents) -> Void
    ) {
      testDescription = description
      self.found = found
      self.change = change
    }
  }

  @Test("the table in docs/audit.md has every check")
  func documented() throws {
    let page = try String(contentsOf: Reference.root.appending(path: "docs/audit.md"), encoding: .utf8)
    let table = try #require(
      page.split(separator: "# What an audit finds").last?.split(separator: "\n## ").first)
    let names = Set(checks.map(\.name) + jobsChecks.map(\.name))
    let rows = table.split(separator: "\n").filter { $0.hasPrefix("| `") }
    let cells = rows.compactMap { $0.split(separator: "|").first }
    let listed = cells.flatMap { $0.split(separator: "`").map(String.init) }.filter {
      $0.contains(where: \.isLetter)
    }
    #expect(Set(listed) == names)
  }

  @Test("counts and moments as far from each other as they can be are told, whichever way round")
  func extremes() async throws {
    for (requested, simulated) in [(Int64.max, Int64.min), (.max, -1), (.min, .max), (0, .min)] {
      for moment in [Int64.min, .max] {
        var store = Self.perTask()
        for task in store.tasks.indices {
          store.tasks[task].requestedPrimaries = requested
          store.tasks[task].simulatedPrimaries = task == 0 ? requested : simulated
          store.tasks[task].startTime = Instant(microseconds: task == 1 ? moment : -1 - moment)
        }
        let text = try await store.findings().map(\.message).joined(separator: "\n")
        #expect(text.contains("short of 9,223,372,036,854,775,807") == (requested > simulated), "\(text)")
        #expect(!text.contains("-,"))
      }
    }
  }

  private static func replace(_ page: Int, with text: String?) -> @Sendable (inout FakeStore.Contents) -> Void
  {
    { store in store.data[store.pages[page].id] = text.map { Gzip.member($0) } ?? [] }
  }

  private static func state(
    _ metadata: [String: String], estimator: Int
  ) -> @Sendable (inout FakeStore.Contents) -> Void {
    { store in
      let all = Self.metadata.merging(metadata) { $1 }
      let text = all.map { "\"\($0)\": \"\($1)\"" }.joined(separator: ", ")
      store.estimators[estimator].compressedMetadata = Gzip.member("{\(text)}")
    }
  }

  private static let logarithmic = [
    "page_diff_flag": "-1", "page_diff_type": "27", "page_diff_start": "[0.01 0.  ]",
    "page_diff_stop": "[100.   0.]", "page_diff_size": "[2 1]", "page_diff_units": "/cm^2;MeV",
  ]

  private static func spectrum(_ centres: String, unit: String) -> String {
    let metadata = logarithmic.map { "\"\($0)\": \"\($1)\"" }.joined(separator: ", ")
    return "{\"metadata\": {\(metadata)}, \"dimensions\": 1, "
      + "\"data\": {\"unit\": \"/cm^2\", \"name\": \"FLUENCE\", \"values\": [1, 2]}, "
      + "\"axis_dim1\": {\"unit\": \"\(unit)\", \"name\": \"\", \"values\": [\(centres)]}}"
  }

  private static let cases = [
    Case("nothing") { _ in },
    Case("gzip data that are none", "error unreadable mesh 0") { $0.data[$0.pages[0].id] = [1, 2, 3] },
    Case("metadata that cannot be read", "error unreadable") { $0.estimators[1].compressedMetadata = [1] },
    Case(
      "pages of different units", "error unreadable mesh 0",
      change: replace(2, with: page([1, 2], unit: "Gy"))),
    Case("an input that cannot be read", "warning unreadable") {
      $0.inputs = [Input(id: InputID(1), simulationID: SimulationID(1), compressedData: [9])]
    },
    Case("a page number twice", "error repeated-numbers mesh 0") { store in
      store.pages.append(
        PageRow(id: PageID(7), estimatorID: store.estimators[0].id, number: 0, compressedBytes: 0))
    },
    Case("a task twice", "error repeated-numbers mesh 0") { store in
      store.addEstimator("mesh", file: "mesh_0001", metadata: metadata, pages: pages(seed: 9))
    },
    Case("two tasks with the same values", "error same-results") { store in
      for page in 0..<2 { store.data[store.pages[4 + page].id] = store.data[store.pages[page].id] }
    },
    Case(
      "one page of two tasks that is the same by chance",
      change: { store in
        store.data[store.pages[5].id] = store.data[store.pages[1].id]
      }),
    Case("a page of two tasks that is the same to the last digit", "error same-results mesh 0") { store in
      let text = page(
        [0.123456789, 1.23456789e-3, 2.71828, 3.14159, 1.41421, 7.5, 1, 1, 1],
        metadata: ["page_normalized": "2"])
      for index in [0, 2] { store.data[store.pages[index].id] = Gzip.member(text) }
    },
    Case(
      "a task that was not divided by its primaries", "error not-divided mesh 0",
      change: replace(
        0, with: page([0, 101, 250, 300, 100, 120, 100, 100, 100], metadata: ["page_normalized": "2"]))),
    Case("a task that is 10 % high", "note far-off mesh 0", "note unequal-primaries") {
      $0 = FarOffTests.store(5) { task, value in task == 3 ? value * 1.1 : value }
    },
    Case("a negative dose", "warning negative mesh 0") { store in
      let text = page([0, 1, 2.5, 3, 1, -1e-3, 1, 1, 1], metadata: ["page_normalized": "2"])
      store.data[store.pages[2].id] = Gzip.member(text)
    },
    Case("a failed task with results", "warning failed-tasks") { $0.changeTask(2) { $0.state = .failed } },
    Case("a failed task without results", "warning failed-tasks", "warning lost-primaries") { store in
      store.addJob("x")
      store.tasks.append(
        SimulationTask(
          id: TaskID(99), simulationID: SimulationID(1), number: 4, requestedPrimaries: 100,
          simulatedPrimaries: 3, state: .failed))
    },
    Case("an estimator that a task lacks", "warning missing-pages mesh") { $0.estimators.remove(at: 1) },
    Case("a page that a task lacks", "warning missing-pages mesh 1") { $0.pages.remove(at: 3) },
    Case("a page that all lack", "warning missing-pages mesh") { store in
      store.pages.removeAll { $0.number == 1 }
    },
    Case("a page without data", "warning missing-pages mesh 0", change: replace(2, with: nil)),
    Case("the text null", "warning missing-pages mesh 0", change: replace(2, with: "null")),
    Case("no results", "error missing-pages") { $0.estimators = [] },
    Case("no results yet", "note missing-pages") { store in
      store.estimators = []
      store.simulations[0].state = .running
    },
    Case("an estimator without metadata", "note missing-pages mesh") {
      $0.estimators[0].compressedMetadata = nil
    },
    Case("an input without data", "note missing-pages") {
      $0.inputs = [Input(id: InputID(1), simulationID: SimulationID(1), compressedData: nil)]
    },
    Case("a task that was ended early", "warning lost-primaries") {
      $0.changeTask(3) { $0.requestedPrimaries = 120 }
    },
    Case(
      "a running job is not short of primaries",
      change: { store in
        store.simulations[0].state = .running
        store.changeTask(3) { $0.requestedPrimaries = 120 }
      }),
    Case("primaries lost when they were shared out", "note lost-primaries") {
      $0.inputs = [
        Input(
          id: InputID(1), simulationID: SimulationID(1),
          compressedData: Gzip.member("{\"number_of_all_primaries\": 302, \"input_files\": {\"a\": \"b\"}}"))
      ]
    },
    Case(
      "metadata that state other primaries", "warning stated-primaries mesh",
      change: state(["number_of_primaries": "99"], estimator: 0)),
    Case(
      "NaN", "warning non-finite mesh 0",
      change: replace(0, with: page([.nan, 1, 2, 3, 4, 5, 6, 7, .infinity]))),
    Case("a page of zeros in all tasks", "warning all-zero mesh 0") { store in
      for index in [0, 2, 4] { replace(index, with: page([0, 0, 0]))(&store) }
    },
    Case("a page of zeros in one task", change: replace(0, with: page([Double](repeating: 0, count: 9)))),
    Case("no particles", "warning all-zero mesh 0") { store in
      for index in [0, 2, 4] { replace(index, with: page([], axes: [], name: "MCPL"))(&store) }
    },
    Case(
      "a result of the year before", "warning older-than-task mesh",
      change: state(["filedate": "Sun, 12 Jan 2025 09:00:00 +0100"], estimator: 2)),
    Case(
      "a clock that is slow", change: state(["filedate": "Mon, 12 Jan 2026 08:14:00 +0000"], estimator: 2)),
    Case("a time of another zone", change: state(["filedate": "2026-01-11 20:00:00"], estimator: 2)),
    Case("a time that is none", change: state(["filedate": "yesterday"], estimator: 2)),
    Case("a logarithmic axis with linear centres", "warning logarithmic-axis mesh 0") { store in
      for index in [0, 2, 4] { replace(index, with: spectrum("25.0075, 75.0025", unit: "MeV"))(&store) }
    },
    Case("an axis with the quantity's unit", "note axis-unit mesh 0") { store in
      for index in [0, 2, 4] { replace(index, with: spectrum("0.1, 10", unit: "/cm^2"))(&store) }
    },
    Case(
      "an axis as it should be",
      change: { store in
        for index in [0, 2, 4] { replace(index, with: spectrum("0.1, 10", unit: "MeV"))(&store) }
      }),
  ]

  @Test("each fault is found, and nothing else", arguments: cases)
  func fault(_ fault: Case) async throws {
    var store = Self.perTask()
    fault.change(&store)
    #expect(try await store.found() == fault.found)
  }

  @Test("every check has a fault that it finds, and a name of its own")
  func all() {
    let names = checks.map(\.name)
    #expect(Set(names).count == names.count)
    let found = Self.cases.flatMap(\.found) + Self.mergedCases.flatMap(\.1) + ["note unequal-primaries"]
    // Those that ask for files or rows of other makes: see MeaningChecksTests and PlatformChecksTests; of statistics: see
    // AuditFaultsTests.
    let elsewhere: Set = [
      "shared-histories", "count-spread", "zero-averages",
      "phase-space", "times", "unknown-primaries", "swapped-names", "labels", "unequal-direct",
      "merged-files", "averaged-ratios",
      "empty-estimators", "mesh",
    ]
    for name in names where !elsewhere.contains(name) {
      #expect(found.contains { $0.split(separator: " ")[1] == name }, "\(name)")
    }
  }

  private static let mergedCases: [([Int: JobState], [String])] = [
    ([:], ["error averaged-counts mesh 1", "warning stated-primaries mesh"]),
    (
      [2: .failed],
      ["error failed-tasks", "error averaged-counts mesh 1", "warning stated-primaries mesh"]
    ),
    (
      [4: .failed], ["error averaged-counts mesh 1", "warning failed-tasks", "warning stated-primaries mesh"]
    ),
    ([2: .failed, 3: .failed, 4: .failed], ["warning failed-tasks", "warning averaged-counts mesh 1"]),
  ]

  @Test("a merged job: averaged counts, one task's primaries, failed tasks", arguments: mergedCases)
  func merged(states: [Int: JobState], found: [String]) async throws {
    #expect(try await Self.merged(states).found() == found)
  }

  @Test("a job that a cluster merged by primaries, with the sum of counts, is sound")
  func mergedRightly() async throws {
    var store = Self.merged(counts: 22)
    store.simulations[0].platform = .batch
    store.estimators[0].compressedMetadata = Gzip.member("{\"number_of_primaries\": \"400\"}")
    #expect(try await store.found() == [])
    // The platform too, where it states the sum.
    store.simulations[0].platform = .direct
    #expect(try await store.found() == [])
  }

  /// Where tasks failed, the platform's weights of the others and how many equal tasks are as good.
  private static let weights: [([Int: JobState], [Double], Double)] = [
    ([:], [0.25, 0.25, 0.25, 0.25], 4), ([2: .failed], [0.5, 0.25, 0.25], 8.0 / 3),
    ([1: .failed], [0.5, 0.25, 0.25], 8.0 / 3), ([4: .failed], [1.0 / 3, 1.0 / 3, 1.0 / 3], 3),
    ([1: .failed, 2: .failed], [0.75, 0.25], 1.6), ([2: .failed, 4: .failed], [2.0 / 3, 1.0 / 3], 1.8),
    ([1: .failed, 2: .failed, 3: .failed], [1], 1),
  ]

  @Test("the weights are those of a running mean that counts failed tasks", arguments: weights)
  func platformWeights(states: [Int: JobState], weights: [Double], effective: Double) async throws {
    let store = Self.merged(states)
    let catalog = Catalog(store: FakeStore(store))
    var reader = SimulationReader(store.simulations, from: catalog.store, byteLimit: 1 << 30)
    let job = try await Audit(of: catalog, byteLimit: 1 << 30, threads: 1).audited(
      store.simulations[0], from: &reader)
    #expect(job.platformWeights.count == weights.count)
    for (found, expected) in zip(job.platformWeights, weights) { #expect(abs(found - expected) < 1e-15) }
    #expect(abs(AuditedJob.effectiveCount(job.platformWeights) - effective) < 1e-12)
    // The mean as the platform makes it, of values 1, 10, 100, 1000.
    var mean = 0.0
    var isFirst = true
    for (place, task) in job.tasks.enumerated() where task.state == .completed {
      let value = [1.0, 10, 100, 1000][place]
      mean = isFirst ? value : (mean * Double(place) + value) / Double(place + 1)
      isFirst = false
    }
    let values = job.completedTasks.map { [1.0, 10, 100, 1000][$0.number - 1] }
    #expect(abs(zip(values, job.platformWeights).reduce(0) { $0 + $1.0 * $1.1 } - mean) < 1e-9)
  }

  @Test("unequal primaries: the effective number, and what a plain mean gets wrong")
  func unequal() async throws {
    var store = FakeStore.Contents()
    store.addJob("job", primaries: [1000, 10])
    for (task, primaries, value) in [(1, "1000", 2.0), (2, "10", 4)] {
      store.addEstimator(
        "mesh", file: "mesh_000\(task)", metadata: ["number_of_primaries": primaries],
        pages: [
          (0, page([value], metadata: ["page_normalized": "2"])),
          (1, page([value * 3], name: "COUNT", unit: "", metadata: ["page_normalized": "1"])),
          (2, page([1], name: "DENSITY", metadata: ["page_normalized": "0"])),
        ])
    }
    let findings = try await store.findings()
    #expect(findings.map(\.page) == [nil, 0, 1])
    #expect(findings.allSatisfy { $0.severity == .note && $0.check == "unequal-primaries" })
    // 1010²/(1000² + 10²)
    #expect(
      findings[0].message.contains("from 10 to 1,000 primaries: they are as good as 1.02 equal ones of 2"))
    #expect(findings[1].message.contains("gives 3 instead of 2.019802"))
    #expect(findings[2].message.contains("gives 9 instead of the sum 18"))
  }

  @Test("each page is read once")
  func once() async throws {
    let contents = Self.perTask()
    let store = FakeStore(contents)
    _ = try await Audit(of: Catalog(store: store), byteLimit: 1 << 30, threads: 1).run(contents.simulations)
    #expect(await store.fetched == 6)
  }

  @Test("a store that breaks while it is read is no finding")
  func storeBreaks() async throws {
    var store = Self.perTask()
    store.faults[store.pages[0].id] = .connectionLost(url: "u", reason: "gone")
    let failure = await #expect(throws: Failure.self) { try await store.found() }
    #expect(failure?.kind == .unavailable)
  }
}
