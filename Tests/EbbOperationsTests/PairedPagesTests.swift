import EbbFakeStore
import EbbModel
import EbbText
import Testing

@testable import EbbOperations
@testable import EbbPipeline

/// Two results read side by side.
@Suite("Pages of two results") struct PairedPagesTests {
  /// Jobs of two tasks each with so many pages; `values` of a job, a task and a page.
  private static func store(
    jobs: Int = 2, pages: Int, axes: [[Double]]? = nil,
    _ values: (_ job: Int, _ task: Int, _ page: Int) -> String?
  ) -> FakeStore.Contents {
    var store = FakeStore.Contents()
    for job in 0..<jobs {
      store.addJob("job-\(job)", primaries: [10, 10])
      for task in 0..<2 {
        store.addEstimator(
          "mesh", file: "mesh_000\(task + 1)", pages: (0..<pages).map { ($0, values(job, task, $0)) })
      }
    }
    return store
  }

  private static func z(_ values: [Double], from low: Double = 0, width: Double = 1, name: String = "DOSE")
    -> String
  {
    page(values, axes: [values.indices.map { low + (Double($0) + 0.5) * width }], name: name)
  }

  private static func report(
    _ contents: FakeStore.Contents, oneStore: Bool = true, _ change: (inout CompareRequest) -> Void = { _ in }
  ) async throws -> ComparisonReport {
    var request = CompareRequest()
    change(&request)
    let catalog = Catalog(store: FakeStore(contents))
    let other = oneStore ? catalog : Catalog(store: FakeStore(contents))
    return try await Comparison(request).report(
      .simulations(catalog, [contents.simulations[0]]), .simulations(other, [contents.simulations[1]]),
      isOneStore: oneStore)
  }

  @Test(
    "no more is held than a page of each and what is read ahead, however many pages there are",
    arguments: [10, 40], [true, false])
  func held(pages: Int, oneStore: Bool) async throws {
    let contents = Self.store(pages: pages) { job, task, page in Self.z([1, Double(page), Double(task)]) }
    let stores = [FakeStore(contents), FakeStore(contents)]
    let (first, second) = (Catalog(store: stores[0]), Catalog(store: stores[oneStore ? 0 : 1]))
    var paired = try await PairedPages(
      .simulations(first, [contents.simulations[0]]), .simulations(second, [contents.simulations[1]]),
      isOneStore: oneStore, CompareRequest())
    var planned = 0
    for store in stores { planned += await store.fetched }
    var (given, most) = (0, 0)
    try await paired.read { a, b in
      #expect(a?.page.number == given && b?.page.number == given)
      given += 1
      var fetched = -planned
      for store in stores { fetched += await store.fetched }
      most = max(most, fetched - 4 * given)
    }
    #expect(given == pages)
    // A decoder has four pages ahead of what is given.
    #expect(most <= 4 * (oneStore ? 1 : 2))
  }

  @Test("one store's pages read as one stream are those of two stores", arguments: [true, false])
  func sameReport(oneStore: Bool) async throws {
    let contents = Self.store(pages: 5) { job, task, page in
      // Each has a page that the other lacks, and one has none.
      job == 1 && page == 2 ? nil : Self.z([1, Double(page + job + task), Double(task)])
    }
    let report = try await Self.report(contents, oneStore: oneStore)
    #expect(report.pages.map(\.number) == [0, 1, 2, 3, 4])
    #expect(report.pages.map(\.problem) == [nil, nil, "only in A", nil, nil])
    #expect(report.pages[3].difference == 1)
    #expect(report.notices.contains { $0.text.contains("no data") })
  }

  @Test("a broken page that is left out is missing on its side alone", arguments: [0, 1], [true, false])
  func leftOut(job: Int, oneStore: Bool) async throws {
    let contents = Self.store(pages: 4) { owner, task, page in
      owner == job && page == 1 ? "{" : Self.z([1, Double(page), 3])
    }
    let report = try await Self.report(contents, oneStore: oneStore) { $0.pages.keepGoing = true }
    #expect(report.pages.filter { $0.problem == nil }.map(\.number) == [0, 2, 3])
    #expect(report.pages.first { $0.problem != nil }?.problem == (job == 0 ? "only in B" : "only in A"))
    #expect(report.notices.contains { $0.level == .leftOut })
  }

  @Test("pages of other names are compared where they are paired")
  func paired() async throws {
    let contents = Self.store(pages: 2) { job, task, page in
      Self.z([1, 2, Double(task)], name: page != job ? "FLUENCE" : job == 0 ? "DOSE" : "Deposit")
    }
    let pair = try #require(PagePair("mesh/DOSE=mesh/1"))
    let report = try await Self.report(contents) { $0.pairs = [pair] }
    #expect(report.pages.count == 1)
    #expect(report.pages[0].difference == 0 && report.pages[0].other == "mesh 1 Deposit")
    #expect(try await Self.report(contents).pages.allSatisfy { $0.problem?.hasPrefix("quantity") == true })
  }

  @Test("B comes onto A's bins before its tasks are combined, with errors that know of correlations")
  func resampled() async throws {
    // Of B the two halves of each bin scatter against each other: their mean does not scatter.
    let contents = Self.store(pages: 1) { job, task, _ in
      job == 0
        ? Self.z([1, 2, 3]) : Self.z([1, 1, task == 0 ? 1 : 3, task == 0 ? 3 : 1, 9, 9], width: 0.5)
    }
    let without = try await Self.report(contents).pages[0]
    #expect(without.problem == "shape 3 and 6" && without.bins == nil)
    for oneStore in [true, false] {
      let page = try await Self.report(contents, oneStore: oneStore) { $0.resamples = true }.pages[0]
      #expect(page.bins == 3 && page.problem?.contains("error of 0") == true)
      #expect(page.difference == 6 && page.differencePlace == "x = 2.5 cm")
      #expect(page.ratio == 2)
      #expect(page.resampling == "--resample x: onto 3 of 3 bins")
    }
  }

  @Test("where B reaches less far, the bins that both have are compared, and it is told")
  func overlap() async throws {
    let contents = Self.store(pages: 1) { job, task, _ in
      job == 0 ? Self.z([1, 2, 3, 4]) : Self.z([2 + Double(task), 7, 5], from: 1, width: 0.8)
    }
    let page = try await Self.report(contents) { $0.resamples = true }.pages[0]
    // From 1 to 3.4: the bins from 1 to 2 and to 3; 0.8·2.5 + 0.2·7 = 3.4 and 0.6·7 + 0.4·5 = 6.2.
    #expect(page.bins == 2)
    #expect(abs(try #require(page.difference) - 3.2) < 1e-12)
    #expect(page.resampling == "--resample x: onto 2 of 4 bins")
    let averages = Self.store(pages: 1) { job, _, _ in
      Self.z([1, 2], width: job == 0 ? 1 : 2, name: "DLET")
    }
    let refused = try await Self.report(averages) { $0.resamples = true }
    #expect(refused.pages[0].bins == nil && refused.pages[0].resampling?.contains("averages") == true)
  }
}
