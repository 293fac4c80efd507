extension VariedSimulation {
  static let longZ = VariedPage.Axis.position("Z", 200, from: 0, to: 20)
  static let shortZ = VariedPage.Axis.position("Z", 5, from: 0, to: 5)
  static let volume = [
    VariedPage.Axis.position("X", 3, from: -1.5, to: 1.5), .position("Y", 4, from: -2, to: 2), shortZ,
  ]

  static func tasks(_ numbers: Range<Int>, primaries: Int = 1000) -> [Task] {
    numbers.map { Task(number: $0, requested: primaries, simulated: primaries) }
  }

  /// A page whose values scatter around ones of its own for each bin; `stream` names the random numbers, the last of
  /// them the contribution.
  static func page(
    _ number: Int, _ quantity: String, _ unit: String, _ normalization: Int, _ axes: [VariedPage.Axis],
    _ stream: [Int], filter: String? = nil, form: VariedPage.Form = .bdo2019, isWhole: Bool = false,
    differential: [(String, String)] = []
  ) -> VariedPage {
    var means = RandomSource(seed: 3, stream: stream.dropLast())
    var scatter = RandomSource(seed: 4, stream: stream)
    let count = axes.reduce(1) { $0 * $1.centres.count }
    let values = (0..<count).map { _ in
      let value = (1 + 20 * means.uniform()) * (0.8 + 0.4 * scatter.uniform())
      return isWhole ? value.rounded() : value
    }
    return VariedPage(
      number: number, quantity: quantity, unit: unit, normalization: normalization, filter: filter,
      form: form,
      axes: axes, differential: differential.map { (name: $0.0, value: $0.1) }, values: values)
  }

  static func spectrum(_ number: Int, _ stream: [Int], form: VariedPage.Form = .bdo2019) -> VariedPage {
    page(
      number, "FLUENCE", "/cm^2/MeV", 2, [.logarithmic("/cm^2", 12, from: -2, to: 2)], stream, form: form,
      differential: [
        ("page_diff_flag", "[-1 -1]"), ("page_diff_type", "[27 27]"), ("page_diff_start", "[0.01 0.  ]"),
        ("page_diff_stop", "[100.   0.]"), ("page_diff_size", "[12  1]"),
        ("page_diff_units", "/cm^2;MeV"), ("detector_unit", "/cm^2/MeV"),
      ])
  }

  /// Phase space: kind, place, direction and energy of every particle.
  static func phaseSpace(_ number: Int, particles: Int, _ stream: [Int]) -> VariedPage {
    var random = RandomSource(seed: 5, stream: stream)
    let values = (0..<particles).flatMap { particle -> [Double] in
      let tiny = particle == 0 ? Double.leastNormalMagnitude / 1024 : 1
      return [2212, random.standard() * tiny, random.standard(), 4, 0.01, random.standard() / 100, 0.999]
        + [225 + random.standard()]
    }
    return VariedPage(
      number: number, quantity: "MCPL", unit: "", normalization: 4,
      filter: number == 0 ? nil : "Filter\(number)", values: values)
  }

  /// A merged result, whose file has the estimator's name.
  static func result(_ name: String, _ pages: [VariedPage]) -> Result {
    Result(name: name, fileName: name, primaries: 1000, pages: pages)
  }

  /// A task's result.
  static func result(_ name: String, _ pages: [VariedPage], task: Task) -> Result {
    Result(
      name: name, fileName: "\(name)_\(paddedNumber(task.number))", primaries: task.simulated, pages: pages)
  }

  /// One estimator of each way to aggregate, merged.
  static func normalizations(of id: Int, tasks: Int, phaseSpace: Bool) -> [Result] {
    normalizations(
      of: id, task: Task(number: 0, requested: 1000, simulated: 1000), phaseSpace: phaseSpace,
      isNumbered: false)
  }

  /// One estimator of each way to aggregate. Replicas scatter around the same values.
  static func normalizations(
    of id: Int, task: Task, phaseSpace hasPhaseSpace: Bool, isNumbered: Bool = true
  ) -> [Result] {
    let mean = (12...15).contains(id) ? 12 : id
    let contribution = 100 * id + task.number
    func numbered(_ name: String, _ pages: [VariedPage]) -> Result {
      var result = result(name, pages, task: task)
      if !isNumbered { result.fileName = name }
      return result
    }
    return [
      numbered(
        "all-none", [page(0, "MATERIAL", "", 0, [], [1, 0, 0]), page(1, "RHO", "g/cm^3", 0, [], [1, 1, 0])]),
      numbered("all-sum", [page(0, "COUNT", "", 1, [], [mean, 2, contribution], isWhole: true)]),
      numbered(
        "all-mean",
        [
          page(0, "DLET", "keV/um", 3, [], [mean, 3, contribution]),
          page(1, "TLET", "keV/um", 3, [], [mean, 4, contribution]),
        ]),
    ]
      + (hasPhaseSpace
        ? [
          numbered(
            "all-concat",
            [
              Self.phaseSpace(
                0, particles: task.simulated > 100 ? 40 : 3, [mean, 5, contribution])
            ])
        ] : [])
      + [
        numbered(
          "per-primary",
          [
            page(0, "DOSE", "MeV/g/prim", 2, [], [mean, 6, contribution]),
            page(1, "FLUENCE", "/cm^2/prim", 2, [], [mean, 7, contribution]),
          ])
      ]
  }

  /// Results of before 2019, of 0 to 3 axes, a page each.
  static func legacy(of id: Int, suffix: String, primaries: Int, geometry: String) -> [Result] {
    let letters = geometry == "cyl" ? ["R", "PHI", "Z"] : ["X", "Y", "Z"]
    let all = letters.enumerated().map { VariedPage.Axis.position($1, 3 + $0, from: 0, to: 6) }
    let axes = [[], [all[2]], [all[1], all[2]], all]
    return axes.enumerated().flatMap { dimension, axes in
      ["DOSE", "FLUENCE", "DLET"].map { quantity in
        let name = "\(geometry)_\(dimension)d_\(quantity.lowercased())"
        return Result(
          name: name, fileName: name + suffix, primaries: primaries, format: "bin2010",
          pages: [
            page(
              0, quantity, quantity == "DOSE" ? "MeV/g" : quantity == "DLET" ? "keV/um" : "/cm^2", 2, axes,
              [id, dimension, quantity.utf8.count, suffix.utf8.reduce(0) { $0 * 10 + Int($1) }],
              form: .bin2010)
          ])
      }
    }
  }

  /// Pages of three to five axes, whose numbers have gaps.
  static func differential(_ task: Task) -> [VariedPage] {
    [
      page(
        0, "FLUENCE", "/cm^2/MeV/prim", 2, volume + [.differential("/cm^2", 6, from: 0, to: 60)],
        [11, 0, task.number],
        differential: [
          ("page_diff_flag", "1"), ("page_diff_type", "27"), ("page_diff_start", "[0. 0.]"),
          ("page_diff_stop", "[60.  0.]"), ("page_diff_size", "[6 1]"), ("page_diff_units", "/cm^2;MeV;"),
          ("detector_unit", "/cm^2/MeV"),
        ]),
      page(
        2, "FLUENCE", "/cm^2/MeV/deg/prim", 2,
        volume + [.logarithmic("/cm^2", 6, from: -2, to: 2), .differential("MeV", 2, from: 0, to: 90)],
        [11, 2, task.number], filter: "Protons <Z==1>",
        differential: [
          ("page_diff_flag", "[-1  1]"), ("page_diff_type", "[27 26]"), ("page_diff_start", "[0.01 0.  ]"),
          ("page_diff_stop", "[100.  90.]"), ("page_diff_size", "[6 2]"),
          ("page_diff_units", "/cm^2;MeV;deg"), ("detector_unit", "/cm^2/MeV/deg"),
        ]), page(5, "TLET", "MeV/cm", 3, volume, [11, 5, task.number]),
    ]
  }

  /// Pages with values that are not finite, in some tasks and in all.
  static func notFinite(_ task: Task) -> [VariedPage] {
    let plane = Array(volume.dropFirst())
    var pages = [
      page(0, "DOSE", "MeV/g/prim", 2, plane, [11, 10, task.number]),
      page(1, "FLUENCE", "/cm^2/prim", 2, volume, [11, 11, task.number]),
      page(3, "DLET", "MeV/cm", 3, plane, [11, 12, task.number]),
      page(4, "COUNT", "", 1, plane, [11, 13, task.number], isWhole: true),
    ]
    // A mean over no particles is no number.
    for bin in 0..<task.number { pages[2].values[bin] = .nan }
    pages[2].values[19] = .nan
    if task.number == 3 { pages[1].values[7] = .infinity }
    if task.number == 4 { pages[1].values[8] = -.infinity }
    return pages
  }

  /// A job that was drawn up in the editor, whose results came through JavaScript.
  static let pencilBeam = VariedSimulation(
    id: 6, title: "Proton pencil beam in water", inputType: "EDITOR", hours: 5, minutes: 12,
    tasks: tasks(0..<6, primaries: 1666),
    results: [
      edited(
        "z_profile",
        [
          page(0, "DOSE", "MeV/g", 2, [longZ], [6, 0, 0], form: .editor),
          page(1, "FLUENCE", "/cm^2", 2, [longZ], [6, 0, 1], form: .editor),
          page(2, "FLUENCE", "/cm^2", 2, [longZ], [6, 0, 2], filter: "Primaries", form: .editor),
          page(3, "FLUENCE", "/cm^2", 2, [longZ], [6, 0, 3], filter: "Protons", form: .editor),
        ]),
      edited(
        "yz_profile",
        (0...2).map {
          page(
            $0, $0 == 0 ? "DOSE" : "FLUENCE", $0 == 0 ? "MeV/g" : "/cm^2", 2,
            [.position("Y", 10, from: -2, to: 2), .position("Z", 20, from: 0, to: 20)], [6, 1, $0],
            filter: $0 == 2 ? "Primaries" : nil, form: .editor, isWhole: $0 == 1)
        }), edited("entrance", slab(2)), edited("peak", slab(3)),
    ],
    input: .object([
      ("input_type", .string("EDITOR")),
      (
        "input_json",
        .object([
          ("metadata", .object([("version", .string("0.10")), ("type", .string("Editor"))])),
          ("project", .object([("title", .string("Proton pencil beam in water"))])),
        ])
      ), ("number_of_all_primaries", .integer(10_000)),
      (
        "input_files",
        .object(
          [
            ("beam.dat", beam(seed: 6, primaries: 1666) + "TMAX0 150.0 1.5\n"), ("detect.dat", "Output\n"),
            ("geo.dat", "END\n"), ("info.json", "{\"simulator\": \"shieldhit\"}"), ("mat.dat", material),
          ].map { ($0.0, .string($0.1)) })
      ),
    ]))

  private static func edited(_ name: String, _ pages: [VariedPage]) -> Result {
    Result(name: name, fileName: name + "_", primaries: 1666, pages: pages)
  }

  private static func slab(_ stream: Int) -> [VariedPage] {
    let quantities = [
      ("DOSE", "MeV/g", 2), ("AVG-ENERGY", "MeV", 3), ("AVG-ENERGY", "MeV", 3), ("DLET", "keV/um", 3),
      ("TLET", "keV/um", 3),
    ]
    return quantities.enumerated().map { index, quantity in
      page(
        index, quantity.0, quantity.1, quantity.2, [], [6, stream, index],
        filter: index == 2 ? "Primaries" : nil, form: .editor)
    } + [spectrum(5, [6, stream, 5], form: .editor)]
  }
}

extension VariedSimulation {
  static let material = "MEDIUM 1\nICRU 276\nEND\n"

  static func beam(seed: Int, primaries: Int) -> String {
    """
    RNDSEED         \(seed)  ! Random seed
    JPART0          2        ! Incident particle: proton
    NSTAT           \(primaries) 0 ! Primaries

    """
  }

  static func files(_ files: [(String, String)], primaries: Int) -> JSONValue {
    .object([
      ("input_type", .string("FILES")), ("number_of_all_primaries", .integer(primaries)),
      ("input_files", .object(files.map { ($0.0, .string($0.1)) })),
    ])
  }

  static func log(_ tasks: [Int]) -> JSONValue {
    .object(
      tasks.map {
        ("shieldhit_\(paddedNumber($0)).log", .string("Synthetic log.\nERROR: cannot open geo.dat\n"))
      })
  }
}
