import EbbModel
import EbbPipeline
import EbbText
import Testing

@Suite("Warning of unequal primaries") struct UnequalPrimariesTests {
  private static func page(contributions: Int, freedom: Double?) -> ResultPage {
    var page = ResultPage(
      number: 0, quantity: "DOSE", unit: Unit(source: "MeV/g"), filter: nil, metadata: Metadata(), axes: [],
      values: [1], errors: freedom.map { _ in [1] }, errorKind: .stderr, isPhaseSpace: false, rule: .mean,
      contributions: contributions, primaries: nil)
    page.degreesOfFreedom = freedom
    return page
  }

  @Test("pages with far fewer degrees of freedom than contributions are told together, with the fewest")
  func told() throws {
    var primaries = UnequalPrimaries()
    for (contributions, freedom) in [(5, 4), (5, nil), (1, nil), (10, 6.6)] as [(Int, Double?)] {
      primaries.look(at: Self.page(contributions: contributions, freedom: freedom))
    }
    #expect(primaries.notice == nil)
    primaries.look(at: Self.page(contributions: 7, freedom: 2.11))
    #expect(try #require(primaries.notice).text.contains("(1 page)"))
    primaries.look(at: Self.page(contributions: 3, freedom: 1.04))
    let notice = try #require(primaries.notice)
    #expect(notice.level == .warning)
    #expect(notice.text.contains("(2 pages)") && notice.text.contains(" 1.0 degrees"))
  }
}
