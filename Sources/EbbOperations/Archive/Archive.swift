internal import EbbFiles
package import EbbModel
package import EbbPipeline
internal import EbbStore
package import EbbText

/// Puts simulations into a store of one's own: a SQLite file in the platform's current schema, with their rows and their
/// data byte for byte, so that every command works on it as on the store.
///
/// A simulation is there whole or not at all. One that is there already, the same, is passed over, so that the same command
/// goes on where one before was ended. Pages are not inflated, but for what an old schema does not tell of them. Memory holds the rows of a simulation, and a page.
package struct Archive: Sendable {
  private let request: ArchiveRequest
  private let catalog: Catalog
  private let form: any ArchiveForm
  private let report: @Sendable (Progress) -> Void

  /// - Parameter report: called with every page that has been read, of one simulation at a time.
  package init(
    _ request: ArchiveRequest, from catalog: Catalog, report: @escaping @Sendable (Progress) -> Void
  ) {
    self.init(request, from: catalog, in: AsStored(), report: report)
  }

  init(
    _ request: ArchiveRequest, from catalog: Catalog, in form: any ArchiveForm,
    report: @escaping @Sendable (Progress) -> Void
  ) {
    self.request = request
    self.catalog = catalog
    self.form = form
    self.report = report
  }

  /// Puts `simulations` into the archive, one after another in the order of their keys, which theirs there have too.
  /// - Throws: what goes wrong; of several simulations only what would go wrong with every one. One that cannot be archived,
  ///   or is there and differs, is then told of in the summary, and the rest goes on.
  package func run(_ wanted: [Simulation]) async throws(Failure) -> ArchiveSummary {
    let simulations = wanted.sorted { $0.id < $1.id }
    if let source = catalog.url, isSameFile(source, request.path) {
      throw Failure(
        .usage, "\(Failure.quoted(request.path)) is the store itself.",
        advice: "Name another file with -o.")
    }
    var summary = ArchiveSummary(path: request.path)
    summary.notices += catalog.notices
    let writer = try await Failure.wording { () throws(StoreWriteError) in
      try await SQLiteWriter.open(path: request.path)
    }
    /// Those that were left out.
    var left: Set<SimulationID> = []
    let outcome: Result<Void, Failure>
    do throws(Failure) {
      let isNew = try await Failure.wording { () throws(StoreWriteError) in try await writer.isNew }
      let wanted = isNew ? simulations : try await missing(simulations, &summary, &left)
      outcome = .success(try await add(wanted, to: writer, &summary, &left))
    } catch {
      outcome = .failure(error)
    }
    await writer.close()
    do throws(Failure) {
      try outcome.get()
      if request.verifies { try await verify(simulations.filter { !left.contains($0.id) }, &summary) }
      return summary
    } catch {
      guard error.kind == .interrupted, summary.simulations > 0 else { throw error }
      throw Failure(
        .interrupted,
        "interrupted; \(Failure.count(summary.simulations)) of \(Failure.count(simulations.count)) simulations were put "
          + "into \(Failure.quoted(request.path)).",
        advice: "The same command goes on from there.")
    }
  }

  /// The simulations that are not in the archive, or are to be replaced. Those that are there and differ are told of.
  private func missing(
    _ simulations: [Simulation], _ summary: inout ArchiveSummary, _ left: inout Set<SimulationID>
  ) async throws(Failure) -> [Simulation] {
    var wanted: [Simulation] = []
    try await withArchive { archive throws(Failure) in
      var comparison = try await ArchiveComparison(simulations, of: catalog, form, with: archive)
      for simulation in simulations {
        guard comparison.has(simulation), !request.replaces else {
          wanted.append(simulation)
          continue
        }
        do throws(Failure) {
          guard let difference = try await comparison.difference(simulation, data: form.makesBlobs) else {
            summary.present += 1
            continue
          }
          left.insert(simulation.id)
          let message =
            "\(Failure.quoted(request.path)) has another simulation \(simulation.jobID): \(difference)."
          guard simulations.count > 1 else {
            throw Failure(
              .outputNotCreatable, message, advice: "Replace it with --force, or choose another name with -o."
            )
          }
          summary.notices.append(Notice(.leftOut, message + " --force replaces it."))
        } catch {
          left.insert(simulation.id)
          try passOver(error, simulation, of: simulations.count, &summary)
        }
      }
    }
    return wanted
  }

  /// Adds simulations that are not in the archive.
  private func add(
    _ simulations: [Simulation], to writer: any StoreWriter, _ summary: inout ArchiveSummary,
    _ left: inout Set<SimulationID>
  ) async throws(Failure) {
    var reader = try await StoredSimulationReader(simulations, from: catalog.store, details: true)
    for simulation in simulations {
      do throws(Failure) {
        let rows = try await form.rows(try await reader.rows(of: simulation))
        let wasBegun = try await Failure.wording { () throws(StoreWriteError) in
          try await writer.begin(rows, replacing: request.replaces)
        }
        guard wasBegun else {
          // Another process has put it there meanwhile.
          summary.present += 1
          continue
        }
        try await addPages(of: rows, to: writer)
        summary.simulations += 1
        summary.pages += rows.pages.count
      } catch {
        await writer.rollback()
        left.insert(simulation.id)
        try passOver(error, simulation, of: simulations.count, &summary)
      }
    }
    summary.notices += reader.notices
  }

  /// Adds the pages of a simulation that was begun, and commits it.
  private func addPages(of rows: StoredSimulation, to writer: any StoreWriter) async throws(Failure) {
    var progress = Progress(
      pages: rows.pages.count, bytes: rows.pages.reduce(0) { $0 + $1.compressedBytes })
    try await catalog.forEachData(of: rows.pages) { (page, own) throws(Failure) in
      let row = await form.row(page, own)
      let blob = try await form.blob(own)
      try await Failure.wording { () throws(StoreWriteError) in try await writer.add(row, data: blob) }
      progress.pagesDone += 1
      progress.bytesDone += page.compressedBytes
      report(progress)
    }
    try await Failure.wording { () throws(StoreWriteError) in try await writer.commit() }
  }

  /// Holds what is in the archive against the store, every row and all data. What differs is told of.
  private func verify(_ simulations: [Simulation], _ summary: inout ArchiveSummary) async throws(Failure) {
    var verified = 0
    if !simulations.isEmpty {
      try await withArchive { archive throws(Failure) in
        var comparison = try await ArchiveComparison(simulations, of: catalog, form, with: archive)
        for simulation in simulations {
          guard let difference = try await comparison.difference(simulation, data: true) else {
            verified += 1
            continue
          }
          summary.notices.append(
            Notice(
              .leftOut,
              "simulation \(simulation.jobID) is not the same in \(Failure.quoted(request.path)): \(difference). "
                + "--force puts it there anew."))
        }
      }
    }
    summary.verified = verified
  }

  /// Opens the archive to be read.
  private func withArchive(_ body: (any Store) async throws(Failure) -> Void) async throws(Failure) {
    let archive: any Store
    do throws(StoreError) {
      archive = try await SQLiteStore.open(path: request.path)
    } catch {
      throw Failure(error)
    }
    do throws(Failure) {
      try await body(archive)
    } catch {
      await archive.close()
      throw error
    }
    await archive.close()
  }

  /// One of several simulations whose rows or data are broken does not stop the rest: it is told of at the end.
  private func passOver(
    _ failure: Failure, _ simulation: Simulation, of count: Int, _ summary: inout ArchiveSummary
  ) throws(Failure) {
    guard count > 1, failure.kind == .notFound || failure.kind == .brokenData else { throw failure }
    summary.notices.append(
      Notice(.leftOut, "left out simulation \(simulation.jobID): \(failure.message)"))
  }
}
