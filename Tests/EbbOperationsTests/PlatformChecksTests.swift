import EbbFakeStore
import EbbModel
import Testing

@testable import EbbOperations
@testable import EbbPipeline

/// Checks of what the platform itself does to names and averages.
@Suite("Checks of what the platform stores") struct PlatformChecksTests {
  private static func dose(_ values: [Double] = [1, 2, 4]) -> String {
    page(values, metadata: ["page_normalized": "2"])
  }

  private static func ratio(_ values: [Double], name: String = "DLET") -> String {
    page(values, name: name, unit: "keV/um", metadata: ["page_normalized": "3", "dettyp": name])
  }

  /// The findings of one check, as far as they are its own.
  private func found(_ check: String, in store: FakeStore.Contents) async throws -> [Finding] {
    try await store.findings().filter { $0.check == check }
  }

  /// Rows by their names, with the file of each, as its metadata or its row has it.
  private static func named(_ rows: [(name: String, file: String)], inRows: Bool) -> FakeStore.Contents {
    var store = FakeStore.Contents()
    store.addJob("job", primaries: [100])
    for (name, file) in rows {
      store.addEstimator(
        name, file: inRows ? file : nil,
        metadata: ["number_of_primaries": "100"].merging(
          inRows ? [:] : ["file_corename": file]
        ) { $1 },
        pages: [(0, dose())])
    }
    return store
  }

  /// Names with files, and what is said of them.
  private static let names: [([(String, String)], [String])] = [
    ([("dose", "dose_"), ("dose2", "dose2_")], []),
    ([("dose", "dose"), ("dose2", "dose2")], []),
    (
      [("dose", "dose2_"), ("dose2", "dose_")],
      ["'dose' has the file of 'dose2'", "'dose2' has the file of 'dose'"]
    ),
    ([("a", "b"), ("b", "c"), ("c", "a")], ["'a' has the file of 'b'", "'b' has the file of 'c'"]),
    // A file's name that no estimator has tells nothing: names are free where they are not from files.
    ([("Depth dose", "z_profile_"), ("Map", "yz_profile_")], []),
    ([("dose", "dose_")], []),
  ]

  @Test(
    "estimators with each other's files are found, whatever says so; others are not", arguments: names,
    [true, false])
  func swapped(_ names: ([(String, String)], [String]), inRows: Bool) async throws {
    let rows = names.0.map { (name: $0.0, file: $0.1) }
    let findings = try await found("swapped-names", in: Self.named(rows, inRows: inRows))
    #expect(findings.count == (names.1.isEmpty ? 0 : 1))
    #expect(findings.allSatisfy { $0.severity == .error })
    for words in names.1 { #expect(findings.first?.message.contains(words) == true, "\(findings)") }
  }

  @Test("a row that calls its page otherwise than the page itself is found, and only that page")
  func labels() async throws {
    var store = FakeStore.Contents()
    store.addJob("job", primaries: [100])
    store.addEstimator(
      "mesh", metadata: ["number_of_primaries": "100"],
      pages: [
        (0, Self.dose()), (1, page([1, 2, 4], name: "FLUENCE", unit: "/cm^2/prim")),
        (2, Self.ratio([1, 2, 4])),
      ])
    let sound: [String?] = ["dose", "FLUENCE", nil]
    for (index, name) in sound.enumerated() { store.pages[index].name = name }
    #expect(try await found("labels", in: store) == [])
    store.pages[2].name = ""
    #expect(try await found("labels", in: store) == [])
    (store.pages[0].name, store.pages[1].name) = ("FLUENCE", "FLUENCE")
    let findings = try await found("labels", in: store)
    #expect(findings.map(\.page) == [0] && findings[0].severity == .warning)
    #expect(
      findings[0].message.contains("the store calls the page 'FLUENCE', it calls itself 'DOSE'"),
      "\(findings)")
  }

  @Test("of a page that one task's row calls otherwise, the task is told")
  func labelOfTask() async throws {
    var store = FakeStore.Contents()
    store.addJob("job", primaries: [100, 100, 100])
    for task in 1...3 {
      store.addEstimator(
        "mesh", file: "mesh_000\(task)", metadata: ["number_of_primaries": "100"],
        pages: [(0, Self.dose([Double(task), 2.5]))])
      store.pages[task - 1].name = task == 2 ? "LET" : "DOSE"
    }
    let findings = try await found("labels", in: store)
    #expect(findings.count == 1 && findings[0].message.contains("task 2"), "\(findings)")
  }

  private static func direct(
    _ primaries: [Int64], states: [Int: JobState] = [:], platform: Platform = .direct, stated: Int64? = nil,
    pages: [(Int, String?)] = [(0, dose())]
  ) -> FakeStore.Contents {
    var store = FakeStore.Contents()
    store.addJob("job", primaries: primaries, states: states)
    store.simulations[0].platform = platform
    store.addEstimator(
      "mesh", metadata: ["number_of_primaries": "\(stated ?? primaries[0])"], pages: pages)
    return store
  }

  @Test(
    "a DIRECT job of very unequal tasks is found; equal ones, other platforms and sums by primaries are not",
    arguments: [
      (direct([1000, 10]), true), (direct([100, 151]), true), (direct([0, 100]), true),
      (direct([100, 150]), false), (direct([100, 100, 100]), false),
      (direct([1000, 10], platform: .batch), false),
      // The platform's newer merging weighs, and states the sum.
      (direct([1000, 10], stated: 1010), false),
      // What failed has not been averaged.
      (direct([1000, 10, 1000], states: [2: .failed]), false), (direct([1000]), false),
    ])
  func unequal(_ store: FakeStore.Contents, isFound: Bool) async throws {
    let findings = try await found("unequal-direct", in: store)
    #expect(findings.count == (isFound ? 1 : 0), "\(findings)")
    #expect(findings.allSatisfy { $0.severity == .warning && $0.message.contains("primaries alike") })
  }

  @Test("stored ratios of a DIRECT job are found, and how far off they may be")
  func ratios() async throws {
    let pages: [(Int, String?)] = [
      (0, Self.dose()), (1, Self.ratio([3, 2, 0])), (2, Self.ratio([1, 1, 1], name: "TLET")),
      (3, Self.ratio([0, 0, 0], name: "DQ-EFF")),
    ]
    let equal = try await found("averaged-ratios", in: Self.direct([100, 100, 100, 100], pages: pages))
    #expect(equal.count == 1 && equal[0].severity == .warning && equal[0].page == nil)
    #expect(
      equal[0].message.contains("4 tasks plainly, DLET, TLET in 2 pages")
        && equal[0].message.contains("up to 4 times"), "\(equal)")
    #expect(equal[0].message.contains("one that all hit is nearly right"))
    // Weights of 1/2 in the place of 1000/1010 and 10/1010.
    let unequal = try await found("averaged-ratios", in: Self.direct([1000, 10], pages: pages))
    #expect(unequal[0].message.contains("off by up to 49.0 % of how far the tasks lie apart"), "\(unequal)")
    let one = try await found("averaged-ratios", in: Self.direct([100, 100], pages: Array(pages[..<2])))
    #expect(one.map(\.page) == [1] && one[0].estimator == "mesh", "\(one)")
    // A task that failed makes the platform's weights 1/2, 1/4, 1/4 in the place of 1/3 each.
    let failed = try await found(
      "averaged-ratios", in: Self.direct([100, 100, 100, 100], states: [1: .failed], pages: pages))
    #expect(failed[0].message.contains("off by up to 16.7 %"), "\(failed)")
  }

  @Test("ratios of tasks, of other platforms and of one task are not averages of averages")
  func soundRatios() async throws {
    let pages: [(Int, String?)] = [(0, Self.dose()), (1, Self.ratio([3, 2, 0]))]
    for store in [
      Self.direct([100, 100], platform: .batch, pages: pages), Self.direct([100], pages: pages),
      Self.direct([100, 100], stated: 200, pages: pages),
    ] {
      #expect(try await found("averaged-ratios", in: store) == [])
    }
    var tasks = FakeStore.Contents()
    tasks.addJob("job", primaries: [100, 100])
    tasks.simulations[0].platform = .direct
    for task in 1...2 {
      tasks.addEstimator(
        "mesh", file: "mesh_000\(task)", metadata: ["number_of_primaries": "100"], pages: pages)
    }
    #expect(try await found("averaged-ratios", in: tasks) == [])
  }
}
