internal import EbbFiles
internal import EbbModel
internal import EbbStore
internal import EbbText

/// What `ebb export` has written, in place of a database: simulations by what the files say of them, and pages as they are.
/// It has no tasks, rows of estimators or data: those were combined.
struct ExportedStore: CombinedStore {
  private struct Place: Sendable {
    var file: Int
    /// The index of the simulation in the file.
    var simulation: Int
  }

  private let files: [ExportedPages]
  /// Of each simulation by its key, counted from 1.
  private let places: [Place]
  private let rows: [Simulation]
  /// The number of pages in the files before each.
  private let starts: [Int]

  /// Opens the files at `paths`, of which each is an export.
  init(opening paths: [String], with reading: HDF5Reading) async throws(Failure) {
    var files: [ExportedPages] = []
    var places: [Place] = []
    var rows: [Simulation] = []
    var starts: [Int] = []
    var count = 0
    for path in paths {
      guard let file = try await ExportedPages(opening: path, with: reading) else {
        if let kind = FileKind(ofFile: path), kind != .json, kind != .gzip {
          throw .foreign(path, kind, as: .results)
        }
        throw Failure(
          .usage, "\(Failure.quoted(path)) is nothing that ebb export has written, as the others are.",
          advice: "Give exports, or files and folders of results; not both.")
      }
      starts.append(count)
      count += file.entries.count
      for (index, simulation) in file.simulations.enumerated() {
        places.append(Place(file: files.count, simulation: index))
        rows.append(Self.row(simulation, id: SimulationID(Int64(places.count))))
      }
      files.append(file)
    }
    (self.files, self.places, self.rows, self.starts) = (files, places, rows, starts)
  }

  private static func row(_ simulation: ResultSimulation, id: SimulationID) -> Simulation {
    var row = Simulation(
      id: id, jobID: simulation.jobIDs.isEmpty ? simulation.title : simulation.name,
      startTime: simulation.startTime, endTime: simulation.endTime, title: simulation.title,
      platform: Platform(simulation.platform ?? ""), inputType: "", simulator: simulation.simulator ?? "",
      state: simulation.state ?? .unstated)
    row.hasJobID = !simulation.jobIDs.isEmpty
    return row
  }

  // MARK: Pages

  func page(_ page: PageID, then next: PageID?) async throws(Failure) -> LoadedPage {
    let (file, index) = place(of: page)
    let following = next.map(place).flatMap { $0.file == file ? $0.index : nil }
    return try await files[file].page(at: index, then: following)
  }

  private func place(of page: PageID) -> (file: Int, index: Int) {
    let index = Int(page.rawValue) - 1
    let file = (starts.lastIndex { $0 <= index }) ?? 0
    return (file, index - starts[file])
  }

  func plan(of stored: [JobRows], _ request: PageRequest) throws(Failure) -> ExportPlan {
    try checkOptions(of: request)
    var plan = ExportPlan()
    var unused = (estimators: request.estimators, pages: request.pages)
    var names: (estimators: [String], pages: [String]) = ([], [])
    for job in stored {
      try Failure.checkCancellation()
      let place = places[Int(job.simulation.id.rawValue) - 1]
      let file = files[place.file]
      var simulation = file.simulations[place.simulation]
      simulation.estimators = []
      for (index, entry) in file.entries.enumerated() where entry.simulation == place.simulation {
        names.estimators.append(entry.estimator.name)
        let fitting = request.estimators.filter { $0.matches(entry.estimator.name) }
        guard request.estimators.isEmpty || !fitting.isEmpty else { continue }
        unused.estimators.removeAll { fitting.contains($0) }
        if let name = entry.name {
          names.pages.append("\(name.number) \(name.quantity)" + (name.filter.map { " (\($0))" } ?? ""))
          let meant = request.pages.filter { $0.matches(name) }
          guard request.pages.isEmpty || !meant.isEmpty else { continue }
          unused.pages.removeAll { meant.contains($0) }
        }
        if simulation.estimators.last != entry.estimator { simulation.estimators.append(entry.estimator) }
        plan.pageNumbers.insert(entry.name?.number ?? 0)
        plan.groups.append(
          PageGroup(
            simulation: plan.simulations.count, estimator: simulation.estimators.count - 1,
            estimatorName: entry.estimator.name, number: entry.name?.number ?? 0,
            contributions: [
              Contribution(
                page: PageID(Int64(starts[place.file] + index + 1)),
                origin: PageOrigin(file: file.path, offset: 0), compressedBytes: 1, weight: 1,
                order: .lastAxisFastest, jobID: simulation.name)
            ], job: stored.count > 1 || request.namesJobs ? simulation.name : nil))
      }
      plan.simulations.append(simulation)
      plan.stored.append([job])
    }
    if let pattern = unused.estimators.first {
      throw .noEstimator(
        pattern.description, in: stored.map(\.simulation.jobID), names: Self.unique(names.estimators),
        quantities: files.flatMap(\.entries).compactMap { $0.name?.quantity })
    }
    if let selection = unused.pages.first {
      let all = files.flatMap(\.entries).compactMap(\.name)
      throw .noPages(
        selection.description, has: Self.unique(names.pages),
        selects: { part in all.contains { part.matches($0) } })
    }
    guard !plan.groups.isEmpty else {
      throw Failure(.notFound, "there is no page in \(Failure.list(files.map { Failure.quoted($0.path) })).")
    }
    return plan
  }

  private static func unique(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }

  /// Refuses options on how contributions are combined: they are.
  private func checkOptions(of request: PageRequest) throws(Failure) {
    let plain = PageRequest()
    let asked = [
      ("--per-task", request.perTask), ("--combine", request.combine), ("--partial", request.partial),
      ("--tasks", request.tasks != nil), ("--all-tasks", request.allTasks != nil),
      ("--weights", request.weighting != plain.weighting), ("--nan", request.nonFinite != plain.nonFinite),
      ("--include-failed", request.includeFailed), ("--as-stored", request.asStored),
      ("--repair", request.repairsAxes),
    ]
    guard let option = asked.first(where: \.1)?.0 else { return }
    throw Failure(
      .usage,
      "\(option) is about the contributions to a page, and an export holds what they were combined to.",
      advice: option == "--combine" || option == "--partial"
        ? "Export parts with --partial from the store, and put them together with ebb merge."
        : "Export it again from the store with \(option).")
  }

  // MARK: Rows

  func simulations(_ filter: SimulationFilter) -> [Simulation] { Array(rows.prefix(filter.limit ?? .max)) }

  func simulations(jobIDPrefix prefix: String, limit: Int) -> [Simulation] {
    Array(rows.filter { $0.jobID.hasPrefix(prefix) }.sorted { $0.jobID < $1.jobID }.prefix(limit))
  }

  func simulations(_ ids: [SimulationID]) -> [Simulation] {
    let ids = Set(ids)
    return rows.filter { ids.contains($0.id) }
  }

  func jobIDs() -> [String] { rows.map(\.jobID) }

  // What there is none of in an export.

  func users() -> [User] { [] }
  func clusters() -> [Cluster] { [] }
  func tasks(of scope: SimulationScope, limit: Int?) -> [SimulationTask] { [] }
  func estimators(of scope: SimulationScope, metadata: Bool, limit: Int?) -> [EstimatorRow] { [] }
  func estimators(_ ids: [EstimatorID]) -> [EstimatorRow] { [] }
  func pages(of scope: SimulationScope, details: Bool, limit: Int?) -> [PageRow] { [] }
  func inputs(of simulations: [SimulationID]) -> [Input] { [] }
  func logfiles(of simulations: [SimulationID]) -> [Logfiles] { [] }
  func schema() -> [DatabaseTable] { [] }

  func data(of pages: ArraySlice<PageID>, upTo bytes: Int) -> [Result<PageData, StoreError>] {
    pages.prefix(1).map { .failure(.missingPage(url: files.first?.path ?? "", page: $0.rawValue)) }
  }

  func close() {}
}
