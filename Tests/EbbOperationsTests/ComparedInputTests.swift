import EbbFakeStore
import EbbModel
import EbbTestSupport
import EbbText
import Testing

@testable import EbbOperations
@testable import EbbPipeline

@Suite("Inputs that are compared")
struct ComparedInputTests {
  private static func input(_ files: [(String, String)], project: String? = nil) -> ComparedInput {
    ComparedInput(
      SimulationInput(
        inputType: "FILES", project: project, files: files.map { NamedText(name: $0.0, text: $0.1) }, json: ""
      ))
  }

  /// Two texts of a file, and what is said to differ.
  private static let cases: [(String, String, String?)] = [
    ("", "", nil), ("TMAX0  150.0", "TMAX0  150.0", nil),
    ("RNDSEED 1\nTMAX0 150", "RNDSEED 2 ! seed\nTMAX0 150", nil), ("NSTAT 1000 0\nA", "NSTAT 10 0\nA", nil),
    ("RANDOMIZ         1.0       137.\nBEAM", "RANDOMIZ         1.0        9.\nBEAM", nil),
    ("START  10.\nSTOP", "START  20000.\nSTOP", nil), ("i:Ts/Seed = 1\nX", "i:Ts/Seed=77\nX", nil),
    ("i:So/Beam/NumberOfHistoriesInRun = 5", "i:So/Beam/NumberOfHistoriesInRun = 6", nil),
    ("/run/beamOn 10\n/random/setSeeds 1 2", "/run/beamOn 9\n/random/setSeeds 3 4", nil),
    ("A  \r\n\r\nB\n", "A\nB", nil), ("A", "\n\nA", nil),
    ("TMAX0  150.0 1.5", "TMAX0  160.0 1.5", "'f', line 1: 'TMAX0 150.0 1.5' and 'TMAX0 160.0 1.5'"),
    ("RNDSEED 1\n\nJPART0 2\nA", "JPART0 25\nA", "'f', line 3: 'JPART0 2' and 'JPART0 25'"),
    ("A\nB", "A", "'f', line 2: 'B' and nothing more"), ("A", "A\nB", "'f', line 2: nothing more and 'B'"),
    // The columns of FLUKA count.
    ("BEAM   1.0       ", "BEAM        1.0  ", "'f', line 1: 'BEAM 1.0' and 'BEAM 1.0'"),
    ("i:Ts/Seeds = 1", "i:Ts/Seeds = 2", "'f', line 1: 'i:Ts/Seeds = 1' and 'i:Ts/Seeds = 2'"),
  ]

  @Test("seeds, primaries and blank lines do not count, all else does", arguments: cases)
  func files(first: String, second: String, difference: String?) {
    #expect(Self.input([("f", first)]).difference(from: Self.input([("f", second)])) == difference)
  }

  @Test("a file that only one has is a difference, the order of files is none")
  func names() {
    let both = Self.input([("a", "1"), ("b", "2")])
    #expect(both.difference(from: Self.input([("b", "2"), ("a", "1")])) == nil)
    #expect(both.difference(from: Self.input([("a", "1")])) == "only one has 'b'")
    #expect(Self.input([("a", "1")]).difference(from: both) == "only one has 'b'")
  }

  @Test("of the editor's project all counts but primaries, seeds and what it draws by lot")
  func project() {
    func project(_ energy: Int, _ particles: Int, _ uuid: String) -> ComparedInput {
      Self.input(
        [],
        project:
          "{\"beam\": {\"energy\": \(energy), \"numberOfParticles\": \(particles), \"uuid\": \"\(uuid)\"},"
          + " \"hash\": \"\(uuid)\", \"zones\": [{\"materialUuid\": \"\(uuid)\", \"name\": \"z\"}]}")
    }
    #expect(project(150, 10, "a").difference(from: project(150, 99, "b")) == nil)
    let difference = project(150, 10, "a").difference(from: project(160, 10, "a"))
    #expect(difference?.contains("\"energy\":150' and '\"energy\":160") == true)
    // Where there are files, they are what was run.
    #expect(
      Self.input([("f", "A")], project: "1").difference(from: Self.input([("f", "A")], project: "2")) == nil)
  }

  private static func store(_ texts: [String?]) -> FakeStore.Contents {
    var store = FakeStore.Contents()
    for (index, text) in texts.enumerated() {
      let id = store.addJob("job-\(index)", primaries: [10])
      store.addEstimator("mesh", pages: [(0, page([1]))])
      guard let text else { continue }
      let json = "{\"input_type\": \"FILES\", \"input_files\": {\"beamFile.dat\": \"\(text)\"}}"
      store.inputs.append(
        Input(id: InputID(Int64(index)), simulationID: id, compressedData: Gzip.member(json)))
    }
    return store
  }

  @Test("simulations that are combined though their inputs differ are named, those that do not are not")
  func combined() async throws {
    let store = Self.store(["RNDSEED 1\\nTMAX0 150", "RNDSEED 2\\nTMAX0 150", "RNDSEED 3\\nTMAX0 160", nil])
    let summary = try await store.export { _ in
    } _: {
      $0.combine = true
    }
    #expect(
      summary.notices.filter { $0.level == .warning }.map(\.text) == [
        "the inputs of job-0 and job-2 differ, seeds and primaries aside: 'beamFile.dat', line 2: "
          + "'TMAX0 150' and 'TMAX0 160'."
      ])
    #expect(summary.notices.contains { $0.level == .detail && $0.text.contains("job-3") })
    #expect(try await store.statistics { $0.combine = true }.notices == summary.notices)
    // Apart, they may differ as they like.
    #expect(try await store.statistics().notices == [])
  }

  @Test("an input that cannot be read is told, and the others are compared")
  func broken() async throws {
    var store = Self.store(["A", "A", "B"])
    store.inputs[0].compressedData = [1, 2]
    let warnings = try await store.statistics { $0.combine = true }.notices.map(\.text)
    #expect(warnings.count == 2)
    #expect(warnings[0].hasPrefix("the input of job-0 is not compared with the others': the input (row 0)"))
    #expect(warnings[1].hasPrefix("the inputs of job-1 and job-2 differ"))
  }

  @Test("the names of files are as they are, in camel case too")
  func fileNames() async throws {
    let store = Self.store(["A"])
    let input = try await Catalog(store: FakeStore(store)).input(
      of: store.simulations[0], byteLimit: 1 << 20)
    #expect(input.files.map(\.name) == ["beamFile.dat"])
  }
}
