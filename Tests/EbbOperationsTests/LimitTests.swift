import EbbFakeStore
import EbbModel
import EbbStore
import EbbTestSupport
import EbbText
import Testing

@testable import EbbOperations
@testable import EbbPipeline

@Suite("Limits of bytes") struct LimitTests {
  /// A job whose page, metadata, input and log are texts of more than 1,000 bytes.
  private static let store: FakeStore.Contents = {
    var store = FakeStore.Contents()
    let id = store.addJob("job", primaries: [10])
    let filler = String(repeating: "x", count: 1000)
    store.addEstimator("dose", metadata: ["filler": filler], pages: [(0, page([1]))])
    let text = Gzip.member(#"{"input_type": "files", "input_files": {"beam.dat": "\#(filler)"}}"#)
    store.inputs.append(Input(id: InputID(1), simulationID: id, compressedData: text))
    store.logs.append(
      Logfiles(
        id: LogfilesID(1), simulationID: id, compressedData: Gzip.member(#"{"run.log": "\#(filler)"}"#)))
    return store
  }()

  @Test(
    "what is larger than allowed is told with the limit and the option, be it metadata, an input or a log",
    arguments: ["metadata", "input", "log files"])
  func limit(what: String) async throws {
    let catalog = Catalog(store: FakeStore(Self.store))
    let simulation = Self.store.simulations[0]
    func read(_ limit: Int) async throws(Failure) {
      switch what {
      case "metadata": _ = try await Overview(of: catalog, byteLimit: limit, threads: 1).run(simulation)
      case "input": _ = try await catalog.input(of: simulation, byteLimit: limit)
      default: _ = try await catalog.logs(of: simulation, byteLimit: limit)
      }
    }
    try await read(2000)
    let failure = await #expect(throws: Failure.self) { try await read(999) }
    #expect(failure?.kind == .brokenData)
    #expect(failure?.message.contains(what) == true)
    #expect(failure?.message.contains("more than the 999 allowed") == true)
    #expect(failure?.advice == "Allow more with --max-page-bytes.")
  }

  @Test("an export and an audit take the same limit for metadata")
  func everywhere() async throws {
    let catalog = Catalog(store: FakeStore(Self.store))
    var request = PageRequest()
    request.byteLimit = 999
    await #expect(throws: Failure.self) { try await catalog.plan(of: Self.store.simulations, request) }
    let found = try await Audit(of: catalog, byteLimit: 999, threads: 1).run([Self.store.simulations[0]])[0]
    #expect(found.filter { $0.message.contains("999 allowed") }.count == 2)
  }

  /// How many pages are fetched before the first is given, of as many as there are.
  private static func fetched(values: Int, threads: Int, bytesADecoder: Int) async throws -> Int {
    var contents = FakeStore.Contents()
    contents.addJob("job")
    let text = page([Double](repeating: 0.123456789, count: values))
    contents.addEstimator("dose", pages: (0..<40).map { ($0, text) })
    let store = FakeStore(contents)
    var pages = try await DecodedContributions(
      contents.pages.map(\.id), from: store, byteLimit: 1 << 30, threads: threads,
      bytesADecoder: bytesADecoder)
    return try await withThrowingTaskGroup(of: DecodedContributions.Group.Element.self) { group in
      _ = try await pages.next(in: &group)
      let fetched = await store.fetched
      var given = 1
      while let outcome = try await pages.next(in: &group) {
        #expect(try outcome.get()?.values.count == values)
        given += 1
      }
      #expect(given == 40)
      return fetched
    }
  }

  /// The first values of pages in an order in which some come again, and how many were read.
  private static func repeated(threads: Int, maxKept: Int) async throws -> (values: [Double], fetched: Int) {
    var contents = FakeStore.Contents()
    contents.addJob("job")
    let pages = (0..<12).map { ($0, page([Double](repeating: Double($0), count: 1000))) }
    contents.addEstimator("dose", pages: pages.map { ($0.0, $0.0 == 7 ? "{" : $0.1) })
    let ids = contents.pages.map(\.id)
    let order = [0, 0, 1, 2, 0, 3, 1, 7, 4, 2, 5, 7, 6, 0, 0, 8, 1, 9, 10, 2, 7, 11, 0, 11]
    let store = FakeStore(contents)
    var reader = try await DecodedContributions(
      order.map { ids[$0] }, from: store, byteLimit: 1 << 30, threads: threads, maxKept: maxKept)
    let values = try await withThrowingTaskGroup(of: DecodedContributions.Group.Element.self) { group in
      var values: [Double] = []
      while let outcome = try await reader.next(in: &group) {
        values.append((try? outcome.get()?.values[999]) ?? -1)
      }
      return values
    }
    #expect(values == order.map { $0 == 7 ? -1 : Double($0) })
    return (values, await store.fetched)
  }

  @Test("pages that come again are read once as far as they may be kept, and are the same in any case")
  func again() async throws {
    for threads in [1, 2, 4] {
      #expect(try await Self.repeated(threads: threads, maxKept: 1 << 20).fetched == 12)
      // Of two pages with their axes.
      let some = try await Self.repeated(threads: threads, maxKept: 33_000).fetched
      #expect(12...24 ~= some)
      // Those that are on their way when they are asked for again are read once all the same.
      #expect(13...24 ~= (try await Self.repeated(threads: threads, maxKept: 0).fetched))
    }
  }

  @Test("pages that are read ahead are bounded by their bytes, and one goes whatever its size")
  func ahead() async throws {
    // A page of 10,000 values is a text of some 130 kB.
    #expect(try await Self.fetched(values: 10_000, threads: 2, bytesADecoder: 1) == 1)
    #expect(try await Self.fetched(values: 10_000, threads: 2, bytesADecoder: 200_000) <= 5)
    #expect(try await Self.fetched(values: 10_000, threads: 4, bytesADecoder: 64 << 20) > 5)
    #expect(try await Self.fetched(values: 10, threads: 2, bytesADecoder: 64 << 20) <= 9)
  }

  @Test("a large page with a long text beside its data is the same as a small one")
  func longText() async throws {
    var contents = FakeStore.Contents()
    contents.addJob("job")
    let small = page([1, 2, 3])
    // More text than is held, with a comment that is longer than what is held of such.
    let comment = "{\"comment\": \"" + String(repeating: "w", count: 2 << 20) + "\", "
    let blanks = String(repeating: " ", count: 65 << 20)
    let long = small.replacing("{", with: comment, maxReplacements: 1) + blanks
    contents.addEstimator("dose", pages: [(0, small), (1, small)])
    let ids = contents.pages.map(\.id)
    contents.data[ids[0]] = Gzip.member(Array(long.utf8), level: 0)
    let store = FakeStore(contents)
    var pages = try await DecodedContributions(ids, from: store, byteLimit: 1 << 30, threads: 1)
    let values = try await withThrowingTaskGroup(of: DecodedContributions.Group.Element.self) { group in
      var values: [[Double]?] = []
      while let outcome = try await pages.next(in: &group) { values.append(try outcome.get()?.values) }
      return values
    }
    #expect(values == [[1, 2, 3], [1, 2, 3]])
    // Its data were given back while they were inflated, and so read once more.
    #expect(await store.fetched == 3)
  }

  @Test("large pages, which a free thread helps with, are the same for any number of threads")
  func helped() async throws {
    var contents = FakeStore.Contents()
    contents.addJob("job")
    var random = SeededGenerator(seed: 5)
    let large = (0..<2).map { _ in (0..<150_000).map { _ in Double.random(in: 0..<1, using: &random) } }
    let small = [0.5, 0.25]
    for (number, order) in [[small, large[0]], [large[0]], [large[0], small, large[1]]].enumerated() {
      contents.addEstimator("estimator \(number)", pages: order.enumerated().map { ($0, page($1)) })
    }
    let expected = [small, large[0], large[0], large[0], small, large[1]]
    let ids = contents.pages.map(\.id)
    try #require(contents.data[ids[1]].map { $0.count > 1 << 20 } == true)
    for threads in [1, 2, 4] {
      for first in [0, 1, 5] {
        var pages = try await DecodedContributions(
          Array(ids[first...]), from: FakeStore(contents), byteLimit: 1 << 30, threads: threads)
        try await withThrowingTaskGroup(of: DecodedContributions.Group.Element.self) { group in
          for index in first..<ids.count {
            let found = try await pages.next(in: &group)?.get()?.values
            #expect(found == expected[index], "\(threads) threads, page \(index) of those from \(first)")
          }
        }
      }
    }
  }
}
