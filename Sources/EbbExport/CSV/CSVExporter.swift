package import EbbModel

/// Tables: RFC 4180, UTF-8, lines ended by LF.
///
/// One page to a file is a table of its own (`WideTable`), several are one long table (`LongTable`); a folder
/// gets a table for each page and a `datapackage.json`.
package struct CSVExporter: Exporter {
  package let name = "csv"
  package let suffixes = ["csv"]
  package let writesStandardOutput = true
  package let writesFolders = true

  package init() {}

  package func export(
    _ outline: ExportOutline, to output: ExportTarget, options: ExportOptions,
    from next: PageSource
  ) async throws {
    if case .folder(let path) = output {
      try await exportFolder(outline, to: path, options: options, from: next)
    } else {
      try await exportFile(outline, to: output, options: options, from: next)
    }
  }

  private func exportFile(
    _ outline: ExportOutline, to output: ExportTarget, options: ExportOptions,
    from next: PageSource
  ) async throws {
    var file = try TextFile(output, options: options)
    let hasTasks = outline.simulations.contains { $0.estimators.contains { $0.task != nil } }
    let table = LongTable(hasTasks: hasTasks)
    if options.comments { try file.write(Array(comment(outline).utf8)) }
    if outline.pageCount != 1 { try file.write(table.header) }
    while let exported = try await next() {
      let simulation = outline.simulations[exported.simulation]
      let estimator = simulation.estimators[exported.estimator]
      if outline.pageCount == 1 {
        if options.comments {
          try file.write(Array(comment(exported.page, estimator, simulation).utf8))
        }
        try WideTable(page: exported.page).write { (block) throws(ExportError) in
          try file.write(block)
        }
      } else {
        try table.write(exported.page, of: estimator, in: simulation) {
          (block) throws(ExportError) in try file.write(block)
        }
      }
    }
    try file.commit()
  }

  private func exportFolder(
    _ outline: ExportOutline, to path: String, options: ExportOptions, from next: PageSource
  ) async throws {
    var folder = try AtomicFolder(path: path, overwrites: options.overwrites)
    var names = UniqueNames()
    var package = DataPackage(outline)
    while let exported = try await next() {
      let simulation = outline.simulations[exported.simulation]
      let estimator = simulation.estimators[exported.estimator]
      let page = exported.page
      let task = estimator.task.map { "_task_\($0)" } ?? ""
      let stem = "\(identifier(estimator.name, keepsCase: true))\(task)_p\(page.number)_"
      let name = names.unique(stem + identifier(page.quantity))
      let table = WideTable(page: page)
      var file = try folder.file(named: name + ".csv")
      if options.comments {
        try file.write(Array(comment(outline).utf8))
        try file.write(Array(comment(page, estimator, simulation).utf8))
      }
      try table.write { (block) throws(ExportError) in try file.write(block) }
      try file.finish()
      package.add(table, name: name, estimator: estimator, simulation: simulation)
    }
    var description = try folder.file(named: "datapackage.json")
    try description.write(package.text(comments: options.comments))
    try description.finish()
    try folder.commit()
  }

  private func comment(_ outline: ExportOutline) -> String {
    let jobs = outline.simulations.map(\.name.printable).joined(separator: ", ")
    return "# ebb \(outline.creator), \(jobs)\n"
  }

  private func comment(
    _ page: ResultPage, _ estimator: ResultEstimator, _ simulation: ResultSimulation
  ) -> String {
    var lines = ["\(simulation.title), \(estimator.title), page \(page.number)"]
    var quantity = page.quantity
    if let filter = page.filter { quantity += " (\(filter))" }
    if let normalization = page.unit.normalization { quantity += ", \(normalization)" }
    lines.append(quantity)
    var origin = "\(page.rule.rawValue) of \(page.contributions) contributions"
    if let primaries = page.primaries { origin += ", \(primaries) primaries" }
    lines.append(origin)
    lines += page.operations
    if page.errors != nil { lines.append("error: \(page.errorLabel)") }
    return lines.map { "# \($0.printable)\n" }.joined()
  }
}
