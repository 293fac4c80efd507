package import EbbModel

extension StoredSimulation {
  /// The rows as the platform's current schema holds them, counted from 1 on in their order.
  ///
  /// Columns that a store of an older revision lacks have the platform's defaults, and texts that may not be NULL are
  /// empty. Two stores hold the same simulation if this is the same of both.
  package var inCurrentSchema: StoredSimulation {
    var rows = self
    let id = SimulationID(1)
    rows.user = user ?? simulation.username.map { User(id: UserID(1), username: $0, authProvider: .yaptide) }
    rows.user?.id = UserID(1)
    rows.simulation.id = id
    rows.simulation.userID = rows.user?.id
    rows.simulation.username = rows.user?.username
    rows.simulation.hasJobID = true
    rows.simulation.saved = nil
    rows.cluster = nil
    switch simulation.platform {
    case .direct:
      if case .celery = simulation.kind { break }
      rows.simulation.kind = .celery(mergeID: nil)
    case .batch:
      guard case .batch(_, let folder, let array, let collect) = simulation.kind else {
        rows.simulation.kind = .unknown
        break
      }
      // A simulation of a cluster has to name one.
      rows.cluster = Cluster(id: ClusterID(1), name: cluster?.name ?? "")
      rows.simulation.kind = .batch(
        clusterID: ClusterID(1), jobDirectory: folder, arrayID: array, collectID: collect)
    default: rows.simulation.kind = .unknown
    }
    for place in rows.tasks.indices {
      rows.tasks[place].id = TaskID(Int64(place + 1))
      rows.tasks[place].simulationID = id
      rows.tasks[place].saved = []
      let platform = tasks[place].platform ?? simulation.platform
      rows.tasks[place].platform = platform
      switch (platform, tasks[place].kind) {
      case (.direct, .celery(let celeryID)): rows.tasks[place].kind = .celery(celeryID: celeryID ?? "")
      case (.direct, _): rows.tasks[place].kind = .celery(celeryID: "")
      case (.batch, _): rows.tasks[place].kind = .batch
      default: rows.tasks[place].kind = .unknown
      }
    }
    for place in rows.inputs.indices {
      rows.inputs[place].id = InputID(Int64(place + 1))
      rows.inputs[place].simulationID = id
    }
    for place in rows.logfiles.indices {
      rows.logfiles[place].id = LogfilesID(Int64(place + 1))
      rows.logfiles[place].simulationID = id
    }
    var keys: [EstimatorID: EstimatorID] = [:]
    for place in rows.estimators.indices {
      let key = EstimatorID(Int64(place + 1))
      keys[estimators[place].id] = key
      rows.estimators[place].id = key
      rows.estimators[place].simulationID = id
      rows.estimators[place].fileName = estimators[place].fileName ?? ""
      rows.estimators[place].metadata = nil
      rows.estimators[place].saved = []
    }
    for place in rows.pages.indices {
      rows.pages[place].id = PageID(Int64(place + 1))
      rows.pages[place].estimatorID = keys[pages[place].estimatorID] ?? EstimatorID(0)
      rows.pages[place].name = pages[place].name ?? ""
      rows.pages[place].dimension = pages[place].dimension ?? 0
      rows.pages[place].origin = nil
    }
    return rows
  }
}
