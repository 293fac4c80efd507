extension VariedSimulation {
  /// The simulations, oldest first.
  static let all = merged + perTask + replicas + unfinished

  /// Simulations of which the platform keeps one result for all tasks.
  private static let merged = [
    VariedSimulation(
      id: 1, title: "SHIELD-HIT12A, three tasks merged", hours: 0, tasks: tasks(0..<3),
      results: normalizations(of: 1, tasks: 3, phaseSpace: false)
        + [
          result(
            "ex_yzmsh",
            [
              page(0, "DOSE", "MeV/g", 2, [.position("Y", 80, from: -2, to: 2), longZ], [1, 5, 0]),
              page(1, "TLET", "keV/um", 3, [.position("Y", 80, from: -2, to: 2), longZ], [1, 5, 1]),
              page(
                2, "ZONE", "", 0, [.position("Y", 4, from: -2, to: 2), shortZ], [1, 5, 2], isWhole: true),
            ]), result("fluence_elog", [spectrum(0, [1, 6])]),
        ],
      input: files([("beam.dat", beam(seed: 11, primaries: 1000)), ("mat.dat", material)], primaries: 3000)),
    VariedSimulation(
      id: 2, title: "SHIELD-HIT12A, seven tasks merged on a cluster", user: 3, isBatch: true, hours: 1,
      minutes: 30,
      tasks: (1...7).map { Task(number: $0, requested: 1000, simulated: $0 < 4 ? 1000 : 10) },
      results: normalizations(of: 2, tasks: 7, phaseSpace: false),
      input: files([("beam.dat", beam(seed: 12, primaries: 1000))], primaries: 7000)),
    VariedSimulation(
      id: 3, title: "legacy results", hours: 2, tasks: tasks(0..<1, primaries: 3000),
      results: legacy(of: 3, suffix: "", primaries: 3000, geometry: "msh"),
      input: files([("beam.dat", beam(seed: 13, primaries: 3000))], primaries: 3000)),
    VariedSimulation(
      id: 4, title: "FLUKA minimal", user: 2, simulator: "fluka", hours: 3,
      tasks: tasks(0..<1, primaries: 20),
      results: ["21", "22"].enumerated().map { index, name in
        Result(
          name: name, fileName: "\(name)_", primaries: 20, format: "usrbin",
          pages: [
            page(
              0, "DOSE", "GeV/g", 2, [.position("X", 4, from: -5, to: 5), shortZ], [4, index],
              form: .fluka)
          ])
      }, input: files([("fl_sim.inp", "TITLE\nproton beam\nSTOP\n")], primaries: 20)),
    VariedSimulation(
      id: 5, title: "TOPAS tables", user: 2, simulator: "topas", hours: 4,
      tasks: tasks(0..<1, primaries: 20),
      results: [[], [.position("X", 3, from: -3, to: 3), shortZ], volume].enumerated().map { index, axes in
        Result(
          name: "scorer\(index)", fileName: "scorer\(index)_", primaries: 20, format: "csv",
          pages: [page(0, "DoseToMedium", "Gy", 2, axes, [5, index], form: .topas)])
      }, input: files([("topas.txt", "i:So/Beam/NumberOfHistoriesInRun = 20\n")], primaries: 20)),
    pencilBeam,
  ]

  /// Simulations whose tasks' results are kept apart.
  private static let perTask = [
    VariedSimulation(
      id: 7, title: "per task: every normalisation, unequal weights", user: 3, isBatch: true, hours: 6,
      minutes: 30,
      tasks: unequal,
      results: unequal.flatMap { normalizations(of: 7, task: $0, phaseSpace: true) },
      input: files([("beam.dat", beam(seed: 17, primaries: 1000))], primaries: 7000)),
    VariedSimulation(
      id: 8, title: "per task: meshes (bin2010)", hours: 7, minutes: 30, tasks: tasks(1..<4),
      results: tasks(1..<4).flatMap {
        legacy(of: 8, suffix: "_\(paddedNumber($0.number))", primaries: 1000, geometry: "msh")
      }, input: files([("beam.dat", beam(seed: 18, primaries: 1000))], primaries: 3000)),
    VariedSimulation(
      id: 9, title: "per task: cylinders (bin2010)", hours: 8, minutes: 30, tasks: tasks(1..<4),
      results: tasks(1..<4).flatMap {
        legacy(of: 9, suffix: "_\(paddedNumber($0.number))", primaries: 1000, geometry: "cyl")
      }, input: files([("beam.dat", beam(seed: 19, primaries: 1000))], primaries: 3000)),
    VariedSimulation(
      id: 10, title: "per task: phase space, the last task failed", user: 3, isBatch: true, hours: 9,
      minutes: 30,
      tasks: tasks(1..<4, primaries: 10) + [Task(number: 4, requested: 10, simulated: 3, state: "FAILED")],
      results: (1...3).map { task in
        Result(
          name: "NB_mcpl", fileName: "NB_mcpl_\(paddedNumber(task))", primaries: 10,
          pages: (0...2).map { phaseSpace($0, particles: 12 - 3 * $0, [10, task, $0]) })
      }, input: files([("beam.dat", beam(seed: 20, primaries: 10))], primaries: 40), log: log([4])),
    VariedSimulation(
      id: 11, title: "per task: 4 and 5 axes, NaN, infinities, gaps between pages", user: 3, isBatch: true,
      hours: 10, minutes: 30, tasks: someFailed,
      results: someFailed.flatMap { task in
        [
          result("diff45", differential(task), task: task), result("nanlet", notFinite(task), task: task),
        ]
      }, input: files([("beam.dat", beam(seed: 21, primaries: 5500))], primaries: 5500), log: log([2])),
  ]

  private static let replicas =
    (12...15).map { id in
      let primaries = id == 15 ? 10 : 1000
      return VariedSimulation(
        id: id, title: "replica \(id - 11) of the averaging input", user: 2, hours: id,
        tasks: tasks(0..<1, primaries: primaries),
        results: normalizations(
          of: id, task: Task(number: 0, requested: primaries, simulated: primaries), phaseSpace: true,
          isNumbered: false),
        input: files([("beam.dat", beam(seed: id, primaries: primaries))], primaries: primaries))
    } + [
      VariedSimulation(
        id: 16, title: "merged, a task failed between good ones", user: 2, hours: 17, minutes: 12,
        tasks: tasks(0..<1) + [Task(number: 1, requested: 1000, simulated: 37, state: "FAILED")]
          + tasks(2..<4),
        results: normalizations(of: 16, tasks: 4, phaseSpace: false),
        input: files([("beam.dat", beam(seed: 16, primaries: 1000))], primaries: 4000))
    ]

  /// Simulations that have no results, and one whose rows have no data.
  private static let unfinished = [
    VariedSimulation(
      id: 17, title: "all tasks failed ≤ zażółć gęślą jaźń 🧪", user: 3, isBatch: true, simulator: "fluka",
      state: "FAILED", hours: 18, minutes: 1,
      tasks: (1...4).map { Task(number: $0, requested: 1000, simulated: 0, state: "FAILED") },
      input: files([("fl_sim.inp", "TITLE\nproton beam\n")], primaries: 4000), log: log([1, 2, 3, 4])),
    VariedSimulation(
      id: 18, title: "running", state: "RUNNING", hours: 19, minutes: nil,
      tasks: [
        Task(number: 0, requested: 1000, simulated: 420, state: "RUNNING"),
        Task(number: 1, requested: 1000, simulated: 1000),
        Task(number: 2, requested: 1000, simulated: 13, state: "RUNNING"),
        Task(number: 3, requested: 1000, simulated: 0, state: "PENDING"),
      ], input: files([("beam.dat", beam(seed: 22, primaries: 1000))], primaries: 4000)),
    VariedSimulation(
      id: 19, title: "merging queued", user: 3, isBatch: true, state: "MERGING_QUEUED", hours: 20,
      minutes: nil, tasks: tasks(1..<3),
      input: files([("beam.dat", beam(seed: 23, primaries: 1000))], primaries: 2000)),
    VariedSimulation(id: 20, title: "never submitted", state: "UNKNOWN", hours: 21, minutes: nil),
    VariedSimulation(
      id: 21, title: "rows whose data are NULL", hours: 22, tasks: tasks(0..<1, primaries: 10),
      results: [
        Result(name: "empty", fileName: "empty", primaries: 10, pages: [page(0, "", "", 2, [], [21])])
      ],
      input: files([], primaries: 10), hasNoData: true),
  ]

  private static let unequal = [1, 2, 3, 11, 12, 13, 14].map {
    Task(number: $0, requested: 1000, simulated: $0 < 4 ? 1000 : 10)
  }

  private static let someFailed = [
    Task(number: 1, requested: 1000, simulated: 1000),
    Task(number: 2, requested: 1000, simulated: 500, state: "FAILED"),
    Task(number: 3, requested: 2500, simulated: 2500), Task(number: 4, requested: 1000, simulated: 1000),
  ]
}
