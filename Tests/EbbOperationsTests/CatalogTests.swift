import EbbFakeStore
import EbbModel
import EbbTestSupport
import EbbText
import Testing

@testable import EbbOperations
@testable import EbbPipeline

@Suite("Catalog")
struct CatalogTests {
  private static let catalog: Catalog = {
    var store = FakeStore.Contents()
    for job in ["20230615-a", "20230615-ab", "20230616-b", "x1", "name%", "name_"] { store.addJob(job) }
    for number in 1...7 { store.addJob("many-\(number)") }
    return Catalog(store: FakeStore(store))
  }()

  @Test(
    "a simulation is named by its job id, the beginning of one, or its key",
    arguments: [
      ("20230615-a", "20230615-a"), ("20230615-ab", "20230615-ab"), ("20230616", "20230616-b"), ("x1", "x1"),
      ("id:3", "20230616-b"), ("name%", "name%"), ("name_", "name_"),
    ])
  func found(reference: String, jobID: String) async throws {
    #expect(try await Self.catalog.simulation(reference).jobID == jobID)
  }

  private static let refused: [(String, Failure.Kind, String, String)] = [
    ("x", .usage, "'x' is too short to name a simulation.", "first 4 characters"),
    ("", .usage, "'' is too short to name a simulation.", "first 4 characters"),
    (
      "2023", .notFound, "'2023' is the beginning of 3 simulations.",
      "Name one by its number:"
    ),
    ("many-", .notFound, "'many-' is the beginning of more than 5 simulations.", "Name one by its number:"),
    ("20230617-b", .notFound, "no simulation '20230617-b'.", "Nearest:"),
    ("id:99", .notFound, "no simulation 'id:99'.", "ebb list simulations"),
    ("id:x", .notFound, "no simulation 'id:x'.", "ebb list simulations"),
    ("wholly else", .notFound, "no simulation 'wholly else'.", "ebb list simulations"),
    ("no\u{1b}[2Jne", .notFound, "no simulation 'no[2Jne'.", "ebb list simulations"),
  ]

  @Test("what names none, or several, is told with what there is", arguments: refused)
  func refuses(reference: String, kind: Failure.Kind, message: String, advice: String) async throws {
    let failure = await #expect(throws: Failure.self) { try await Self.catalog.simulation(reference) }
    #expect(failure?.kind == kind)
    #expect(failure?.message == message)
    #expect(failure?.advice?.contains(advice) == true, "\(failure?.advice ?? "")")
  }

  @Test(
    "the names nearest to a misspelt one come first",
    arguments: [
      ("msh_xy", ["mesh_xy", "mesh_yz", "zone"], ["mesh_xy", "mesh_yz"]),
      ("mesh", ["mesh_xy", "zone"], ["mesh_xy"]),
      ("zome", ["mesh", "zone", "zome2"], ["zome2", "zone"]), ("a", [], []),
      ("qqqqqq", ["mesh", "zone"], []), ("ab", ["f", "e", "d", "c", "b", "a"], ["a", "b"]),
    ])
  func nearestNames(name: String, names: [String], expected: [String]) {
    #expect(spellingSuggestions(for: name, in: names) == expected)
  }

  @Test(
    "a password is never said, understood or not",
    arguments: [
      "postgresql://u:s3cret@127.0.0.1:1/d", "postgresql://127.0.0.1:1/d?user=u&password=s3cret",
      "postgresql://u:s3cret@127.0.0.1:99999/d", "mysql://u:s3cret@h/d", "postgres:u:s3cret@h/d",
      "host=h password=s3cret", "postgresql://u:s3cret@h/d?nooption=1", "postgresql+odd://u:s3cret@h/d",
    ])
  func secrets(url: String) async {
    let failure = await #expect(throws: Failure.self) { try await Catalog.open(url) }
    #expect(failure?.message.contains("s3cret") == false, "\(failure?.message ?? "")")
    #expect(failure?.advice?.contains("s3cret") == false)
  }

  @Test("an overview tells of each page what there is, without stopping at a broken one")
  func overview() async throws {
    var store = FakeStore.Contents()
    store.addJob("job", primaries: [10, 20], states: [2: .failed])
    for task in 1...2 {
      store.addEstimator(
        "mesh_", file: "mesh_000\(task)",
        pages: [(0, task == 1 ? nil : page([1, 2])), (1, nil), (2, "{"), (3, page([1])), (3, page([1]))])
    }
    let overview = try await Overview(
      of: Catalog(store: FakeStore(store)), byteLimit: 1 << 20, threads: 2
    ).run(store.simulations[0])
    #expect(overview.estimators.map(\.name) == ["mesh"])
    #expect(overview.estimators[0].contributions == 2)
    let pages = overview.estimators[0].pages
    #expect(pages.map(\.number) == [0, 1, 2, 3])
    guard let facts = pages[0].content.facts else {
      Issue.record("page 0 has data in its second contribution")
      return
    }
    #expect(facts.quantity == "DOSE")
    #expect(facts.meaning.unit.text == "MeV/g")
    #expect(facts.axes.map(\.name) == ["x"])
    #expect(facts.rule == .mean)
    #expect(pages[0].primaries == 30)
    guard case .empty = pages[1].content, case .broken = pages[2].content, case .broken = pages[3].content
    else {
      Issue.record("\(pages)")
      return
    }
  }
}
