import EbbModel
import EbbTestSupport
import Testing

@testable import EbbOperations
@testable import EbbPipeline

/// What is known of the pages of the reference store.
@Suite("Meaning of the reference store's pages", .enabled(if: Reference.isPresent, "real results"))
struct ReferenceMeaningTests {
  @Test("every quantity has an entry of its simulator, and every axis is known")
  func all() async throws {
    let catalog = try await Catalog.open("sqlite:///" + Reference.path("real.sqlite"))
    let simulations = try await catalog.simulations(named: (1...16).map { "id:\($0)" })
    var unknown: Set<String> = []
    var quantities: Set<String> = []
    for simulation in simulations {
      let overview = try await Overview(of: catalog, byteLimit: 1 << 30, threads: 2).run(simulation)
      for facts in overview.estimators.flatMap(\.pages).compactMap(\.content.facts) {
        let axes = facts.axes.map { "\($0.label) [\($0.unit)]" }
        let page =
          "\(simulation.simulator): \(facts.quantity) [\(facts.meaning.unit.source)] over \(axes.joined(separator: ", "))"
        quantities.insert(page)
        if facts.meaning.quantity == nil || facts.meaning.overBins == nil
          || facts.axes.contains(where: { $0.kind == .other })
        {
          unknown.insert(page)
        }
      }
    }
    print("\(quantities.count) kinds of pages, not known: \(unknown.sorted())")
    #expect(quantities.count > 20)
    #expect(unknown.isEmpty)
  }
}
