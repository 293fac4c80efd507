import EbbModel
import EbbTestSupport
import Foundation
import GRDB
import Testing

@testable import EbbCodec

/// All pages of the reference store against Foundation's `JSONDecoder`, which rounds correctly.
@Suite("Pages of the reference store", .enabled(if: Reference.isPresent, "real results"))
struct ReferencePagesTests {
  private struct Page: Decodable {
    struct Axis: Decodable {
      var name: String
      var unit: String
      var values: [Double]
    }
    struct Data: Decodable {
      var name: String
      var unit: String
      var values: Values
    }
    enum CodingKeys: String, CodingKey {
      case metadata, dimensions, data
      case axisDim1 = "axis_dim1"
      case axisDim2 = "axis_dim2"
      case axisDim3 = "axis_dim3"
      case axisDim4 = "axis_dim4"
      case axisDim5 = "axis_dim5"
    }
    var metadata: [String: String]
    var dimensions: Int
    var data: Data
    var axisDim1: Axis?
    var axisDim2: Axis?
    var axisDim3: Axis?
    var axisDim4: Axis?
    var axisDim5: Axis?

    var axes: [Axis] { [axisDim1, axisDim2, axisDim3, axisDim4, axisDim5].compactMap { $0 } }
  }

  /// Flat, or nested once.
  private struct Values: Decodable {
    var numbers: [Double]

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let nested = try? container.decode([[Double]].self) {
        numbers = nested.flatMap { $0 }
      } else {
        numbers = try container.decode([Double].self)
      }
    }
  }

  @Test("every page decodes to the same bits, names, units and metadata")
  func everyPage() async throws {
    let rows = try await compressed("SELECT compressed_data FROM Page")
    let decoder = PageDecoder(byteLimit: 1 << 30)
    var (compared, withNaN, withoutData) = (0, 0, 0)
    for data in rows {
      guard let page = try await decoder.page(data) else {
        #expect(data.isEmpty)
        withoutData += 1
        continue
      }
      let text = try #require(Gzip.text(of: data, limit: 4 << 20)).text
      guard let expected = try? JSONDecoder().decode(Page.self, from: Data(text)) else {
        try expectNonFinite(page, text: text)
        withNaN += 1
        continue
      }
      #expect(page.quantity == expected.data.name)
      #expect(page.unit == expected.data.unit)
      #expect(page.isFinite)
      #expect(page.values.map(\.bitPattern) == expected.data.values.numbers.map(\.bitPattern))
      #expect(page.axes.count == expected.dimensions)
      #expect(page.axes.map(\.name) == expected.axes.map(\.name))
      #expect(page.axes.map(\.unit) == expected.axes.map(\.unit))
      #expect(page.axes.map(\.centres) == expected.axes.map(\.values))
      let entries = page.metadata.entries.map { ($0.name, $0.value) }
      #expect(Dictionary(uniqueKeysWithValues: entries) == expected.metadata)
      compared += 1
    }
    #expect(compared == 448)
    #expect(withNaN == 4)
    #expect(withoutData == 1)
  }

  @Test("every estimator's metadata decode to the same texts")
  func everyEstimator() async throws {
    let decoder = PageDecoder(byteLimit: 1 << 30)
    for data in try await compressed("SELECT compressed_data FROM Estimator") {
      let metadata = try await decoder.metadata(data)
      guard !data.isEmpty else { continue }
      let text = try #require(Gzip.text(of: data, limit: 4 << 20)).text
      let expected = try JSONDecoder().decode([String: String].self, from: Data(text))
      let entries = metadata.entries.map { ($0.name, $0.value) }
      #expect(Dictionary(uniqueKeysWithValues: entries) == expected)
    }
  }

  /// The values of a page that JSON proper does not have, number by number by strtod, which knows the words.
  private func expectNonFinite(_ page: StoredPage, text: [UInt8]) throws {
    let text = String(decoding: text, as: UTF8.self)
    let data = try #require(text.firstRange(of: "\"data\""))
    let values = try #require(text[data.upperBound...].firstRange(of: "\"values\": ["))
    let array = text[values.upperBound...].prefix { $0 != "]" }
    let expected = array.split(separator: ", ").map { unsafe strtod(String($0), nil).bitPattern }
    #expect(page.values.map(\.bitPattern) == expected)
    #expect(!page.isFinite)
    #expect(page.values.contains { !$0.isFinite })
  }

  private func compressed(_ sql: String) async throws -> [[UInt8]] {
    var configuration = Configuration()
    configuration.readonly = true
    let path = "file:\(Reference.path("real.sqlite"))?immutable=1"
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    return try await queue.read { database in
      try Data?.fetchAll(database, sql: sql).map { $0.map { [UInt8]($0) } ?? [] }
    }
  }
}
