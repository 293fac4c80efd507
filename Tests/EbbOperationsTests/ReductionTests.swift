import EbbFakeStore
import EbbModel
import EbbText
import Testing

@testable import EbbOperations
@testable import EbbPipeline

/// Reductions and scaling on their way through an export.
@Suite("Reductions of an export")
struct ReductionTests {
  /// Two tasks of 10 and 30 primaries: a mesh of 2 x 3 bins, a single value and a LET.
  private static func store(simulator: String = "shieldhit") -> FakeStore.Contents {
    var store = FakeStore.Contents()
    store.addJob("job", primaries: [10, 30], simulator: simulator)
    for task in 1...2 {
      let scale = Double(task)
      store.addEstimator(
        "mesh", file: "mesh_000\(task)",
        pages: [
          (0, page((1...6).map { Double($0) * scale }, axes: [[0, 1], [0, 1, 2]])),
          (1, page([8 * scale], name: "FLUENCE", unit: "/cm^2")),
          (2, page([3], name: "DLET", unit: "MeV/cm")),
        ])
    }
    return store
  }

  @Test(
    "bins are those of the simulator's order",
    arguments: [("shieldhit", [[1.5, 3.5, 5.5], [3, 4]]), ("topas", [[2.5, 3.5, 4.5], [2, 5]])])
  func orders(simulator: String, values: [[Double]]) async throws {
    // The second task has twice the first's values, and three times its weight: the mean is 1.75 times them.
    for (axis, expected) in zip(["x", "y"], values) {
      let pages = try await Self.store(simulator: simulator).pages {
        $0.reductions = [.sum(axis: axis)]
      }.pages
      #expect(pages[0].values == expected.map { $0 * 1.75 })
      #expect(pages[0].axes.map(\.name) == [axis == "x" ? "y" : "x"])
      // S = 10·(0.75)² + 30·(0.25)² = 7.5 times the square of the first's, by (2 − 1)·40.
      let errors = expected.map { $0 * (7.5 / 40).squareRoot() }
      for (found, expected) in zip(pages[0].errors ?? [], errors) { #expect(abs(found - expected) < 1e-12) }
      #expect(pages[0].errors?.count == expected.count)
    }
  }

  @Test("pages without axes are as they were, and nothing is said of it")
  func lacking() async throws {
    let (pages, notices) = try await Self.store().pages {
      $0.reductions = [.sum(axis: "x"), .sum(axis: "y")]
    }
    #expect(pages.map(\.values) == [[3.5 * 1.75], [14], [3]])
    #expect(pages.map(\.operations.count) == [2, 0, 0])
    #expect(notices.map(\.text) == [])
  }

  @Test("an axis that no page has is a usage error that lists those there are")
  func noAxis() async throws {
    let failure = await #expect(throws: Failure.self) {
      try await Self.store().export { _ in
      } _: {
        $0.reductions = [.sum(axis: "y"), .at(axis: "energy", value: 1)]
      }
    }
    #expect(failure?.kind == .usage)
    #expect(
      failure?.message == "no page that is exported has an axis 'energy', as --at energy=1.0 asks.")
    #expect(failure?.advice == "The axes are: x, y.")
  }

  @Test("a value outside the axis says where the axis ends, and leaves its page out on request")
  func outside() async throws {
    let steps = [ReductionStep.at(axis: "y", value: 2.6)]
    let failure = await #expect(throws: Failure.self) {
      try await Self.store().export { _ in
      } _: {
        $0.reductions = steps
      }
    }
    #expect(failure?.kind == .usage)
    #expect(
      failure?.message
        == "estimator 'mesh', page 0: --at y=2.6 is outside the axis, which goes from -0.5 to 2.5 cm.")
    let (pages, notices) = try await Self.store().pages {
      $0.reductions = steps
      $0.keepGoing = true
    }
    #expect(pages.map(\.number) == [1, 2])
    #expect(notices.count { $0.level == .leftOut } == 1)
  }

  @Test("what is per primary is scaled behind the mean, and what is not is said")
  func scaled() async throws {
    let (pages, notices) = try await Self.store().pages { $0.primaries = 1000 }
    #expect(pages.map(\.unit.text) == ["Gy", "cm^-2", "MeV/cm"])
    #expect(pages.map { $0.values[0] } == [1.75 * (1000 * 1.602176634e-10), 14000, 3])
    #expect(pages[1].errors?[0] == pages[1].values[0] / 1.75 * (7.5 / 40).squareRoot())
    #expect(
      notices.map(\.text) == ["--primaries: what is not per primary is as before: DLET (1 page)."])
  }
}
