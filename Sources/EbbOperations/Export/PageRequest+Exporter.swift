internal import EbbExport
internal import EbbPipeline

extension PageRequest {
  /// The request as the files of an exporter need it: those that always tell hits have them counted.
  func forFiles(of exporter: any Exporter) -> PageRequest {
    var request = self
    request.countsHits = request.countsHits || exporter.tellsHits
    return request
  }
}
