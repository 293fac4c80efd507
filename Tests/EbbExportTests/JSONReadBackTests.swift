import EbbCodec
import EbbModel
import EbbTestSupport
import Foundation
import Testing

@testable import EbbExport

/// JSON exports as the decoder reads them back.
@Suite("JSON read back") struct JSONReadBackTests {
  private static let z = Axis.position("z", [0, 0.1, 2.5])

  private static let pages: [ResultPage] = {
    var random = SeededGenerator(seed: 3)
    let noise = (0..<6).map { _ in Double(bitPattern: random.next() >> 2) }
    var page = ResultPage.mean(noise, axes: [.position("y", [0, 1, 2, 3]), z], errors: noise.reversed())
    page.degreesOfFreedom = 2.5
    page.operations = ["--sum x]: \"all\"", "--unit Gy"]
    page.findings = [PageFinding(severity: .warning, check: "far-off", message: "task 3 has [1, 2] \"x\"")]
    page.metadata = Metadata([Metadata.Entry(name: "page_diff]", value: "{1}")])
    page.denominator = "DOSE (page 0)"
    page.hits = [0, 1, 2, 3, 3, 3]
    page.binContributions = [3, 3, 3, 2, 1, 0]
    page.contributions = 3
    var deviations = ResultPage.mean(
      [1, .nan], axes: [z], errors: [.nan, 2], number: 2, filter: "a \"b\"\n\u{301}")
    deviations.errorKind = .stddev
    return [
      page, .mean([-0.0, .leastNonzeroMagnitude], axes: [z], number: 1), deviations,
      .mean([.greatestFiniteMagnitude], number: 3, quantity: "Größe [x]"),
      .particles([22, 1, 2, 3, 0, 0, 1, 5]),
    ]
  }()

  private static func text(_ pages: [ResultPage]) async throws -> [UInt8] {
    Array(try await SmallExport(pages, estimator: .named("me]sh \"1\"")).text(JSONExporter()).utf8)
  }

  @Test("every page is found where it lies, and comes back to the last bit")
  func roundTrip() async throws {
    let bytes = try await Self.text(Self.pages)
    let document = try ExportText.document(TextBuffer(bytes))
    try #require(document.simulations.count == 1 && document.simulations[0].estimators.count == 1)
    let estimator = document.simulations[0].estimators[0]
    #expect(estimator.name == "me]sh \"1\"" && estimator.task == nil)
    #expect(document.pages.allSatisfy { $0.simulation == 0 && $0.estimator == 0 })
    #expect(document.pages.map(\.name.number) == Self.pages.map(\.number))
    #expect(document.pages.map(\.name.filter) == Self.pages.map(\.filter))
    for (place, page) in zip(document.pages, Self.pages) {
      let found = try ExportText.page(TextBuffer(Array(bytes[place.range])))
      #expect(found.quantity == page.quantity && place.name.quantity == page.quantity)
      #expect(found.unit == page.unit && found.axes == page.axes)
      #expect(found.isPhaseSpace == page.isPhaseSpace && found.errorKind == page.errorKind)
      #expect(found.contributions == page.contributions && found.primaries == page.primaries)
      #expect(found.degreesOfFreedom == page.degreesOfFreedom)
      #expect(found.operations == page.operations && found.findings == page.findings)
      #expect(found.metadata == page.metadata && found.denominator == page.denominator)
      #expect(found.hits == page.hits && found.binContributions == page.binContributions)
      #expect(Self.bits(found.values) == Self.bits(page.values))
      #expect(found.errors.map(Self.bits) == page.errors.map(Self.bits))
    }
  }

  /// What is not finite is null in between.
  private static func bits(_ values: [Double]) -> [UInt64] {
    values.map { $0.isFinite ? $0.bitPattern : Double.nan.bitPattern }
  }

  @Test("no beginning of an export is one, nor is one of which a byte is missing")
  func cut() async throws {
    let bytes = try await Self.text([Self.pages[2]])
    for count in 0..<bytes.count - 2 {
      #expect(throws: DecodeError.self) { try ExportText.document(TextBuffer(Array(bytes[..<count]))) }
    }
    let place = try ExportText.document(TextBuffer(bytes)).pages[0]
    let page = Array(bytes[place.range])
    for count in page.indices {
      #expect(throws: DecodeError.self) { try ExportText.page(TextBuffer(Array(page[..<count]))) }
    }
  }

  @Test(
    "a member that is needed is missed by its name",
    arguments: [
      "page_number", "name", "unit", "source_unit", "aggregation", "contributions", "axes", "values",
    ])
  func missing(key: String) async throws {
    let bytes = try await Self.text([Self.pages[1]])
    let place = try ExportText.document(TextBuffer(bytes)).pages[0]
    // The first is the page's own.
    var text = String(decoding: bytes[place.range], as: UTF8.self)
    let member = try #require(
      text.range(of: "\"\(key)\":", options: key == "values" ? .backwards : []))
    text.replaceSubrange(member, with: "\"other\":")
    let error = #expect(throws: DecodeError.self) { try ExportText.page(TextBuffer(Array(text.utf8))) }
    #expect(error?.reason == .missing(key))
  }

  @Test(
    "numbers that no export has are refused",
    arguments: [
      "\"page_number\": -1", "\"page_number\": 1e300", "\"page_number\": 0.5", "\"contributions\": -2",
      "\"contributions\": 2e12", "\"primaries\": -5", "\"primaries\": 1e19",
    ])
  func numbers(_ member: String) async throws {
    let bytes = try await Self.text([Self.pages[1]])
    let place = try ExportText.document(TextBuffer(bytes)).pages[0]
    var text = String(decoding: bytes[place.range], as: UTF8.self)
    let key = try #require(member.split(separator: ":").first)
    let old = try #require(text.range(of: key + ": [0-9]+", options: .regularExpression))
    text.replaceSubrange(old, with: member)
    #expect(throws: DecodeError.self) { try ExportText.page(TextBuffer(Array(text.utf8))) }
  }

  @Test("values, errors and edges that are too few or too many for the axes are told")
  func counts() async throws {
    for (old, new) in [
      ("\"values\": [0.05, ", "\"values\": ["), ("\"errors\": [", "\"errors\": [1, "),
      ("\"edges\": [0.0, ", "\"edges\": [0.0, 0.01, "),
    ] {
      let bytes = try await Self.text([.mean([1, 2], axes: [Self.z], errors: [3, 4])])
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(text.contains(old), "\(old)")
      let damaged = Array(text.replacing(old, with: new).utf8)
      let place = try ExportText.document(TextBuffer(damaged)).pages[0]
      let error = #expect(throws: DecodeError.self) {
        try ExportText.page(TextBuffer(Array(damaged[place.range])))
      }
      guard case .wrongCount = error?.reason else {
        Issue.record("\(String(describing: error))")
        continue
      }
    }
  }
}
