extension SampleStore {
  /// The input of a job: the files, and where it was drawn up in the editor the project too.
  func input(of job: SampleJob) -> JSONValue {
    let files = inputFiles(of: job).map { ($0.0, JSONValue.string($0.1)) }
    var members: [(String, JSONValue)] = [
      ("input_type", .string(job.usesEditor ? "EDITOR" : "FILES"))
    ]
    if job.usesEditor { members.append(("input_json", project(of: job))) }
    members += [
      ("number_of_all_primaries", .integer(job.requested)), ("input_files", .object(files)),
    ]
    return .object(members)
  }

  /// The log files of the tasks that failed; the platform keeps no others.
  func log(of job: SampleJob) -> JSONValue? {
    let failed = job.tasks.filter(\.isFailed)
    guard !failed.isEmpty else { return nil }
    return .object(
      failed.map { task in
        let text =
          job.isFailed
          ? "ERROR: cannot open geo.dat\n"
          : "Primary particle no. \(task.simulated)\nslurmstepd: error: JOB CANCELLED DUE TO TIME LIMIT\n"
        return ("shieldhit_\(paddedNumber(task.number)).log", .string("Synthetic log.\n" + text))
      })
  }

  private func inputFiles(of job: SampleJob) -> [(String, String)] {
    let geometry =
      job.isFailed
      ? []
      : [
        (
          "geo.dat",
          """
              0    0          Proton pencil beam in water
            RCC    1       0.0       0.0       0.0       0.0       0.0      20.0
                          10.0
            RCC    2       0.0       0.0      -0.5       0.0       0.0      22.0
                          10.5
            RCC    3       0.0       0.0      -1.5       0.0       0.0      24.0
                          11.0
            END
            001          +1
            002          +2     -1
            003          -2     +3     -1
            END
              1    2    3
              1 1000    0

          """
        )
      ]
    return [
      (
        "beam.dat",
        """
        RNDSEED         \(seed(of: job))          ! Random seed
        JPART0          2          ! Incident particle: proton
        TMAX0           150.0 1.5  ! Energy and its spread, MeV
        NSTAT           \(job.tasks[0].requested) 0     ! Primaries
        STRAGG          2          ! Vavilov
        MSCAT           2          ! Moliere
        NUCRE           1          ! Nuclear reactions
        BEAMPOS         \(beam.centre.x) \(beam.centre.y) 0.0
        BEAMSIGMA       \(beam.entrance.x) \(beam.entrance.y)

        """
      ),
      ("mat.dat", "MEDIUM 1\nICRU 276\nEND\n"), ("detect.dat", detectors),
    ] + geometry
  }

  /// The seed that a job's input states: replicas are to draw other random numbers.
  private func seed(of job: SampleJob) -> UInt64 { request.seed &+ UInt64(1000 * (job.key - 1)) }

  /// The scorers, in SHIELD-HIT12A's words.
  private var detectors: String {
    var text = ""
    for estimator in estimators {
      text += "Geometry Mesh\n    Name \(estimator.geometry)\n"
      for (name, axis) in [("X", estimator.x), ("Y", estimator.y), ("Z", estimator.z)] {
        text += "    \(name) \(axis.lower) \(axis.upper) \(axis.bins)\n"
      }
      text += "\n"
    }
    text += "Filter\n    Name Protons\n    Z == 1\n    A == 1\n\n"
    text += "Filter\n    Name Primaries\n    Z == 1\n    A == 1\n    GEN == 0\n\n"
    for estimator in estimators {
      text += "Output\n    Filename \(estimator.name).bdo\n    Geo \(estimator.geometry)\n"
      for page in estimator.pages {
        text += "    Quantity \(page.quantity.keyword)"
        if let filter = page.filter { text += " \(filter.rawValue)" }
        text += "\n"
        if let spectrum = page.spectrum {
          text += "    Diff1 \(spectrum.lower) \(spectrum.upper) \(spectrum.bins) log\n"
          text += "    Diff1Type E\n"
        }
      }
      text += "\n"
    }
    return text
  }

  /// The project that the editor needs to draw the job: beam, detectors and outputs.
  private func project(of job: SampleJob) -> JSONValue {
    func named(_ name: String, _ type: String, _ rest: [(String, JSONValue)]) -> JSONValue {
      .object([("name", .string(name)), ("type", .string(type))] + rest)
    }
    return .object([
      (
        "metadata",
        .object([
          ("version", .string("0.10")), ("type", .string("Editor")),
          ("generator", .string("ebb-samples")),
        ])
      ),
      (
        "project",
        .object([
          ("title", .string(job.title)),
          ("description", .string("A synthetic 150 MeV proton pencil beam in 20 cm of water.")),
        ])
      ),
      (
        "detectorManager",
        .object([
          ("name", .string("DetectManager")),
          (
            "detectors",
            .array(
              estimators.map { estimator in
                named(
                  estimator.geometry, "Detector",
                  [("geometryData", .object([("geometryType", .string("Mesh"))]))])
              })
          ),
        ])
      ),
      (
        "scoringManager",
        .object([
          ("name", .string("Outputs")),
          (
            "outputs",
            .array(
              estimators.map { estimator in
                named(
                  estimator.name, "Output",
                  [("quantities", .array(estimator.pages.map(quantity)))])
              })
          ),
        ])
      ),
      (
        "beam",
        named(
          "Beam", "Beam",
          [
            ("position", .numbers([beam.centre.x, beam.centre.y, 0])),
            ("direction", .numbers([0, 0, 1])), ("energy", .number(150)),
            ("energySpread", .number(1.5)),
            (
              "sigma",
              .object([
                ("type", .string("Gaussian")), ("x", .number(beam.entrance.x)),
                ("y", .number(beam.entrance.y)),
              ])
            ), ("numberOfParticles", .integer(job.requested)),
          ])
      ),
      ("physic", .object([("enableNuclearReactions", .bool(true))])),
    ])
  }

  private func quantity(_ page: SamplePage) -> JSONValue {
    .object([
      ("name", .string(page.quantity.keyword)), ("type", .string("Quantity")),
      ("keyword", .string(page.quantity.keyword)),
    ])
  }
}
