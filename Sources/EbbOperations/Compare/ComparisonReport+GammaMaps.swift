internal import EbbExport
package import EbbModel
internal import EbbPipeline
package import EbbText

extension ComparisonReport {
  /// Writes the gamma index of every bin as HDF5, in the layout of an export.
  package func writeGammaMaps(
    to path: String, overwrites: Bool, creator: String, writtenAt: Instant, threads: Int
  ) async throws(Failure) {
    guard var simulation = gammaMaps.first?.simulation else {
      throw Failure(
        .usage,
        "no page of these has a gamma index, so there is nothing to write to \(Failure.quoted(path)).",
        advice: "It takes pages over one to three lengths: choose them with -e and -p.")
    }
    // Maps of one estimator stand together, as its pages do.
    simulation.estimators = []
    var pages = gammaMaps.map { map in
      if simulation.estimators.last != map.estimator { simulation.estimators.append(map.estimator) }
      return ExportedPage(simulation: 0, estimator: simulation.estimators.count - 1, page: map.page)
    }[...]
    let outline = ExportOutline(
      simulations: [simulation], pageCount: pages.count, creator: creator, writtenAt: writtenAt)
    do {
      _ = try await HDF5Exporter().export(
        outline, to: .file(path: path),
        options: ExportOptions(overwrites: overwrites, threads: threads, deflate: .isal)
      ) {
        pages.popFirst().map { .page($0) } ?? .end(PagesEnd(warnings: []))
      }
    } catch {
      throw Failure(any: error)
    }
  }
}
