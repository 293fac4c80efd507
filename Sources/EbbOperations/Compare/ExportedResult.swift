internal import EbbCodec
internal import EbbExport
internal import EbbFiles
internal import EbbModel
package import EbbPipeline
package import EbbText
internal import Foundation

/// A side of a comparison that `ebb export` has written as HDF5 or JSON. Each page is read when it is
/// asked for.
package struct ExportedResult: Sendable {
  private static let json = Data("{\"ebb\": ".utf8)
  private static let hdf5 = Data([0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a])

  private enum Content: Sendable {
    case json(ExportedJSON, [JSONPage])
    case hdf5(HDF5Export, [HDF5Export.Page])
  }

  private struct JSONPage: Sendable {
    var simulation: ResultSimulation
    var estimator: ResultEstimator
    var page: ExportDocument.Page
  }

  /// The path, for messages.
  let place: String
  private let content: Content
  let keepsGoing: Bool

  /// - Parameter names: what of it is paired with pages of other names, in place of what `request` selects.
  /// - Returns: `nil` where `path` is no file that an export has written.
  /// - Throws: where it is, but cannot be read, holds several simulations, or none of the pages.
  package init?(
    _ path: String, _ request: PageRequest, names: [PagePair.Side], _ reading: HDF5Reading
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
      let (file, pages) = try Self.jsonPages(of: path, request)
      content = .json(file, pages)
      count = (file.document.simulations.count, pages.count)
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
    case .json(_, let pages):
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
    case .json(let file, let pages):
      loaded = LoadedPage(
        simulation: pages[index].simulation, estimator: pages[index].estimator,
        page: try file.page(pages[index].page))
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

  /// The pages that are meant.
  private static func jsonPages(
    of path: String, _ request: PageRequest
  ) throws(Failure) -> (file: ExportedJSON, pages: [JSONPage]) {
    let file = try ExportedJSON(opening: path)
    var pages: [JSONPage] = []
    for simulation in file.document.simulations {
      let described = ResultSimulation(
        name: simulation.jobID ?? path, jobIDs: [], title: simulation.title, simulator: nil, platform: nil,
        state: nil, taskCount: nil, simulatedPrimaries: nil, startTime: nil, endTime: nil, estimators: [])
      for estimator in simulation.estimators {
        let result = ResultEstimator(name: estimator.name, task: estimator.task, metadata: Metadata())
        pages += estimator.pages.filter {
          request.selects(number: $0.number, quantity: $0.quantity, filter: $0.filter, of: result)
        }.map { JSONPage(simulation: described, estimator: result, page: $0) }
      }
    }
    return (file, pages)
  }

  /// The pages that are meant.
  private static func hdf5Pages(
    of path: String, _ request: PageRequest, _ reading: HDF5Reading
  ) async throws(Failure) -> (file: HDF5Export, pages: [HDF5Export.Page]) {
    do throws(PartialError) {
      let file = try await HDF5Export(opening: path, with: reading.reader)
      let meant = file.pages.filter { page in
        // One without a name may be meant.
        page.name.map {
          request.selects(number: $0.number, quantity: $0.quantity, filter: $0.filter, of: page.estimator)
        } ?? true
      }
      return (file, meant)
    } catch {
      throw Failure(error, of: .export)
    }
  }
}

extension PageRequest {
  /// Whether a page that is known by its names is selected.
  fileprivate func selects(
    number: Int, quantity: String, filter: String?, of estimator: ResultEstimator
  ) -> Bool {
    guard estimators.isEmpty || estimators.contains(where: { $0.matches(estimator.name) }) else {
      return false
    }
    return pages.isEmpty
      || pages.contains { $0.matches(number: number) ?? $0.matches(quantity: quantity, filter: filter) }
  }
}
