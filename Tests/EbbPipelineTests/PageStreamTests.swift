import EbbFakeStore
import EbbModel
import EbbStore
import EbbTestSupport
import EbbText
import Synchronization
import Testing

@testable import EbbPipeline

@Suite("PageStream")
struct PageStreamTests {
  /// A simulation of tasks of the primaries given, one estimator each.
  private static func store(_ primaries: [Int64], _ text: (Int) -> String?) -> FakeStore.Contents {
    var store = FakeStore.Contents()
    store.addJob("job", primaries: primaries)
    for index in primaries.indices {
      store.addEstimator(
        "dose", file: "dose_000\(index + 1)", metadata: ["number_of_primaries": "\(primaries[index])"],
        pages: [(0, text(index))])
    }
    return store
  }

  @Test("a mean is weighted by primaries and has its error")
  func mean() async throws {
    let (pages, notices) = try await Self.store([10, 30]) { page([$0 == 0 ? 1 : 5]) }.pages()
    #expect(pages[0].values == [4])
    // S = 10·9 + 30·1 = 120; the square root of 120/(1·40).
    #expect(abs((pages[0].errors?[0] ?? 0) - 3.0.squareRoot()) < 1e-15)
    #expect(pages[0].contributions == 2)
    #expect(pages[0].primaries == 40)
    #expect(notices == [])
  }

  @Test("values come in the order of the axes, whatever the simulator's")
  func memoryOrder() async throws {
    let axes = [[1.0, 2], [10.0, 20, 30]]
    for (simulator, values) in [("shieldhit", [1.0, 3, 5, 2, 4, 6]), ("topas", [1, 2, 3, 4, 5, 6])] {
      var store = FakeStore.Contents()
      store.addJob("job", simulator: simulator)
      store.addEstimator("mesh", pages: [(0, page([1, 2, 3, 4, 5, 6], axes: axes))])
      #expect(try await store.pages().pages[0].values == values)
    }
  }

  @Test("values that are not finite are told, or skipped bin by bin")
  func notFinite() async throws {
    let store = Self.store([10, 10, 10]) { page([1, $0 == 1 ? .nan : 2, .infinity]) }
    let (told, notices) = try await store.pages()
    #expect(told[0].values[0] == 1)
    #expect(told[0].values[1].isNaN)
    #expect(told[0].values[2] == .infinity)
    #expect(told[0].errors?[1].isNaN == true)
    #expect(told[0].binContributions == nil)
    #expect(notices.map(\.text) == ["estimator 'dose', page 0: 2 of 3 values are not finite."])
    let (skipped, _) = try await store.pages { $0.nonFinite = .skip }
    #expect(skipped[0].values[..<2] == [1, 2])
    #expect(skipped[0].values[2].isNaN)
    #expect(skipped[0].binContributions == [3, 2, 0])
  }

  @Test("bins whose magnitudes are too far apart for errors are told, and keep their values")
  func farApart() async throws {
    let store = Self.store([10, 10]) { $0 == 0 ? page([1e-300, 1e300, 1]) : page([3e-300, 3e300, 3]) }
    let (pages, notices) = try await store.pages()
    #expect(zip(pages[0].values, [2e-300, 2e300, 2]).allSatisfy { abs($0 / $1 - 1) < 1e-12 })
    #expect(pages[0].errors?.map(\.isNaN) == [true, true, false])
    #expect(
      notices.map(\.text) == [
        "estimator 'dose', page 0: 2 of 3 values have no error: magnitudes from 1e-300 to 1e300 in one page are too far "
          + "apart for their squares."
      ])
    // Of one magnitude, however small or large, all have one, and nothing is said.
    for scale in [1e-300, 1e-200, 1, 1e200, 1e300] {
      let (own, others) = try await Self.store([10, 10]) { page([scale, 2 * scale * Double($0)]) }.pages()
      #expect(others == [] && own[0].errors?.contains(where: \.isNaN) == false)
    }
  }

  @Test("averaged counts become their sum again, however large they are")
  func averagedCounts() async throws {
    var store = FakeStore.Contents()
    store.addJob("job", primaries: [10, 10, 10])
    store.simulations[0].platform = .direct
    store.addEstimator(
      "count", metadata: ["number_of_primaries": "10"],
      pages: [
        (
          0,
          page([10_000_000_001.0 / 3, 7.0 / 3], name: "COUNT", unit: "", metadata: ["page_normalized": "1"])
        )
      ])
    let (pages, notices) = try await store.pages()
    #expect(pages[0].values == [10_000_000_001, 7])
    #expect(notices.contains { $0.text.contains("multiplied by 3") })
  }

  @Test("a page without data is said to have none, and the others count", arguments: [nil, "null"])
  func noData(text: String?) async throws {
    let (pages, notices) = try await Self.store([10, 10]) { $0 == 0 ? text : page([3]) }.pages()
    #expect(pages[0].values == [3])
    #expect(pages[0].errors == nil)
    #expect(pages[0].primaries == 10)
    #expect(
      notices.map(\.text) == ["page 1001 (estimator 'dose', page 0) of job has no data: left out."])
  }

  /// A store of two good pages, and one between them with a fault.
  private struct Fault: Sendable, CustomTestStringConvertible {
    var name: String
    var says: String
    var spoil: @Sendable (inout FakeStore.Contents, [PageID]) -> Void
    var testDescription: String { name }

    static let all: [Fault] = [
      Fault(name: "no gzip", says: "not gzip") { $0.data[$1[1]] = [1, 2, 3] },
      Fault(name: "cut short", says: "ends early") { $0.data[$1[1]]?.removeLast(20) },
      Fault(name: "no JSON", says: "the JSON breaks") { $0.data[$1[1]] = Gzip.member("{\"data\": 3}") },
      Fault(name: "a value too many", says: "2 values for 1 bin") {
        $0.data[$1[1]] = Gzip.member(page([1, 2], axes: []))
      },
      Fault(name: "another shape", says: "differ in shape") { $0.data[$1[1]] = Gzip.member(page([1, 2])) },
      Fault(name: "another unit", says: "differ in unit") {
        $0.data[$1[1]] = Gzip.member(page([1], unit: "Gy"))
      },
      Fault(name: "an unknown rule", says: "page_normalized is '9'") { store, pages in
        for page in pages {
          store.data[page] = Gzip.member(EbbFakeStore.page([1], metadata: ["page_normalized": "9"]))
        }
      },
      Fault(name: "a row that is gone", says: "is not in") {
        $0.faults[$1[1]] = .missingPage(url: "u", page: $1[1].rawValue)
      },
      Fault(name: "a row that holds no bytes", says: "no usable 'compressed_data'") {
        $0.faults[$1[1]] = .badValue(
          url: "u", table: "Page", column: "compressed_data", row: $1[1].rawValue)
      },
      Fault(name: "a page twice", says: "more than once") { store, _ in
        store.pages.append(
          PageRow(id: PageID(9), estimatorID: store.estimators[2].id, number: 0, compressedBytes: 0))
      },
    ]

    var store: FakeStore.Contents {
      var store = FakeStore.Contents()
      store.addJob("job", primaries: [10, 10])
      store.addEstimator("a", pages: [(0, page([1]))])
      var spoilt: [PageID] = []
      for task in 1...2 {
        spoilt += store.addEstimator("b", file: "b_000\(task)", pages: [(0, page([2]))])
      }
      store.addEstimator("c", pages: [(0, page([3]))])
      spoil(&store, spoilt)
      return store
    }
  }

  @Test("a fault stops the export, and names the page", arguments: Fault.all)
  private func stops(fault: Fault) async throws {
    let failure = await #expect(throws: Failure.self) { try await fault.store.pages() }
    #expect(failure?.kind == .brokenData)
    #expect(failure?.message.contains(fault.says) == true, "\(String(describing: failure))")
    #expect(failure?.message.contains("'b'") == true)
    #expect(failure?.advice != nil)
  }

  @Test("with --keep-going the group is left out, and all others come", arguments: Fault.all)
  private func keepsGoing(fault: Fault) async throws {
    for threads in [1, 3] {
      let (pages, notices) = try await fault.store.pages {
        $0.keepGoing = true
        $0.threads = threads
      }
      #expect(pages.map(\.values) == [[1], [3]])
      #expect(notices.count { $0.level == .leftOut } == 1)
      #expect(notices.contains { $0.text.hasPrefix("left out: ") && $0.text.contains(fault.says) })
    }
  }

  @Test("a store that fails ends the export, --keep-going or not", arguments: [true, false])
  func storeFails(keepGoing: Bool) async throws {
    var store = Self.store([10, 10, 10]) { _ in page([1]) }
    store.faults[store.pages[1].id] = .connectionLost(url: "u", reason: "gone")
    let failure = await #expect(throws: (any Error).self) {
      try await store.pages { $0.keepGoing = keepGoing }
    }
    #expect(Failure(any: try #require(failure)).kind == .unavailable)
  }

  @Test("a text beyond the limit is refused")
  func byteLimit() async throws {
    let store = Self.store([10]) { _ in page([Double](repeating: 1, count: 1000)) }
    let failure = await #expect(throws: Failure.self) { try await store.pages { $0.byteLimit = 100 } }
    #expect(failure?.advice?.contains("--max-page-bytes") == true)
  }

  @Test("any number of threads gives the same bits", arguments: [1, 2, 4, 7])
  func threads(count: Int) async throws {
    var random = SeededGenerator(seed: 6)
    var store = FakeStore.Contents()
    store.addJob("job", primaries: (1...9).map { $0 * 7 })
    for task in 1...9 {
      let values = (0..<200).map { _ in Double.random(in: 0..<1, using: &random) }
      store.addEstimator(
        "dose", file: "dose_000\(task)", pages: (0..<5).map { ($0, page(values.map { $0 / Double(task) })) })
    }
    let one = try await store.pages()
    let many = try await store.pages { $0.threads = count }
    #expect(many.pages == one.pages)
    #expect(many.notices == one.notices)
  }

  @Test("no more pages are fetched ahead of a slow reader than four times the threads", arguments: [1, 3, 6])
  func lookahead(threads: Int) async throws {
    var contents = FakeStore.Contents()
    contents.addJob("job")
    // While the first page is decoded, which takes a while, there is time to fetch too much.
    let particles = String(repeating: "0.1, ", count: 799_999) + "0.1"
    let slow = page([0.1], name: "MCPL").replacing("[0.1]", with: "[\(particles)]")
    contents.addEstimator("mesh", pages: (0..<40).map { ($0, $0 == 0 ? slow : page([1])) })
    let store = FakeStore(contents)
    var request = PageRequest()
    request.threads = threads
    let plan = try await contents.plan()
    let most = try await Catalog(store: store).withPages(plan, request) { next in
      var most = 0
      var given = 0
      while case .page = try await next() {
        given += 1
        try await Task.sleep(for: .milliseconds(1))
        most = max(most, await store.fetched - given)
      }
      return most
    }
    #expect(most < 4 * threads)
    #expect(await store.fetched == 40)
  }

  @Test("a reader that stops ends the work")
  func readerThrows() async throws {
    struct Full: Error {}
    var contents = FakeStore.Contents()
    contents.addJob("job")
    contents.addEstimator("mesh", pages: (0..<40).map { ($0, page([1])) })
    let store = FakeStore(contents)
    let plan = try await contents.plan()
    await #expect(throws: Failure(any: Full())) {
      try await Catalog(store: store).withPages(plan, PageRequest()) { next in
        while case .page = try await next() { throw Full() }
      }
    }
    #expect(await store.fetched < 5)
  }

  @Test("being cancelled ends the work within a page, however many contributions that has")
  func cancelled() async throws {
    let contents = Self.store([Int64](repeating: 1, count: 9)) { _ in page([1]) }
    let store = FakeStore(contents)
    let plan = try await contents.plan()
    let task = Task {
      let read: (() async throws -> PageStep) async throws -> Void = { next in _ = try await next() }
      try await Catalog(store: store).withPages(
        plan, PageRequest(), report: { _ in unsafe withUnsafeCurrentTask { unsafe $0?.cancel() } }, read)
    }
    await #expect(throws: Failure.interrupted) { try await task.value }
    #expect(await store.fetched < 5)
  }

  @Test("progress counts every contribution and all its bytes")
  func progress() async throws {
    let contents = Self.store([10, 10, 10]) { $0 == 1 ? nil : page([1]) }
    let plan = try await contents.plan()
    let seen = Mutex<[Progress]>([])
    let read: (() async throws -> PageStep) async throws -> Void = { next in
      while case .page = try await next() {}
    }
    try await Catalog(store: FakeStore(contents)).withPages(
      plan, PageRequest(), report: { progress in seen.withLock { $0.append(progress) } }, read)
    let last = try #require(seen.withLock { $0.last })
    #expect(seen.withLock { $0.map(\.pagesDone) } == [1, 2, 3])
    #expect(last.pages == 3)
    #expect(last.bytes == contents.pages.reduce(0) { $0 + $1.compressedBytes })
    #expect(last.bytesDone == last.bytes)
  }

  @Test("no page is decoded twice, be it selected by name and its axes looked for")
  func decodedOnce() async throws {
    var contents = FakeStore.Contents()
    contents.addJob("job", primaries: [10, 10])
    for task in 1...2 {
      contents.addEstimator(
        "mesh", file: "mesh_000\(task)",
        pages: [(0, page([1, 2])), (1, page([3, 4], name: "LET")), (2, page([5], name: "LET"))])
    }
    let store = FakeStore(contents)
    let catalog = Catalog(store: store)
    var request = PageRequest()
    request.pages = [try #require(PageSelection("LET"))]
    request.reductions = [.sum(axis: "x")]
    let (pages, _) = try await catalog.pages(of: contents.simulations, request)
    #expect(pages.map(\.page.values) == [[3.5], [5]])
    // The page of another name was read once, to know its name.
    let fetched = await store.fetched
    #expect(fetched == 5)
  }
}
