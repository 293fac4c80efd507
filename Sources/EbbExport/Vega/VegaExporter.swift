internal import EbbFiles
package import EbbModel

/// A Vega-Lite specification of one page with its data inline: a line with a band of errors over one axis, a
/// heat map over two.
///
/// Vega-Lite 5 (vega.github.io/vega-lite/docs/spec.html). Editors, notebooks and `vl-convert` draw it as it is.
package struct VegaExporter: Exporter {
  package let name = "vega"
  package let purpose = "a Vega-Lite drawing of one page; notebooks, editors"
  package let suffixes = ["vl.json"]
  package let writesStandardOutput = true
  package let takesOnePage = true
  package let optionNames = [Self.normalise]

  private static let normalise = "normalise"

  private var isNormalised = false

  package init() {}

  package func with(_ options: FormatOptions, writing path: String) -> VegaExporter {
    var exporter = self
    exporter.isNormalised = options[flag: Self.normalise]
    return exporter
  }

  package func export(
    _ outline: ExportOutline, to output: ExportTarget, options: ExportOptions,
    from next: PageSource
  ) async throws -> PagesEnd {
    var file = try TextFile(output, options: options)
    let exported: ExportedPage
    switch try await next() {
    case .page(let page): exported = page
    case .end(let end): return end
    }
    let simulation = outline.simulations[exported.simulation]
    guard let page = isNormalised ? exported.page.relativeToMaximum : exported.page else {
      throw ExportError.unsuitable(format: name, reason: "it has no largest value above 0, for --normalise")
    }
    let chart = try VegaChart(
      page, of: simulation.estimators[exported.estimator], in: simulation)
    try file.write(chart.opening(creator: outline.creator))
    try chart.writeData { (block) throws(FileError) in try file.write(block) }
    try file.write(chart.closing)
    let end = try await forEachPage(from: next) { _ in
      throw ExportError.unsuitable(format: name, reason: "there are several")
    }
    try file.commit()
    return end
  }
}
