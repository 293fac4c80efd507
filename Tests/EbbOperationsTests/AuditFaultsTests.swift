import EbbFakeStore
import EbbModel
import EbbTestSupport
import EbbText
import Foundation
import Testing

@testable import EbbOperations
@testable import EbbPipeline

/// Faults of statistics that are planted in sound jobs, and sound jobs, in which nothing is found.
@Suite("Faults of statistics") struct AuditFaultsTests {
  /// Jobs of several tasks, made history by history.
  private struct Generator {
    var random: SeededGenerator
    var store = FakeStore.Contents()

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    mutating func uniform() -> Double { Double(random.next() >> 11) * 0x1p-53 }

    /// A number of Poisson's distribution (Knuth), of not too large a mean.
    mutating func poisson(_ mean: Double) -> Double {
      var (product, count) = (uniform(), 0.0)
      let limit = exp(-mean)
      while product > limit {
        product *= uniform()
        count += 1
      }
      return count
    }

    /// Dose of single histories that end in one of 400 bins each.
    mutating func histories(_ count: Int) -> [(bin: Int, energy: Double)] {
      (0..<count).map { _ in (Int(uniform() * 400), 1 + uniform()) }
    }

    static func dose(_ histories: some Collection<(bin: Int, energy: Double)>) -> String {
      var values = [Double](repeating: 0, count: 400)
      for history in histories { values[history.bin] += history.energy }
      return page(
        values.map { $0 / Double(histories.count) }, metadata: ["page_normalized": "2"])
    }

    mutating func addTask(
      _ number: Int, _ primaries: Int, _ pages: [(Int, String?)], of job: SimulationID? = nil
    ) {
      store.addEstimator(
        "mesh", file: "mesh_000\(number)", metadata: ["number_of_primaries": "\(primaries)"], pages: pages,
        of: job)
    }
  }

  private static func names(_ store: FakeStore.Contents) async throws -> [String] {
    try await store.findings().filter(\.counts).map(\.check)
  }

  @Test("a seed that tasks of unequal primaries share is found by the traces of single histories")
  func sharedHistories() async throws {
    for (isShared, found) in [(true, ["shared-histories"]), (false, [])] {
      var generator = Generator(seed: 3)
      generator.store.addJob("job", primaries: [300, 450, 300])
      let first = generator.histories(300)
      let more = isShared ? first + generator.histories(150) : generator.histories(450)
      generator.addTask(1, 300, [(0, Generator.dose(first))])
      generator.addTask(2, 450, [(0, Generator.dose(more))])
      generator.addTask(3, 300, [(0, Generator.dose(generator.histories(300)))])
      let findings = try await generator.store.findings().filter(\.counts)
      #expect(findings.map(\.check) == found)
      if isShared { #expect(findings[0].message.hasPrefix("tasks 1 and 2 have the same traces")) }
      // Tasks that are exported one by one are held against each other all the same.
      for apart in [false, true] {
        let summary = try await generator.store.export { _ in
        } _: {
          $0.perTask = apart
        }
        #expect(
          summary.notices.map(\.text) == findings.map { "estimator 'mesh', page 0: \($0.message)" },
          "--per-task \(apart)")
      }
    }
  }

  @Test("tracks straight through bins leave the same amounts in independent tasks, which is no finding")
  func straightTracks() async throws {
    for seed in 1...20 {
      var generator = Generator(seed: UInt64(seed))
      generator.store.addJob("job", primaries: [100, 100, 100])
      for task in 1...3 {
        let values = (0..<400).map { _ in generator.poisson(0.5) * 0.123456789 / 100 }
        generator.addTask(task, 100, [(0, page(values, name: "FLUENCE", metadata: ["page_normalized": "2"]))])
      }
      #expect(try await Self.names(generator.store) == [])
    }
  }

  /// Counts of six tasks: by what each bin of 30 has, of a mean of 40.
  private static func counts(
    seed: UInt64, _ bins: (inout Generator, Int) -> [Double]
  ) async throws -> [String] {
    var generator = Generator(seed: seed)
    generator.store.addJob("job", primaries: [Int64](repeating: 100, count: 6))
    for task in 1...6 {
      let values = bins(&generator, task)
      generator.addTask(
        task, 100, [(0, page(values, name: "COUNT", unit: "", metadata: ["page_normalized": "1"]))])
    }
    return try await generator.store.findings().map(\.check)
  }

  @Test(
    "counts of 25 times Poisson's variance are found; independent ones, tracks through all bins and pairs are sound"
  )
  func spread() async throws {
    for seed in 1...25 as ClosedRange<UInt64> {
      #expect(
        try await Self.counts(seed: seed) { generator, _ in
          (0..<30).map { _ in 25 * generator.poisson(1.6) }
        } == ["count-spread"])
      #expect(
        try await Self.counts(seed: seed) { generator, _ in
          (0..<30).map { _ in generator.poisson(40) }
        } == [])
      #expect(
        try await Self.counts(seed: seed) { generator, _ in
          let tracks = generator.poisson(40)
          return [Double](repeating: tracks, count: 30)
        } == [])
      #expect(
        try await Self.counts(seed: seed) { generator, _ in
          (0..<30).map { _ in 2 * generator.poisson(20) }
        } == [])
    }
  }

  @Test("counts that are the same in all tasks, since each primary makes one, are no same results")
  func deterministicCounts() async throws {
    for primaries in [[100, 100, 100], [100, 200, 100]] as [[Int]] {
      var generator = Generator(seed: 4)
      generator.store.addJob("job", primaries: primaries.map(Int64.init))
      for (index, count) in primaries.enumerated() {
        let values = (1...12).map { Double(count * $0) }
        generator.addTask(
          index + 1, count,
          [
            (0, page(values, name: "COUNT", unit: "", metadata: ["page_normalized": "1"])),
            (1, page([1 / 7.0, 0.01], name: "FLUENCE", metadata: ["page_normalized": "2"])),
            (2, page([1.5 + Double(index) / 70, 2.5], metadata: ["page_normalized": "2"])),
          ])
      }
      #expect(try await Self.names(generator.store) == [])
    }
  }

  @Test("five values of 16 digits that two tasks have are proof, on pages of one value each")
  func fewValues() async throws {
    for isSame in [true, false] {
      var generator = Generator(seed: 5)
      generator.store.addJob("job", primaries: [100, 100])
      let values = (0..<5).map { _ in generator.uniform() }
      for task in 1...2 {
        generator.addTask(
          task, 100,
          values.enumerated().map { number, value in
            let own = isSame ? value : value * (1 + generator.uniform() / 10)
            return (number, page([own], axes: [], metadata: ["page_normalized": "2"]))
          })
      }
      #expect(try await Self.names(generator.store) == (isSame ? ["same-results"] : []))
    }
  }

  @Test("an average that is 0 where its dose is not, and a task without dose, which has none")
  func zeroAverages() async throws {
    for (lost, found) in [(true, ["zero-averages"]), (false, [])] {
      var generator = Generator(seed: 6)
      generator.store.addJob("job", primaries: [100, 100, 100, 100])
      for task in 1...4 {
        let dose = (0..<20).map { _ in 1 + generator.uniform() }
        let average = (0..<20).map { bin in lost && task == 2 && bin > 10 ? 0 : 3 + generator.uniform() }
        generator.addTask(
          task, 100,
          [
            (0, page(dose, metadata: ["page_normalized": "2"])),
            (1, page(average, name: "DLET", unit: "keV/um", metadata: ["page_normalized": "3"])),
          ])
      }
      #expect(try await Self.names(generator.store) == found)
    }
  }

  @Test("a task whose dose is all 0 is far off those that agree within 3 %")
  func emptyTask() async throws {
    let store = FarOffTests.store(3) { task, value in task == 5 ? 0 : value }
    let finding = try #require(try await store.findings().first { $0.check == "far-off" })
    #expect(finding.message.hasPrefix("the total of task 5 is -100 % off"))
  }

  @Test("particles that cannot be")
  func particles() async throws {
    var store = FakeStore.Contents()
    store.addJob("job", primaries: [100])
    func particle(_ number: Double, _ energy: Double = 5) -> [Double] { [number, 0, 0, 0, 0, 0, 1, energy] }
    // A proton, an alpha, and nuclei of more protons than nucleons, of no nucleons, and nothing.
    let codes = [2212, 1_000_020_040, 1_000_060_040, 1_000_060_000, 0.0]
    let values = codes.flatMap { particle($0) } + particle(11, -1) + particle(22, .nan)
    store.addEstimator(
      "mcpl", pages: [(0, page(values, axes: [], name: "MCPL", metadata: ["page_normalized": "4"]))])
    let finding = try #require(try await store.findings().first { $0.check == "phase-space" })
    #expect(finding.message.contains("3 PDG numbers of no particle"))
    #expect(finding.message.contains("1 energy below 0"))
    #expect(finding.message.contains("1 particle with a number that is not finite"))
  }

  /// Two jobs of two tasks, with the seeds of their inputs.
  private static func jobs(
    seeds: [Int], isSame: Bool, numbers: ClosedRange<Int> = 1...2
  ) async throws -> [[Finding]] {
    var generator = Generator(seed: 7)
    var pages: [Int: String] = [:]
    for (index, seed) in seeds.enumerated() {
      let id = generator.store.addJob("job-\(index)", primaries: [300, 300])
      let own = index == 0 ? 1...2 : numbers
      for place in generator.store.tasks.indices.suffix(2) {
        generator.store.tasks[place].number += own.lowerBound - 1
      }
      for task in own {
        if !isSame || pages[task] == nil { pages[task] = Generator.dose(generator.histories(300)) }
        generator.addTask(task, 300, [(0, pages[task])], of: id)
      }
      let text = "{\"input_files\": {\"beam.dat\": \"RNDSEED  \(seed)   ! seed\\nTMAX0 150\"}}"
      generator.store.inputs.append(
        Input(id: InputID(Int64(index)), simulationID: id, compressedData: Gzip.member(text)))
    }
    let catalog = Catalog(store: FakeStore(generator.store))
    return try await Audit(of: catalog, byteLimit: 1 << 30, threads: 1).run(generator.store.simulations)
  }

  @Test("the same job twice, and jobs of one input and seed whose tasks draw the same numbers")
  func severalJobs() async throws {
    #expect(try await Self.jobs(seeds: [1, 2], isSame: false).flatMap(\.self) == [])
    let twice = try await Self.jobs(seeds: [1, 2], isSame: true)
    #expect(twice[0] == [] && twice[1].map(\.check) == ["repeated-job"])
    let seeds = try await Self.jobs(seeds: [1, 1], isSame: false)
    #expect(seeds[0] == [] && seeds[1].map(\.check) == ["shared-seeds"])
    #expect(seeds[1][0].message.contains("both have tasks 1-2"))
    // Of tasks that are partly the same, those alone.
    let partly = try await Self.jobs(seeds: [1, 1], isSame: false, numbers: 2...3)
    #expect(partly[0] == [] && partly[1].map(\.check) == ["shared-seeds"])
    #expect(partly[1][0].message.contains("both have task 2: it drew the same random numbers"))
    // Other tasks draw other numbers.
    #expect(try await Self.jobs(seeds: [1, 1], isSame: false, numbers: 3...4).flatMap(\.self) == [])
  }

  @Test(
    "the seed of each simulator's input",
    arguments: [
      ("RNDSEED         1 ! Random seed", "1"), ("RANDOMIZ  1.0  3.0", "1.0 3.0"),
      ("i:Ts/Seed = 7 # c", "7"), ("/random/setSeeds 3 4", "3 4"), ("NSTAT 10 0", nil), ("RNDSEED", nil),
    ])
  func seed(line: String, seed: String?) {
    let input = SimulationInput(
      inputType: nil, project: nil, files: [NamedText(name: "f", text: "TMAX0 1\n\(line)\n")], json: "")
    #expect(input.seed == seed)
  }
}
