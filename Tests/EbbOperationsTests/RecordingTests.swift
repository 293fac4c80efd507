import EbbFakeStore
import EbbModel
import EbbTestSupport
import Testing

@testable import EbbOperations
@testable import EbbPipeline

@Suite("Record of a simulation") struct RecordingTests {
  private static func text(_ record: SimulationRecord, _ topic: SimulationRecord.Topic, _ label: String)
    -> String?
  {
    record.section(topic).fields.first { $0.label == label }?.text
  }

  @Test("rows, metadata and errors are in it, and what no input states is not known")
  func rows() async throws {
    var store = FakeStore.Contents()
    store.addJob("job-1", primaries: [1000, 500])
    for task in 1...2 {
      store.addEstimator(
        "mesh", file: "mesh_000\(task)",
        metadata: ["mc_code_version": "v1.0.1", "number_of_primaries": task == 1 ? "1000" : "500"],
        pages: [(0, page([task == 1 ? 0.9 : 1.2, 0], metadata: ["page_normalized": "2"]))])
    }
    let catalog = Catalog(store: FakeStore(store))
    let record = try await Recording(PageRequest(), of: catalog).run(store.simulations[0]).record
    #expect(Self.text(record, .code, "Code") == "SHIELD-HIT12A")
    #expect(Self.text(record, .code, "Version") == "v1.0.1")
    #expect(Self.text(record, .primaries, "Simulated") == "1,500")
    #expect(Self.text(record, .primaries, "Simulated by a task") == "500 to 1,000")
    #expect(Self.text(record, .primaries, "Tasks") == "2: 2 COMPLETED")
    // (0.9·1000 + 1.2·500)/1500 = 1; S = 1000·0.01 + 500·0.04 = 30; √(30/1500) = 14.1 %.
    let errors = record.section(.uncertainty).fields.first { $0.label.hasPrefix("mesh, page 0") }?.text
    #expect(errors?.hasPrefix("2 contributions, relative error 14.1 %") == true, "\(errors ?? "")")
    #expect(record.unknown.contains("Source: particle"))
    #expect(record.unknown.contains("Input: files"))
  }

  @Test("every job of the reference store has one", .enabled(if: Reference.isPresent, "real results"))
  func reference() async throws {
    let catalog = try await Catalog.open("sqlite:///" + Reference.path("real.sqlite"))
    var known: [Int64: SimulationRecord] = [:]
    for simulation in try await catalog.simulations(SimulationSelection()) {
      let record = try await Recording(PageRequest(), of: catalog).run(simulation).record
      #expect(record.sections.map(\.topic) == SimulationRecord.Topic.allCases)
      known[simulation.id.rawValue] = record
    }
    #expect(known.count == 21)
    let carbon = try #require(known[1])
    #expect(Self.text(carbon, .source, "Particle") == "heavy ion (JPART0 25), A = 12, Z = 6")
    #expect(Self.text(carbon, .geometry, "Zones") == "3: 001, 002, 003")
    let fluka = try #require(known[4])
    #expect(Self.text(fluka, .source, "Energy") == "0.06 GeV, kinetic energy")
    #expect(Self.text(fluka, .geometry, "Zones") == "3: BLKBODY, AIR, TARGET")
    #expect(fluka.section(.scoring).fields.map(\.label) == ["dose_xz", "dose_xy"])
    let topas = try #require(known[5])
    #expect(Self.text(topas, .source, "Energy") == "60 MeV")
    #expect(topas.unknown.contains("Physics: physics list"))
    let edited = try #require(known[6])
    #expect(Self.text(edited, .code, "Version") == "v1.0.1")
    #expect(
      Self.text(edited, .materials, "Zones' materials")
        == "2: Water_phantom_zone WATER, LIQUID, Vacuum_zone VACUUM")
    #expect(edited.section(.scoring).fields.count == 4)
    // A job without input, and one whose input is null.
    for id in [20, 21] { #expect(known[Int64(id)]?.unknown.contains("Source: particle") == true) }
  }
}
