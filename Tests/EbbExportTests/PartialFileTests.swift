import EbbModel
import EbbTestSupport
import Foundation
import Testing

@testable import EbbExport

@Suite("PartialFile") struct PartialFileTests {
  private static func sources(_ text: String) -> ContributionList {
    ContributionList(
      ["20230615-a", "żółć"].compactMap { name in
        var job = ContributionList.Job(name: name, text: text)
        if name == "20230615-a", text != "row 12" {
          job?.allTasks = TaskNumbers([0...12, 4_000_000_000...5_000_000_000])
        }
        return job
      })
  }

  /// Pages of every rule and form of state.
  private static let pages: [ResultPage] = {
    var axis = Axis.position("z", [0, 1, 10, 100, 1000])
    axis.scale = .logarithmic
    axis.kind = .energy
    axis.label = "Kinetic energy"
    axis.unit = "MeV"
    let metadata = [
      Metadata.Entry(name: "page_normalized", value: "2"), .init(name: "Tmax_MeV", value: "200"),
    ]
    var mean = ResultPage.mean(
      [1, -0.0, .nan, .infinity], axes: [axis], errors: [0.5, 0.25, .nan, .nan], filter: "Protons",
      metadata: metadata)
    mean.state = PageState(
      weight: 0.1 + 0.2,
      classes: WeightClasses([
        .init(exponent: -3, count: 1, weight: 0.1), .init(exponent: -2, count: 1, weight: 0.2),
      ]), isWeighted: true, policy: .propagate, spread: [1e-300, 2, .nan, .nan],
      unequal: UnequalSums(first: [0, -1e-200, .nan, 2], second: [1e-300, 0.1, .nan, .nan]),
      sources: sources("1-3,7"))
    mean.hits = [2, 0, 1, 2]
    var skipped = ResultPage.mean(
      [1, 2, 3, .nan, 5, 6], axes: [.position("x", [0, 1, 2]), .centres("y", [0, 1, 5])],
      errors: [1, 2, 3, .nan, 5, 6], number: 3, quantity: "COUNT", unit: "",
      binContributions: [2, 2, 1, 0, 2, 2])
    skipped.rule = .sum
    skipped.operations = ["--sum q: sum"]
    skipped.errorKind = .stddev
    skipped.state = PageState(
      weight: 2000, isWeighted: false, policy: .skip, mean: [1, 2, 3, .nan, 5, 6],
      spread: [0, 1, 2, 3, 4, 5],
      binWeights: [2000, 2000, 1000, 0, 2000, 2000], sources: sources("all"))
    var single = ResultPage.mean([42], number: 5, quantity: "LET")
    single.contributions = 1
    single.primaries = nil
    single.state = PageState(weight: 7, isWeighted: true, policy: .propagate, sources: sources("row 12"))
    var particles = ResultPage.particles((0..<24).map { Double($0) * .leastNonzeroMagnitude })
    particles.number = 7
    particles.state = PageState(weight: 0.5, isWeighted: true, policy: .propagate, sources: sources("0"))
    return [mean, skipped, single, particles]
  }()

  private static func write(_ pages: [ResultPage], to folder: TemporaryFolder) async throws -> String {
    let path = folder.path("out.h5")
    let estimator = ResultEstimator.named(
      "mesh_xy", metadata: [.init(name: "number_of_primaries", value: "7")])
    try await SmallExport(pages, estimator: estimator).write(
      HDF5Exporter(), to: .file(path: path),
      options: .isal(overwrites: true))
    return path
  }

  private let reader = ReaderProcess.ofEbb()

  @Test("what was written is read back, to the bit")
  func roundTrip() async throws {
    let folder = try TemporaryFolder()
    let file = try await PartialFile(opening: try await Self.write(Self.pages, to: folder), with: reader)
    #expect(file.pages.map(\.number) == [0, 3, 5, 7])
    #expect(file.simulations.count == 1)
    let simulation = file.simulations[0]
    #expect(simulation.name == "job-1")
    #expect(simulation.jobIDs == ["job-1"])
    #expect(simulation.simulator == "shieldhit")
    #expect(simulation.state == .completed)
    #expect(simulation.taskCount == 2)
    #expect(simulation.estimators.map(\.name) == ["mesh_xy"])
    #expect(simulation.estimators[0].metadata["number_of_primaries"] == "7")
    for (page, written) in zip(file.pages, Self.pages) {
      let read = try await file.page(page)
      #expect(page.sources == written.state?.sources)
      #expect(same(read.values, written.values))
      #expect(same(read.state?.spread, written.state?.spread))
      #expect(same(read.state?.mean, written.state?.mean))
      #expect(same(read.state?.unequal?.first, written.state?.unequal?.first))
      #expect(same(read.state?.unequal?.second, written.state?.unequal?.second))
      #expect(same(read.state?.binWeights, written.state?.binWeights))
      var (mine, theirs) = (read, written)
      mine.values = []
      theirs.values = []
      mine.errors = nil
      theirs.errors = nil
      mine.state?.mean = nil
      theirs.state?.mean = nil
      mine.state?.spread = nil
      theirs.state?.spread = nil
      mine.state?.unequal = nil
      theirs.state?.unequal = nil
      mine.state?.binWeights = nil
      theirs.state?.binWeights = nil
      #expect(mine == theirs)
    }
  }

  @Test("a file without states, of something else, or none is told")
  func others() async throws {
    let folder = try TemporaryFolder()
    let plain = try await Self.write([.mean([1, 2], axes: [.centres("x", [0, 1])])], to: folder)
    await #expect(throws: PartialError.notPartial(path: plain)) {
      try await PartialFile(opening: plain, with: reader)
    }
    let none = folder.path("none.h5")
    await #expect(throws: PartialError.notThere(path: none)) {
      try await PartialFile(opening: none, with: reader)
    }
    let text = folder.path("text.h5")
    try Data("no HDF5".utf8).write(to: URL(filePath: text))
    await #expect(throws: PartialError.self) { try await PartialFile(opening: text, with: reader) }
    await #expect(throws: PartialError.self) { try await PartialFile(opening: folder.url.path, with: reader) }
  }

  @Test("a page of fewer contributions than none is an error", arguments: [-1, Int.min])
  func contributions(count: Int) async throws {
    var page = Self.pages[1]
    page.contributions = count
    let folder = try TemporaryFolder()
    let file = try await PartialFile(opening: try await Self.write([page], to: folder), with: reader)
    await #expect(throws: PartialError.self) { try await file.page(file.pages[0]) }
  }

  @Test("a file that is cut anywhere is an error, and no wrong number")
  func cuts() async throws {
    let folder = try TemporaryFolder()
    let bytes = try Data(contentsOf: URL(filePath: try await Self.write(Self.pages, to: folder)))
    let path = folder.path("cut.h5")
    for count in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 100)) {
      try bytes.prefix(count).write(to: URL(filePath: path))
      await #expect(throws: PartialError.self) { try await PartialFile(opening: path, with: reader) }
    }
  }

  private func same(_ a: [Double]?, _ b: [Double]?) -> Bool { a?.map(\.bitPattern) == b?.map(\.bitPattern) }
}
