internal import EbbModel
internal import Foundation

/// What `ebb export` has written as JSON, read back.
package struct ExportedResult: Sendable {
  private static let mark = Data("{\"ebb\": ".utf8)

  package let pages: [LoadedPage]

  /// - Returns: `nil` where `path` is no JSON that an export has written.
  /// - Throws: where it is, but cannot be read, or holds several simulations.
  package init?(_ path: String, _ request: ExportRequest) throws(Failure) {
    guard let file = FileHandle(forReadingAtPath: path) else { return nil }
    defer { try? file.close() }
    guard (try? file.read(upToCount: Self.mark.count)) == Self.mark else { return nil }
    let place = Failure.quoted(path)
    guard request.reductions.isEmpty, request.primaries == nil else {
      throw Failure(
        .usage, "\(place) is an export, whose bins are taken as they are.",
        advice: "Leave --range, --rebin, --sum, --at and --primaries out, or export again with them.")
    }
    let document: Document
    do {
      try file.seek(toOffset: 0)
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      document = try decoder.decode(Document.self, from: try file.readToEnd() ?? Data())
    } catch {
      throw Failure(.brokenData, "\(place) is not as an export writes it.", advice: "Export it again.")
    }
    guard document.simulations.count == 1 else {
      throw Failure(
        .usage, "\(place) holds \(document.simulations.count) simulations, and one is compared with one.",
        advice: "Export them one by one.")
    }
    let found = document.simulations[0].estimators.flatMap { estimator in
      estimator.pages.map { page in
        (ResultEstimator(name: estimator.name, task: estimator.task, metadata: Metadata()), page.page)
      }
    }
    let simulation = ResultSimulation(
      name: document.simulations[0].jobId ?? path, jobIDs: [], title: document.simulations[0].title ?? "",
      simulator: nil, platform: nil, state: nil, taskCount: nil, simulatedPrimaries: nil, startTime: nil,
      endTime: nil, estimators: found.map(\.0))
    pages = found.filter { Self.isMeant($0.0, $0.1, request) }
      .map { LoadedPage(simulation: simulation, estimator: $0.0, page: $0.1) }
    for (_, page) in found where page.values.count != page.shape.reduce(1, *) {
      throw Failure(.brokenData, "\(place) is not as an export writes it.", advice: "Export it again.")
    }
    if pages.isEmpty {
      throw Failure(.notFound, "\(place) has none of these pages.", advice: "Choose others with -e and -p.")
    }
  }

  private static func isMeant(_ estimator: ResultEstimator, _ page: ResultPage, _ request: ExportRequest)
    -> Bool
  {
    let isNamed = request.estimators.isEmpty || request.estimators.contains { $0.matches(estimator.name) }
    let isChosen =
      request.pages.isEmpty
      || request.pages.contains { selection in
        selection.matches(number: page.number)
          ?? selection.matches(quantity: page.quantity, filter: page.filter)
      }
    return isNamed && isChosen
  }

  // MARK: The document, in its own words

  private struct Document: Decodable { var simulations: [Simulation] }

  private struct Simulation: Decodable {
    var jobId: String?
    var title: String?
    var estimators: [Estimator]
  }

  private struct Estimator: Decodable {
    var name: String
    var task: Int?
    var pages: [Page]
  }

  private struct Axis: Decodable {
    var name: String
    var label: String
    var unit: String
    var values: [Double]
    var edges: [Double]?
    var scale: String?
  }

  private struct Page: Decodable {
    var pageNumber: Int
    var name: String
    var unit: String
    var normalization: String?
    var sourceUnit: String
    var filter: String?
    var aggregation: String
    var contributions: Int
    var primaries: Int64?
    var axes: [Axis]
    var columns: [String]?
    var values: [Double?]
    var errors: [Double?]?

    var page: ResultPage {
      ResultPage(
        number: pageNumber, quantity: name,
        unit: Unit(text: unit, normalization: normalization, source: sourceUnit), filter: filter,
        metadata: Metadata(),
        axes: axes.map {
          EbbModel.Axis(
            name: $0.name, label: $0.label, unit: $0.unit, centres: $0.values, edges: $0.edges,
            scale: $0.scale == "logarithmic" ? .logarithmic : .linear)
        },
        // What is not finite is null there.
        values: values.map { $0 ?? .nan }, errors: errors.map { $0.map { $0 ?? .nan } }, errorKind: .stderr,
        isPhaseSpace: columns != nil, rule: AggregationRule(rawValue: aggregation) ?? .mean,
        contributions: contributions, primaries: primaries)
    }
  }
}
