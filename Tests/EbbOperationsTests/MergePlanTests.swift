import EbbExport
import EbbFakeStore
import EbbModel
import EbbTestSupport
import EbbText
import Foundation
import Testing

@testable import EbbOperations
@testable import EbbPipeline

/// What a merge says of its parts before it reads a page.
@Suite("Parts of a merge") struct MergePlanTests {
  /// A part of job-1 with the results of some of its tasks, as an export makes it while others still run.
  /// - Parameters:
  ///   - tasks: by the running numbers of their files.
  ///   - all: how many tasks the job has.
  private static func part(
    _ name: String, tasks: [Int], of all: Int, job: String = "job-1", pages: Int = 1,
    estimators: [String] = ["mesh"],
    in folder: TemporaryFolder
  ) async throws -> String {
    var store = FakeStore.Contents()
    store.addJob(job, primaries: [Int64](repeating: 10, count: all))
    for estimator in estimators {
      for task in tasks {
        let digits = "\(task)"
        store.addEstimator(
          estimator, file: "\(estimator)_" + String(repeating: "0", count: max(4 - digits.count, 0)) + digits,
          metadata: ["number_of_primaries": "10"],
          pages: (0..<pages).map { ($0, page([Double(task % 100), 2])) })
      }
    }
    let path = folder.path(name)
    try await store.export(to: path) {
      $0.isPartial = true
    } _: {
      $0.partial = true
    }
    return path
  }

  private static let reading = HDF5Reading(program: BuiltProgram.path(of: "ebb"))

  private static func plan(_ paths: [String], keepGoing: Bool = false) async throws -> MergePlan {
    var files: [PartialFile] = []
    for path in paths { files.append(try await PartialFile(opening: path, with: reading.reader)) }
    return try MergePlan(files, keepGoing: keepGoing)
  }

  private static func merge(_ paths: [String], to output: String) async throws -> ExportSummary {
    var choice = ExportDestination.Choice()
    choice.output = output
    let merge = Merge(
      PageRequest(), to: try ExportDestination(choice), creator: "1.2.3", command: "ebb merge",
      writtenAt: Instant(microseconds: 0), reading: reading)
    return try await merge.run(paths)
  }

  private static func warnings(_ plan: MergePlan) -> [String] {
    plan.notices.filter { $0.level == .warning }.map(\.text)
  }

  @Test(
    "a part whose task had no primaries weighs nothing, wherever it stands",
    arguments: [[0, 5], [5, 0], [0, 5, 0, 15]])
  func emptyParts(primaries: [Int64]) async throws {
    let folder = try TemporaryFolder()
    func store(of tasks: Range<Int>) -> FakeStore.Contents {
      var store = FakeStore.Contents()
      store.addJob("job-1", primaries: primaries)
      for task in tasks {
        let value = primaries[task] == 0 ? 99 : Double(primaries[task])
        store.addEstimator(
          "mesh", file: "mesh_000\(task + 1)", metadata: ["number_of_primaries": "\(primaries[task])"],
          pages: [(0, page([value, 2]))])
      }
      return store
    }
    var paths: [String] = []
    for task in primaries.indices {
      paths.append(folder.path("\(task).h5"))
      try await store(of: task..<task + 1).export(to: paths[task]) {
        $0.isPartial = true
      } _: {
        $0.partial = true
      }
    }
    let merged = folder.path("merged.csv")
    let summary = try await Self.merge(paths, to: merged)
    let whole = folder.path("whole.csv")
    try await store(of: primaries.indices).export(to: whole)
    #expect(
      try String(contentsOfFile: merged, encoding: .utf8) == String(contentsOfFile: whole, encoding: .utf8))
    let told = summary.notices.filter { $0.text.contains("had 0 primaries, and is left out") }
    #expect(told.count == primaries.count { $0 == 0 })
  }

  @Test("a forgotten part is told, in the middle, at the beginning and at the end")
  func forgotten() async throws {
    let folder = try TemporaryFolder()
    let parts = [
      try await Self.part("1.h5", tasks: [1, 2], of: 5, in: folder),
      try await Self.part("2.h5", tasks: [3], of: 5, in: folder),
      try await Self.part("3.h5", tasks: [4, 5], of: 5, in: folder),
    ]
    let whole = try await Self.plan(parts)
    #expect(whole.notices == [])
    #expect(whole.remarks == ["merged tasks 1 to 5 of job-1."])
    #expect(
      Self.warnings(try await Self.plan([parts[0], parts[1]])) == ["tasks 4 to 5 of job-1 are in no part."])
    #expect(Self.warnings(try await Self.plan([parts[0], parts[2]])) == ["task 3 of job-1 is in no part."])
    #expect(
      Self.warnings(try await Self.plan([parts[2], parts[1]])) == ["tasks 1 to 2 of job-1 are in no part."])
    #expect(
      Self.warnings(try await Self.plan([parts[1]])) == ["tasks 1 to 2, 4 to 5 of job-1 are in no part."])
    let summary = try await Self.merge([parts[0], parts[1]], to: folder.path("out.json"))
    #expect(summary.notices.map(\.text).contains("tasks 4 to 5 of job-1 are in no part."))
    let written = try String(contentsOfFile: folder.path("out.json"), encoding: .utf8)
    #expect(written.contains("tasks 4 to 5 of job-1 are in no part."))
  }

  @Test("a part that is merged of parts knows the job's tasks too")
  func again() async throws {
    let folder = try TemporaryFolder()
    let parts = [
      try await Self.part("1.h5", tasks: [1], of: 4, in: folder),
      try await Self.part("2.h5", tasks: [2], of: 4, in: folder),
      try await Self.part("3.h5", tasks: [3], of: 4, in: folder),
    ]
    var request = PageRequest()
    request.partial = true
    var choice = ExportDestination.Choice()
    choice.output = folder.path("both.h5")
    choice.isPartial = true
    let merge = Merge(
      request, to: try ExportDestination(choice), creator: "1.2.3", command: "ebb merge",
      writtenAt: Instant(microseconds: 0), reading: Self.reading)
    _ = try await merge.run([parts[0], parts[1]])
    let plan = try await Self.plan([choice.output, parts[2]])
    #expect(Self.warnings(plan) == ["task 4 of job-1 is in no part."])
    #expect(plan.remarks == ["merged tasks 1 to 3 of job-1."])
  }

  @Test("far task numbers cost nothing: they stay ranges")
  func far() async throws {
    let folder = try TemporaryFolder()
    let parts = [
      try await Self.part("1.h5", tasks: [1], of: 2, in: folder),
      try await Self.part("2.h5", tasks: [4_000_000_000, .max], of: 2, in: folder),
    ]
    let plan = try await Self.plan(parts)
    #expect(
      Self.warnings(plan) == [
        "tasks 2 to 3999999999, 4000000001 to 9223372036854775806 of job-1 are in no part."
      ])
    #expect(plan.groups.count == 1)
    _ = try await Self.merge(parts, to: folder.path("out.h5"))
  }

  @Test("of many gaps the first are told, and how many tasks more")
  func manyGaps() async throws {
    let folder = try TemporaryFolder()
    let part = try await Self.part("1.h5", tasks: (1...40).filter { $0 % 2 == 1 }, of: 40, in: folder)
    #expect(
      Self.warnings(try await Self.plan([part])) == [
        "tasks 2, 4, 6, 8, 10, 12, 14, 16, … (12 more) of job-1 are in no part."
      ])
  }

  @Test("what only some pages lack is told with the page")
  func somePages() async throws {
    let folder = try TemporaryFolder()
    var store = FakeStore.Contents()
    store.addJob("job-1", primaries: [10, 10, 10])
    for task in 1...3 {
      store.addEstimator(
        "mesh", file: "mesh_000\(task)", pages: [(0, page([1])), (1, task == 3 ? nil : page([1]))])
    }
    let path = folder.path("1.h5")
    try await store.export(to: path) {
      $0.isPartial = true
    } _: {
      $0.partial = true
    }
    #expect(
      Self.warnings(try await Self.plan([path])) == [
        "estimator 'mesh', page 1: task 3 of job-1 is in no part."
      ])
  }

  @Test("a task that two parts have is refused, and replicas of the same numbers are not")
  func overlaps() async throws {
    let folder = try TemporaryFolder()
    let first = try await Self.part("1.h5", tasks: [1, 2, 3], of: 4, in: folder)
    let second = try await Self.part("2.h5", tasks: [3, 4], of: 4, in: folder)
    let third = try await Self.part("3.h5", tasks: [1, 2, 3], of: 3, job: "job-2", in: folder)
    let error = await #expect(throws: Failure.self) { try await Self.plan([first, third, second]) }
    #expect(error?.message.contains("'\(first)' and '\(second)' both have task 3 of 'job-1'") == true)
    let plan = try await Self.plan([first, third])
    #expect(Self.warnings(plan) == ["task 4 of job-1 is in no part."])
    #expect(plan.remarks == ["merged tasks 1 to 3 of job-1.", "merged tasks 1 to 3 of job-2."])
    #expect(plan.simulations.map(\.name) == ["combined"])
    #expect(plan.simulations.map(\.jobIDs) == [["job-1", "job-2"]])
  }

  @Test("a page that one part lacks is refused, or left out on request")
  func lacking() async throws {
    let folder = try TemporaryFolder()
    let first = try await Self.part("1.h5", tasks: [1], of: 2, pages: 2, in: folder)
    let second = try await Self.part("2.h5", tasks: [2], of: 2, estimators: ["mesh", "zone"], in: folder)
    let error = await #expect(throws: Failure.self) { try await Self.plan([first, second]) }
    #expect(error?.message.contains("page 1 is missing from '\(second)', and '\(first)' has it") == true)
    let plan = try await Self.plan([first, second], keepGoing: true)
    #expect(plan.groups.map(\.number) == [0])
    #expect(plan.notices.filter { $0.level == .leftOut }.count == 2)
    #expect(plan.simulations[0].estimators.map(\.name) == ["mesh"])
  }

  @Test("averages of which one part alone knows the weights are not merged")
  func weightsOfOne() async throws {
    let folder = try TemporaryFolder()
    var paths: [String] = []
    for (task, hasDose) in [(1, true), (2, false)] {
      var store = FakeStore.Contents()
      store.addJob("job-1", primaries: [10, 10])
      let average = page([3, 5], name: "DLET", unit: "keV/um", metadata: ["page_normalized": "3"])
      store.addEstimator(
        "mesh", file: "mesh_000\(task)", metadata: ["number_of_primaries": "10"],
        pages: (hasDose ? [(0, page([1, 2]))] : []) + [(1, average)])
      let path = folder.path("\(task).h5")
      try await store.export(to: path) {
        $0.isPartial = true
      } _: {
        $0.partial = true
        $0.pages = [PageSelection("DLET")].compactMap(\.self)
      }
      paths.append(path)
    }
    let error = await #expect(throws: Failure.self) {
      try await Self.merge(paths, to: folder.path("all.json"))
    }
    #expect(error?.message.contains("denominator") == true, "\(String(describing: error))")
  }

  @Test("the work of a plan is linear in the parts and in their pages")
  func linear() async throws {
    let folder = try TemporaryFolder()
    func steps(parts: Int, pages: Int) async throws -> Int {
      var paths: [String] = []
      for task in 1...parts {
        paths.append(
          try await Self.part(
            "\(parts)-\(pages)-\(task).h5", tasks: [task], of: parts, pages: pages, in: folder))
      }
      return try await Self.plan(paths).steps
    }
    let few = try await steps(parts: 4, pages: 5)
    #expect(try await steps(parts: 16, pages: 5) <= 4 * few)
    #expect(try await steps(parts: 4, pages: 20) <= 4 * few)
    #expect(few >= 20)
  }

  @Test("a merge that is cancelled ends before it reads, and leaves nothing")
  func cancelled() async throws {
    let folder = try TemporaryFolder()
    let part = try await Self.part("1.h5", tasks: [1], of: 1, in: folder)
    let output = folder.path("out.json")
    let task = Task {
      unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
      return try await Self.merge([part], to: output)
    }
    let error = await #expect(throws: Failure.self) { try await task.value }
    #expect(error?.kind == .interrupted)
    #expect(try folder.names == ["1.h5"])
  }
}
