internal import EbbFiles
package import EbbModel

/// The file that the platform's web interface saves of a simulation, and loads back (`*-result.json`).
///
/// Values are in the platform's own order and unit, axes as it holds them; `errors` beside `values` are passed
/// over by the interface, and read back by Ebb. What is not finite is `null`. Pages are written as they come.
package struct YaptideExporter: Exporter {
  package let name = "yaptide"
  package let purpose = "what the web interface saves and loads back"
  /// None chooses it: `.json` is Ebb's own.
  package let suffixes: [String] = []
  package let ending = "-result.json"
  package let writesStandardOutput = true
  package let takesOneSimulation = true
  package let readsInputs = true
  package let tellsPrimaries = false

  package init() {}

  package func export(
    _ outline: ExportOutline, to output: ExportTarget, options: ExportOptions,
    from next: PageSource
  ) async throws -> PagesEnd {
    precondition(outline.simulations.count == 1)
    var file = try TextFile(output, options: options)
    var document = YaptideDocument(outline.simulations[0])
    try file.write(document.opening)
    let end = try await forEachPage(from: next) { exported in
      let page = exported.page
      try file.write(document.transition(to: page, of: exported.estimator))
      try write(page, "values", page.values, to: &file)
      if let errors = page.errors { try write(page, "errors", errors, to: &file) }
      try file.write(document.end(of: page))
    }
    try file.write(document.closing())
    try file.commit()
    return end
  }

  /// A list of numbers; of phase space in another, as the platform has it.
  private func write(
    _ page: ResultPage, _ key: String, _ values: [Double], to file: inout TextFile
  ) throws(FileError) {
    let stored = page.isPhaseSpace ? values : page.storedOrder.restored(values, shape: page.shape)
    try file.write(key: key, json: stored, isNested: page.isPhaseSpace)
  }
}
