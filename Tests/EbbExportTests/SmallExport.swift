import EbbCodec
import EbbModel
import EbbTestSupport
import Foundation

@testable import EbbExport

/// An export whose pages are at hand: what the exporters' tests write.
struct SmallExport: Sendable {
  var outline: ExportOutline
  /// What is said after the last page.
  var end = PagesEnd(warnings: [])
  var pages: [ExportedPage]

  /// Pages of one estimator of one simulation.
  init(_ pages: [ResultPage], estimator: ResultEstimator = .named("mesh")) {
    self.init(
      [.named("job-1", [estimator])], pages.map { ExportedPage(simulation: 0, estimator: 0, page: $0) })
  }

  init(
    _ simulations: [ResultSimulation], _ pages: [ExportedPage], axisNames: [[String]] = [],
    hasParticles: Bool = false
  ) {
    outline = ExportOutline(
      simulations: simulations, pageCount: pages.count, creator: "1.2.3",
      writtenAt: Instant(microseconds: 0))
    (outline.axisNames, outline.hasParticles) = (axisNames, hasParticles)
    self.pages = pages
  }

  /// Writes it; `failure` is thrown instead of the page after the last.
  func write(
    _ exporter: any Exporter, to target: ExportTarget,
    options: ExportOptions = .isal(),
    failure: (any Error)? = nil
  ) async throws {
    var rest = pages[...]
    _ = try await exporter.export(outline, to: target, options: options) {
      if rest.isEmpty, let failure { throw failure }
      return rest.popFirst().map { .page($0) } ?? .end(end)
    }
  }

  /// The text that an exporter writes to a file.
  func text(_ exporter: any Exporter, options: ExportOptions = ExportOptions()) async throws -> String {
    let folder = try TemporaryFolder()
    try await write(exporter, to: .file(path: folder.path("out")), options: options)
    return try folder.text("out")
  }
}

extension ExportOptions {
  /// As exports do it.
  static func isal(overwrites: Bool = false, threads: Int = 2) -> ExportOptions {
    ExportOptions(
      overwrites: overwrites, threads: threads,
      deflate: FastDeflate(levels: Deflater.levels) { level in
        let deflater = Deflater(level: level)
        return { deflater.zlibStream(of: $0) }
      })
  }
}

extension Exporter {
  /// With options of its format, flags with an empty text.
  func with(_ options: KeyValuePairs<String, String>, writing path: String = "out") throws -> Self {
    var given = FormatOptions()
    for (name, text) in options { given[name] = text }
    return try with(given, writing: path)
  }
}

extension ResultSimulation {
  static func named(
    _ name: String, _ estimators: [ResultEstimator], title: String = "Water"
  ) -> ResultSimulation {
    ResultSimulation(
      name: name, jobIDs: [name], title: title, simulator: "shieldhit", platform: "DIRECT",
      state: .completed, taskCount: 2, simulatedPrimaries: 2000,
      startTime: Instant(microseconds: 1_500_000), endTime: nil, estimators: estimators)
  }
}

extension ResultEstimator {
  static func named(
    _ name: String, task: Int? = nil, metadata: [Metadata.Entry] = []
  ) -> ResultEstimator {
    ResultEstimator(name: name, task: task, metadata: Metadata(metadata))
  }
}

extension ResultPage {
  /// A page of the mean of two contributions.
  static func mean(
    _ values: [Double], axes: [Axis] = [], errors: [Double]? = nil, number: Int = 0,
    quantity: String = "DOSE", unit: String = "MeV/g/prim", filter: String? = nil,
    metadata: [Metadata.Entry] = [], binContributions: [Int]? = nil
  ) -> ResultPage {
    ResultPage(
      number: number, quantity: quantity, unit: Unit(source: unit), filter: filter,
      metadata: Metadata(metadata), axes: axes, values: values, errors: errors, errorKind: .stderr,
      binContributions: binContributions, isPhaseSpace: false, rule: .mean, contributions: 2,
      primaries: 2000)
  }

  /// A table of particles, 8 numbers each.
  static func particles(_ values: [Double]) -> ResultPage {
    ResultPage(
      number: 0, quantity: "MCPL", unit: Unit(source: ""), filter: nil, metadata: Metadata(),
      axes: [], values: values, errors: nil, errorKind: .stderr, isPhaseSpace: true,
      rule: .concatenation, contributions: 2, primaries: nil)
  }
}

extension Axis {
  /// A position with edges.
  static func position(_ name: String, _ edges: [Double]) -> Axis {
    Axis(
      name: name, label: "Position (\(name.uppercased()))", unit: "cm",
      centres: zip(edges, edges.dropFirst()).map { ($0 + $1) / 2 }, edges: edges)
  }

  /// A position of which the centres are known only.
  static func centres(_ name: String, _ centres: [Double]) -> Axis {
    Axis(name: name, label: name, unit: "cm", centres: centres, edges: nil)
  }

  static let zones = Axis(name: "zone", label: "Zone", unit: "1", centres: [1, 2], edges: nil)
}
