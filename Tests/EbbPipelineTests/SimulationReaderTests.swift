import EbbFakeStore
import EbbModel
import EbbStore
import EbbTestSupport
import EbbText
import Testing

@testable import EbbPipeline

@Suite("Reading many simulations") struct SimulationReaderTests {
  private static func store(jobs: Int, estimators: Int = 1) -> FakeStore.Contents {
    var store = FakeStore.Contents()
    for job in 1...jobs {
      store.addJob("job-\(job)", primaries: [Int64(job)])
      for estimator in 0..<estimators {
        store.addEstimator("dose_\(estimator)", file: "dose_\(estimator)_0001", pages: [(0, page([1]))])
      }
    }
    return store
  }

  private static func reader(
    _ contents: FakeStore.Contents, limits: SimulationReader.Limits = SimulationReader.Limits()
  ) -> (reader: SimulationReader, store: FakeStore) {
    let store = FakeStore(contents)
    return (SimulationReader(contents.simulations, from: store, byteLimit: 1 << 20, limits: limits), store)
  }

  @Test("each has its own rows, whichever are asked for together or passed over")
  func rows() async throws {
    let contents = Self.store(jobs: 150, estimators: 2)
    var (reader, store) = Self.reader(contents)
    for simulation in contents.simulations where simulation.id.rawValue % 7 != 3 {
      let stored = try await reader.rows(of: simulation)
      #expect(stored.tasks.map(\.simulatedPrimaries) == [simulation.id.rawValue])
      #expect(stored.names == ["dose_0", "dose_1"])
      #expect(stored.estimators.allSatisfy { $0.row.simulationID == simulation.id && $0.pages.count == 1 })
    }
    #expect(await store.asked == [64, 86])
  }

  @Test("no more rows are asked for together than are allowed, but for one simulation")
  func limits() async throws {
    for limits in [
      SimulationReader.Limits(tasks: 10), SimulationReader.Limits(estimators: 10),
      SimulationReader.Limits(pages: 10), SimulationReader.Limits(estimators: 1),
    ] {
      let contents = Self.store(jobs: 30, estimators: 2)
      var (reader, store) = Self.reader(contents, limits: limits)
      let stored = try await reader.rows(of: contents.simulations)
      #expect(stored.map(\.estimators.count) == [Int](repeating: 2, count: 30))
      #expect(await store.asked.count < 40)
    }
  }

  @Test("a row that cannot be read is the fault of its simulation alone")
  func unreadable() async throws {
    var contents = Self.store(jobs: 100)
    contents.unreadable = [SimulationID(5), SimulationID(70), SimulationID(71)]
    var (reader, _) = Self.reader(contents)
    var failed: [Int64] = []
    for simulation in contents.simulations {
      do {
        #expect(try await reader.rows(of: simulation).tasks.count == 1)
      } catch {
        #expect(error.kind == .brokenData)
        #expect(error.message.contains("row \(simulation.id.rawValue) of the table 'Task'"))
        failed.append(simulation.id.rawValue)
      }
    }
    #expect(failed == [5, 70, 71])
  }

  @Test("large answers make the next questions smaller")
  func bytes() {
    var size = QuestionSize(first: 64, byteLimit: 1000)
    var counts: [Int] = []
    for bytes in [0, 250, 900, 10_000, 1_000_000, 1_000_000] {
      size.adapt(toAnswerOf: bytes)
      counts.append(size.count)
    }
    #expect(counts == [256, 1024, 1137, 113, 1, 1])
    size.shrink(from: 3)
    #expect(size.count == 1)
    for _ in 0..<2 { size.adapt(toAnswerOf: 1) }
    #expect(size.count == 1)
    for _ in 0..<40 { size.adapt(toAnswerOf: 1) }
    #expect(size.count == 1 << 20)
  }

  @Test("jobs that are named by the hundred are the same as one by one")
  func references() async throws {
    var contents = FakeStore.Contents()
    for job in ["2024-a", "2024-ab", "2024-b", "2025-c", "2025-cde", "x", "zebra-1"] { contents.addJob(job) }
    let catalog = Catalog(store: FakeStore(contents))
    let index = JobIndex(contents.simulations)
    for reference in [
      "2024-a", "2024-ab", "2024-b", "2024", "2025-cd", "2025-c", "2025", "x", "zeb", "zebr", "zebra-12", "",
      "id:3", "id:x", "none-such",
    ] {
      let alone: Simulation?
      do { alone = try await catalog.simulation(reference) } catch { alone = nil }
      if let found = index.simulation(reference) { #expect(found == alone, "\(reference)") }
      // What an index does not tell is asked of the store.
      let many = [String](repeating: "x", count: 40) + [reference]
      do {
        #expect(try await catalog.simulations(named: many).last == alone ?? nil, "\(reference)")
      } catch {
        #expect(alone == nil, "\(reference)")
      }
    }
  }
}
