internal import EbbFiles
package import EbbModel

/// A Vega-Lite specification of one page with its data inline: a line with a band of errors over one axis, a
/// heat map over two.
///
/// Vega-Lite 5 (vega.github.io/vega-lite/docs/spec.html). Editors, notebooks and `vl-convert` draw it as it is.
package struct VegaExporter: Exporter {
  package let name = "vega"
  package let suffixes = ["vl.json"]
  package let writesStandardOutput = true
  package let writesFolders = false
  package let takesOnePage = true

  package init() {}

  package func export(
    _ outline: ExportOutline, to output: ExportTarget, options: ExportOptions,
    from next: PageSource
  ) async throws {
    var file = try TextFile(output, options: options)
    guard let exported = try await next() else { return }
    let simulation = outline.simulations[exported.simulation]
    let chart = try VegaChart(
      exported.page, of: simulation.estimators[exported.estimator], in: simulation)
    try file.write(chart.opening(creator: outline.creator))
    try chart.writeData { (block) throws(FileError) in try file.write(block) }
    try file.write(chart.closing)
    // The source says after the last page what has gone wrong.
    while try await next() != nil {}
    try file.commit()
  }
}
