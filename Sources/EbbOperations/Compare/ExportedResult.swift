internal import EbbExport
internal import EbbFiles
internal import EbbModel
package import EbbPipeline
package import EbbText
internal import Foundation

/// A side of a comparison that `ebb export` has written as HDF5 or JSON, read back.
package enum ExportedResult {
  private static let json = Data("{\"ebb\": ".utf8)
  private static let hdf5 = Data([0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a])

  /// - Returns: `nil` where `path` is no file that an export has written; the notices are of pages that are left
  ///   out with --keep-going.
  /// - Throws: where it is, but cannot be read, holds several simulations, or none of the pages.
  package static func pages(
    of path: String, _ request: ExportRequest, _ reading: HDF5Reading
  ) async throws(Failure) -> (pages: [LoadedPage], notices: [Notice])? {
    guard let file = FileHandle(forReadingAtPath: path) else { return nil }
    let start = (try? file.read(upToCount: hdf5.count)) ?? Data()
    try? file.close()
    guard start == json || start == hdf5 else { return nil }
    let place = Failure.quoted(path)
    guard request.reductions.isEmpty, request.primaries == nil else {
      throw Failure(
        .usage, "\(place) is an export, whose bins are taken as they are.",
        advice: "Leave --range, --rebin, --sum, --at and --primaries out, or export again with them.")
    }
    var notices: [Notice] = []
    let (simulations, found) =
      start == json
      ? try jsonPages(of: path, request) : try await hdf5Pages(of: path, request, reading, &notices)
    guard simulations == 1 else {
      throw Failure(
        .usage, "\(place) holds \(simulations) simulations, and one is compared with one.",
        advice: "Export them one by one.")
    }
    if found.isEmpty {
      if let first = notices.first {
        throw Failure(
          .brokenData, "\(place): no page can be read. The first is \(first.text)",
          advice: "Export it again, or take another copy.")
      }
      throw Failure(.notFound, "\(place) has none of these pages.", advice: "Choose others with -e and -p.")
    }
    if let other = found.first(where: { $0.page.errors != nil && $0.page.errorKind != .stderr }) {
      let kind = other.page.errorKind == .stddev ? "standard deviations" : "confidence intervals"
      throw Failure(
        .usage, "\(place) has \(kind), and comparisons are by standard errors.",
        advice: "Export it again without --error.")
    }
    return (found, notices)
  }

  private typealias Found = (simulations: Int, pages: [LoadedPage])

  private static func jsonPages(of path: String, _ request: ExportRequest) throws(Failure) -> Found {
    func broken() -> Failure {
      Failure(
        .brokenData, "\(Failure.quoted(path)) is not as an export writes it.", advice: "Export it again.")
    }
    let document: ExportedDocument
    do {
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      document = try decoder.decode(ExportedDocument.self, from: Data(contentsOf: URL(filePath: path)))
    } catch {
      throw broken()
    }
    var pages: [LoadedPage] = []
    for simulation in document.simulations {
      let described = ResultSimulation(
        name: simulation.jobId ?? path, jobIDs: [], title: simulation.title ?? "", simulator: nil,
        platform: nil,
        state: nil, taskCount: nil, simulatedPrimaries: nil, startTime: nil, endTime: nil, estimators: [])
      for estimator in simulation.estimators {
        let result = ResultEstimator(name: estimator.name, task: estimator.task, metadata: Metadata())
        for page in estimator.pages.map(\.page)
        where request.means(
          number: page.number, quantity: page.quantity, filter: page.filter, of: result)
        {
          guard page.isComplete else { throw broken() }
          pages.append(LoadedPage(simulation: described, estimator: result, page: page))
        }
      }
    }
    return (document.simulations.count, pages)
  }

  /// The pages, one after another; what is left out goes to `notices`.
  private static func hdf5Pages(
    of path: String, _ request: ExportRequest, _ reading: HDF5Reading, _ notices: inout [Notice]
  ) async throws(Failure) -> Found {
    let file: ExportFile
    do throws(PartialError) {
      file = try await ExportFile(opening: path, with: reading.reader)
    } catch {
      throw Failure(error, of: .export)
    }
    var pages: [LoadedPage] = []
    let meant = file.pages.filter { page in
      // One without a name may be meant.
      page.name.map {
        request.means(number: $0.number, quantity: $0.quantity, filter: $0.filter, of: page.estimator)
      } ?? true
    }
    for (index, page) in meant.enumerated() {
      let next = meant.dropFirst(index + 1).first { $0.name != nil }
      do throws(PartialError) {
        pages.append(
          LoadedPage(
            simulation: file.simulations[page.simulation], estimator: page.estimator,
            page: try await file.page(page, then: next)))
      } catch {
        let failure = Failure(error, of: .export)
        guard request.keepGoing, failure.kind == .brokenData else { throw failure }
        notices.append(Notice(.leftOut, "left out: " + failure.message))
      }
    }
    return (file.simulations.count, pages)
  }
}

extension ResultPage {
  /// Whether it has a value, and an error where there are any, for each bin of its axes, and as many edges as they
  /// need.
  fileprivate var isComplete: Bool {
    var bins = 1
    for length in shape {
      let (product, overflows) = bins.multipliedReportingOverflow(by: length)
      guard !overflows else { return false }
      bins = product
    }
    return values.count == bins && errors.map { $0.count == bins } ?? true
      && axes.allSatisfy { axis in
        !axis.centres.isEmpty && axis.edges.map { $0.count == axis.centres.count + 1 } ?? true
      }
  }
}

extension ExportRequest {
  /// Whether a page that is known by its names is selected.
  fileprivate func means(
    number: Int, quantity: String, filter: String?, of estimator: ResultEstimator
  ) -> Bool {
    guard estimators.isEmpty || estimators.contains(where: { $0.matches(estimator.name) }) else {
      return false
    }
    return pages.isEmpty
      || pages.contains { $0.matches(number: number) ?? $0.matches(quantity: quantity, filter: filter) }
  }
}
