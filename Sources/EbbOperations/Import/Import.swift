internal import EbbFiles
internal import EbbModel
package import EbbPipeline
internal import EbbStore
package import EbbText

/// Puts files of results into a store of one's own, as simulations of the platform: with tasks, inputs, estimators and
/// pages, so that every command works on them as on the platform's.
///
/// The text of each page is kept as it stands in its file. What a file does not say is chosen, always in the same way: the
/// job id from the contents, so that what is there already is known again. Each page is read twice.
package struct Import: Sendable {
  /// The names that simulations get where their files do not say them.
  package struct Names: Sendable {
    package var user: String
    /// Of one simulation; `nil` is its file's, or else the name of its folder.
    package var title: String?

    package init(user: String, title: String? = nil) {
      self.user = user
      self.title = title
    }
  }

  private let request: ArchiveRequest
  private let names: Names
  private let catalog: Catalog
  private let form: AsPlatform
  private let report: @Sendable (Progress) -> Void

  /// - Parameters:
  ///   - catalog: files of results.
  ///   - byteLimit: the most bytes that a page's text may have.
  package init(
    _ request: ArchiveRequest, _ names: Names, from catalog: Catalog, byteLimit: Int,
    report: @escaping @Sendable (Progress) -> Void
  ) {
    self.request = request
    self.names = names
    self.catalog = catalog
    self.report = report
    form = AsPlatform(byteLimit: byteLimit)
  }

  /// Refuses what is no file of results, before anything is read.
  package static func check(_ files: [String]) throws(Failure) {
    for file in files where ExportedPages.isExport(file) {
      throw Failure(
        .usage,
        "\(Failure.quoted(file)) is an export of ebb: its pages are combined, with errors that the platform's rows have no "
          + "place for.",
        advice:
          "Import the results that it was made of, or ebb export \(file) -f yaptide -o job-result.json, and that."
      )
    }
  }

  /// Imports all simulations that the files hold.
  package func run() async throws(Failure) -> ArchiveSummary {
    let found = try await catalog.simulations(SimulationSelection())
    guard names.title == nil || found.count < 2 else {
      throw Failure(
        .usage, "--title names one simulation, and the files hold \(Failure.count(found.count)).",
        advice: "Import them one by one.", choices: found.prefix(5).map(\.title))
    }
    var reader = try await StoredSimulationReader(found, from: catalog.store, details: false)
    var simulations: [Simulation] = []
    var seen: [String: String] = [:]
    for simulation in found {
      let named = try await named(simulation, rows: try await reader.rows(of: simulation))
      if let other = seen.updateValue(simulation.title, forKey: named.jobID) {
        throw Failure(
          .usage,
          "\(Failure.quoted(other)) and \(Failure.quoted(simulation.title)) hold the same results, or are of one job: "
            + "\(named.jobID).", advice: "Give one of them.")
      }
      simulations.append(named)
    }
    return try await Archive(request, from: catalog, in: form, report: report).run(simulations)
  }

  /// The simulation with all that the platform has of one.
  private func named(
    _ simulation: Simulation, rows: StoredSimulation
  ) async throws(Failure) -> Simulation {
    var named = simulation
    if !simulation.hasJobID { named.jobID = try await jobID(of: rows) }
    named.hasJobID = true
    named.title = names.title ?? (simulation.title.isEmpty ? named.jobID : simulation.title)
    named.username = simulation.username ?? names.user
    if simulation.platform.description.isEmpty { named.platform = .direct }
    if simulation.state == .unstated { named.state = .completed }
    return named
  }

  /// 16 digits of the SHA-256 of all that the results say: names, tasks, metadata, and pages' texts.
  private func jobID(of rows: StoredSimulation) async throws(Failure) -> String {
    var hash = SHA256()
    var estimators: [EstimatorID: Int] = [:]
    for (place, row) in rows.estimators.enumerated() {
      estimators[row.id] = place
      hash.add(row.name)
      hash.add(row.fileName ?? "")
      for entry in row.metadata?.entries ?? [] {
        hash.add(entry.name)
        hash.add(entry.value)
      }
    }
    try await catalog.forEachData(of: rows.pages) { (page, own) throws(Failure) in
      let text = try await form.text(own)
      hash.add("\(estimators[page.estimatorID] ?? -1)/\(page.number)/\(text.count)")
      hash.update(text)
    }
    return hash.finish().prefix(16) + "-import"
  }
}

extension SHA256 {
  /// Takes a text with its length before it, so that no two lists of texts are alike.
  fileprivate mutating func add(_ text: String) { update(Array("\(text.utf8.count):\(text)".utf8)) }
}
