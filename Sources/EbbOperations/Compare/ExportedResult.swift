internal import EbbExport
internal import EbbFiles
internal import EbbModel
package import EbbPipeline
package import EbbText
internal import Foundation

/// A side of a comparison that `ebb export` has written as HDF5 or JSON. Of HDF5 each page is read when it is asked for, JSON is
/// held whole.
package struct ExportedResult: Sendable {
  private static let json = Data("{\"ebb\": ".utf8)
  private static let hdf5 = Data([0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a])

  private enum Content: Sendable {
    case json([LoadedPage])
    case hdf5(ExportFile, [ExportFile.Page])
  }

  /// The path, for messages.
  let place: String
  private let content: Content
  let keepsGoing: Bool

  /// - Parameter names: what of it is paired with pages of other names, in place of what `request` selects.
  /// - Returns: `nil` where `path` is no file that an export has written.
  /// - Throws: where it is, but cannot be read, holds several simulations, or none of the pages.
  package init?(
    _ path: String, _ request: ExportRequest, names: [PagePair.Side], _ reading: HDF5Reading
  ) async throws(Failure) {
    guard let file = FileHandle(forReadingAtPath: path) else { return nil }
    let start = (try? file.read(upToCount: Self.hdf5.count)) ?? Data()
    try? file.close()
    guard start == Self.json || start == Self.hdf5 else { return nil }
    place = Failure.quoted(path)
    keepsGoing = request.keepGoing
    guard request.reductions.isEmpty, request.primaries == nil else {
      throw Failure(
        .usage, "\(place) is an export, whose bins are taken as they are.",
        advice: "Leave --range, --rebin, --sum, --at and --primaries out, or export again with them.")
    }
    var request = request
    if !names.isEmpty { (request.estimators, request.pages) = (names.map(\.estimator), []) }
    let count: (simulations: Int, pages: Int)
    if start == Self.json {
      let (simulations, pages) = try Self.jsonPages(of: path, request)
      content = .json(pages)
      count = (simulations, pages.count)
    } else {
      let (file, pages) = try await Self.hdf5Pages(of: path, request, reading)
      content = .hdf5(file, pages)
      count = (file.simulations.count, pages.count)
    }
    guard count.simulations == 1 else {
      throw Failure(
        .usage, "\(place) holds \(count.simulations) simulations, and one is compared with one.",
        advice: "Export them one by one.")
    }
    guard count.pages > 0 else {
      throw Failure(.notFound, "\(place) has none of these pages.", advice: "Choose others with -e and -p.")
    }
  }

  /// The pages, as they are known before they are read.
  var entries: [PagePairing.Entry] {
    switch content {
    case .json(let pages):
      pages.map {
        PagePairing.Entry(
          estimator: $0.estimator.title, number: $0.page.number, quantity: $0.page.quantity,
          filter: $0.page.filter)
      }
    case .hdf5(_, let pages):
      // One whose name cannot be read has no number that any other has.
      pages.enumerated().map { index, page in
        PagePairing.Entry(
          estimator: page.estimator.title, number: page.name?.number ?? -1 - index,
          quantity: page.name?.quantity,
          filter: page.name?.filter)
      }
    }
  }

  /// Reads a page.
  /// - Parameter next: the place of the page that will be read next, where it is known.
  func page(at index: Int, then next: Int?) async throws(Failure) -> LoadedPage {
    let loaded: LoadedPage
    switch content {
    case .json(let pages): loaded = pages[index]
    case .hdf5(let file, let pages):
      do throws(PartialError) {
        let following = next.flatMap { pages[$0].name == nil ? nil : pages[$0] }
        loaded = LoadedPage(
          simulation: file.simulations[pages[index].simulation], estimator: pages[index].estimator,
          page: try await file.page(pages[index], then: following))
      } catch {
        throw Failure(error, of: .export)
      }
    }
    if loaded.page.errors != nil, loaded.page.errorKind != .stderr {
      let kind = loaded.page.errorKind == .stddev ? "standard deviations" : "confidence intervals"
      throw Failure(
        .usage, "\(place) has \(kind), and comparisons are by standard errors.",
        advice: "Export it again without --error.")
    }
    return loaded
  }

  private static func jsonPages(
    of path: String, _ request: ExportRequest
  ) throws(Failure) -> (simulations: Int, pages: [LoadedPage]) {
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

  /// The pages that are meant.
  private static func hdf5Pages(
    of path: String, _ request: ExportRequest, _ reading: HDF5Reading
  ) async throws(Failure) -> (file: ExportFile, pages: [ExportFile.Page]) {
    do throws(PartialError) {
      let file = try await ExportFile(opening: path, with: reading.reader)
      let meant = file.pages.filter { page in
        // One without a name may be meant.
        page.name.map {
          request.means(number: $0.number, quantity: $0.quantity, filter: $0.filter, of: page.estimator)
        } ?? true
      }
      return (file, meant)
    } catch {
      throw Failure(error, of: .export)
    }
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
