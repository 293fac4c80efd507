import EbbModel
import EbbText
import Testing

@testable import EbbOperations
@testable import EbbPipeline

@Suite("Pages paired") struct PagePairingTests {
  private static func entries(_ names: (String, Int, String?)...) -> [PagePairing.Entry] {
    names.map { PagePairing.Entry(estimator: $0.0, number: $0.1, quantity: $0.2) }
  }

  private static let a = entries(
    ("mesh", 0, "DOSE"), ("mesh", 1, "FLUENCE"), ("mesh", 2, "FLUENCE"), ("zone", 0, "DOSE"))
  private static let b = entries(
    ("zone", 0, "DOSE"), ("grid", 0, "Dose"), ("grid", 1, "Fluence"), ("mesh", 0, "DOSE"))

  private static func pairs(_ names: String...) throws -> [PagePairing.Pair] {
    try PagePairing(a, b, by: names.map { try #require(PagePair($0)) }).pairs
  }

  @Test("without names, by estimator and number in the order of A, and then what B has more")
  func keys() {
    let pairs = PagePairing(Self.a, Self.b).pairs
    #expect(pairs.map(\.a) == [0, 1, 2, 3, nil, nil])
    #expect(pairs.map(\.b) == [3, nil, nil, 0, 1, 2])
    let twice = Self.entries(("mesh", 0, nil), ("mesh", 0, nil))
    #expect(PagePairing(twice, twice).pairs == [.init(a: 0, b: 0), .init(a: 1, b: 1)])
  }

  @Test("a page by its number or name, an estimator by its pages' numbers, and nothing else")
  func names() throws {
    #expect(try Self.pairs("mesh/DOSE=grid/1") == [.init(a: 0, b: 2)])
    #expect(try Self.pairs("ME?H/1=grid/fluence", "zone/0=zone/0") == [.init(a: 1, b: 2), .init(a: 3, b: 0)])
    #expect(try Self.pairs("mesh=grid") == [.init(a: 0, b: 1), .init(a: 1, b: 2), .init(a: 2, b: nil)])
  }

  @Test(
    "what is no page, or several, is said with what there is",
    arguments: [
      ("mesh/FLUENCE=grid/1", Failure.Kind.usage, "1 FLUENCE, 2 FLUENCE"),
      ("*/0=grid/0", .usage, "mesh, zone"),
      ("mesh/0=net/0", .notFound, "zone, grid, mesh"), ("mesh/7=grid/0", .notFound, "0 DOSE, 1 FLUENCE"),
    ])
  func refusals(pair: String, kind: Failure.Kind, advice: String) throws {
    let failure = #expect(throws: Failure.self) { try Self.pairs(pair) }
    #expect(failure?.kind == kind)
    #expect(failure?.message.contains("--pair \(pair)") == true)
    let text = (failure?.message ?? "") + (failure?.advice ?? "")
    #expect(text.contains(advice), "\(text)")
  }

  @Test(
    "what is no pair is none", arguments: ["mesh", "=", "mesh=", "mesh/0=grid", "/0=grid/0", "mesh/=grid/"])
  func syntax(text: String) { #expect(PagePair(text) == nil) }
}
