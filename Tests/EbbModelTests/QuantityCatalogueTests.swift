import EbbModel
import Testing

/// What is known of quantities, and that unknown is an answer.
@Suite("Catalogue of quantities")
struct QuantityCatalogueTests {
  @Test(
    "every entry is whole: names of its own, a source, a unit that reads back, a denominator that somebody serves"
  )
  func whole() {
    for simulator in Simulator.allCases {
      let entries = QuantityCatalogue.entries(of: simulator)
      let names = entries.flatMap { $0.names.map { $0.uppercased() } }
      for entry in entries {
        #expect(!entry.names.isEmpty && !entry.longName.isEmpty && !entry.source.isEmpty)
        let unit = Unit(source: entry.unit)
        #expect(unit.text == entry.unit && unit.dimension != nil && unit.qualifier == nil)
        #expect((entry.overBins == .ratio) == (entry.overTasks == .ratio))
        #expect(entry.denominator == nil || entry.overBins == .ratio)
        if let denominator = entry.denominator { #expect(entries.contains { $0.serves == denominator }) }
      }
      // "Energy" and "ENERGY" are the same; no two entries share a name.
      let owners = entries.flatMap { entry in Set(entry.names.map { $0.uppercased() }) }
      #expect(owners.count == Set(owners).count, "\(simulator): \(names)")
    }
  }

  /// Every (simulator, quantity, unit) of real results and of the converters' tables.
  private static let real: [(Simulator, String, String, String?, BinMeaning?)] = [
    (.shieldhit, "AVG-ENERGY", "MeV", "3", .ratio),
    (.shieldhit, "Average beta", "(dimensionless)", nil, .ratio),
    (.shieldhit, "COUNT", "", "1", .amount), (.shieldhit, "DLET", "MeV/cm", "3", .ratio),
    (.shieldhit, "DOSE", "MeV/g/prim", "2", .density),
    (.shieldhit, "Dose*volume", "MeV/primary", nil, .amount),
    (.shieldhit, "Density", "g/cm^3", nil, .density), (.shieldhit, "Medium#", "(dimensionless)", nil, .label),
    (.shieldhit, "Particle counter", "/primary", nil, .amount), (.shieldhit, "MCPL", "", "4", .label),
    (.fluka, "ENERGY", "MeV", nil, .density), (.fluka, "FLUENCE NEUTRON", "/cm^2", nil, .density),
    (.fluka, "scorer 999", "", nil, nil), (.fluka, "NET-CHRG", "C/cm^3", nil, .density),
    (.topas, "SurfaceTrackCount", "", nil, .amount), (.topas, "ProtonLET", "MeV/mm/(g/cm3)", nil, .ratio),
    (.topas, "MyExtension", "", nil, nil), (.topas, "MyExtension", "/mm2", nil, .density),
    (.geant4, "whatever", "percm2/prim", nil, .density), (.geant4, "whatever", "MeV/prim", nil, .amount),
    (.geant4, "whatever", "furlong", nil, nil),
  ]

  @Test("real pages have their entry, or are listed as unknown")
  func realPages() {
    var unknown: [String] = []
    for (simulator, quantity, unit, rule, expected) in Self.real {
      let page = StoredPage(
        quantity: quantity, unit: unit,
        metadata: Metadata(rule.map { [Metadata.Entry(name: "page_normalized", value: $0)] } ?? []), axes: [],
        values: [1], isFinite: true, simulator: simulator)
      #expect(page.meaning.overBins == expected, "\(simulator) \(quantity)")
      if page.meaning.overBins == nil { unknown.append("\(simulator) \(quantity) [\(unit)]") }
    }
    print("quantities without a known meaning: \(unknown.joined(separator: ", "))")
    #expect(unknown.count == 3)
  }

  /// The detector types of SHIELD-HIT12A as the converter writes them into `dettyp` (its table SHDetType), by what they
  /// are known to be.
  private static let detectors: [(BinMeaning?, [String])] = [
    (
      .density,
      [
        "FLUENCE", "CROSSFLU", "LETFLU", "DOSE", "DDD", "ALANINE", "RHO", "FLU-CHAR", "FLU-NEUT", "FLU-NEQV",
        "NKERMA", "DOSE-GY", "DOSE-EQV", "EQV-DOSE", "N-EQV-DOSE",
      ]
    ),
    (
      .amount,
      ["ENERGY", "COUNTER", "PET", "TRACE", "TRACK-LENGTH", "COUNT", "NORM-COUNT-POINT", "COUNT-POINT"]
    ),
    (
      .ratio,
      [
        "DLET", "TLET", "AVG-ENERGY", "AVG-BETA", "DLETG", "TLETG", "Q", "ANGLE", "KINETIC-ENERGY",
        "ENERGY-NUC", "ENERGY-AMU", "A", "AMASS", "AMU", "GEN", "ID", "DEDX", "MASS-DEDX", "Z2BETA2",
        "DOSE-AV-Z2BETA2", "TRACK-AV-Z2BETA2", "DOSE-AV-Q", "TRACK-AV-Q", "Z", "ZEFF", "ZEFF2BETA2",
        "TZEFF2BETA2", "DZEFF2BETA2", "MOCA-YF", "MOCA-YD", "Q-EFF", "DQ-EFF", "TQ-EFF",
      ]
    ),
    (.label, ["MATERIAL", "ZONE", "MEDIUM"]),
    // What a user scores, what only spectra are kept of, and names of another version, which the page's name tells.
    (
      nil,
      [
        "NONE", "SPC", "USER1", "USER2", "LET-BDO2016", "ANGLE-BDO2016", "DOSE-GY-BDO2016",
        "ALANINE-GY-BDO2016",
        "INVALID",
      ]
    ),
  ]

  /// The converter's names and units of SHIELD-HIT12A's older files, those of zones last, and its names of TOPAS' scorers.
  private static let named: [(Simulator, type: String, name: String, unit: String, BinMeaning?)] = [
    (.shieldhit, "ENERGY", "Energy", "MeV/primary", .amount),
    (.shieldhit, "FLUENCE", "Fluence", "cm^-2/primary", .density),
    (.shieldhit, "CROSSFLU", "Planar fluence", "cm^-2/primary", .density),
    (.shieldhit, "LETFLU", "LET fluence", "MeV/cm", .density),
    (.shieldhit, "DOSE", "Dose", " MeV/g/primary", .density),
    (.shieldhit, "DOSE-GY-BDO2016", "Dose", "Gy", .density),
    (.shieldhit, "DLET", "dose-averaged LET", "keV/um", .ratio),
    (.shieldhit, "TLET", "track-averaged LET", "keV/um", .ratio),
    (.shieldhit, "AVG-ENERGY", "Average kinetic energy", "MeV/nucleon", .ratio),
    (.shieldhit, "AVG-BETA", "Average beta", "(dimensionless)", .ratio),
    (.shieldhit, "MATERIAL", "Material number", "(nil)", .label),
    (.shieldhit, "ALANINE", "Alanine RE*Dose", "MeV/g/primary", .density),
    (.shieldhit, "ALANINE-GY-BDO2016", "Alanine RE*Dose", "Gy", .density),
    (.shieldhit, "COUNTER", "Particle counter", "/primary", .amount),
    (.shieldhit, "PET", "PET isotopes", "/primary", .amount),
    (.shieldhit, "Q", "beam quality Q", "(nil)", .ratio),
    (.shieldhit, "FLU-CHAR", "Charged particle fluence", "cm^-2/primary", .density),
    (.shieldhit, "FLU-NEUT", "Neutral particle fluence", "cm^-2/primary", .density),
    (.shieldhit, "FLU-NEQV", "1 MeV eqv. neutron fluence", "cm^-2/primary", .density),
    (.shieldhit, "LET-BDO2016", "LET", "keV/um", .ratio),
    (.shieldhit, "ZONE", "Zone#", "(dimensionless)", .label),
    (.shieldhit, "MEDIUM", "Medium#", "(dimensionless)", .label),
    (.shieldhit, "RHO", "Density", "g/cm^3", .density),
    (.shieldhit, "KINETIC-ENERGY", "Kinetic energy", "MeV", .ratio),
    (.shieldhit, "DOSE", "Dose*volume", "MeV/primary", .amount),
    (.shieldhit, "DOSE-GY-BDO2016", "Dose*volume", "J", .amount),
    (.shieldhit, "ALANINE", "Alanine RE*Dose*volume", "MeV/primary", .amount),
    (.shieldhit, "ALANINE-GY-BDO2016", "Alanine RE*Dose*volume", "J", .amount),
    (.shieldhit, "NONE", "None", "(nil)", nil),
    (.topas, "DoseToMedium", "any", "Gy", .density), (.topas, "DoseToWater", "any", "Gy", .density),
    (.topas, "DoseToMaterial", "any", "Gy", .density),
    (.topas, "TrackLengthEstimator", "any", "Gy", .density),
    (.topas, "TrackLengthEstimator", "any", "", nil),
    (.topas, "AmbientDoseEquivalent", "any", "Sv", .density),
    (.topas, "EnergyDeposit", "any", "MeV", .amount), (.topas, "Fluence", "any", "/mm2", .density),
    (.topas, "EnergyFluence", "any", "MeV/mm2", .density), (.topas, "StepCount", "any", "", .amount),
    (.topas, "OpticalPhotonCount", "any", "", .amount), (.topas, "OriginCount", "any", "", .amount),
    (.topas, "Charge", "any", "e+", .amount), (.topas, "EffectiveCharge", "any", "e+", .amount),
    (.topas, "ProtonLET", "any", "MeV/mm/(g/cm3)", .ratio),
    (.topas, "SurfaceCurrent", "any", "/mm2", .density),
    (.topas, "SurfaceTrackCount", "any", "", .amount), (.topas, "PhaseSpace", "any", "", nil),
    (.fluka, "None", "ENERGY", "MeV", .density), (.fluka, "None", "DOSE", "MeV/g", .density),
    (.fluka, "None", "FLUENCE PROTON", "/cm^2", .density), (.fluka, "None", "DOSE-EQ", "pSv", .density),
    (.fluka, "None", "fluence", "cm-2 GeV-1", .density),
    (.fluka, "None", "current", "cm-2 GeV-1 sr-1", .density), (.fluka, "None", "scorer 208", "", nil),
  ]

  @Test("every quantity of the converter's tables has an entry, or is listed as unknown")
  func tables() {
    var unknown: [String] = []
    func look(_ simulator: Simulator, _ type: String, _ name: String, _ unit: String, _ expected: BinMeaning?)
    {
      let page = StoredPage(
        quantity: name, unit: unit, metadata: Metadata([Metadata.Entry(name: "dettyp", value: type)]),
        axes: [],
        values: [1], isFinite: true, simulator: simulator)
      #expect(page.meaning.overBins == expected, "\(simulator) \(type) \(name) [\(unit)]")
      if page.meaning.overBins == nil { unknown.append("\(simulator.name) \(type) \(name) [\(unit)]") }
    }
    for (meaning, types) in Self.detectors {
      for type in types { look(.shieldhit, type, "scorer", "", meaning) }
    }
    for (simulator, type, name, unit, meaning) in Self.named { look(simulator, type, name, unit, meaning) }
    print("not known of the converter's tables: \(unknown.joined(separator: ", "))")
    #expect(unknown.count == 9 + 4)
  }

  /// The axes that writers name, with what they are.
  private static let axes: [(Simulator, name: String, unit: String, AxisKind)] = [
    (.shieldhit, "Position (X)", "cm", .position), (.shieldhit, "Position (Z)", "cm", .position),
    (.shieldhit, "Radius (R)", "cm", .radius), (.shieldhit, "Angle (PHI)", "radians", .azimuth),
    (.shieldhit, "", "zone number", .zone), (.shieldhit, "", "MeV", .energy),
    (.shieldhit, "Angle", "radians", .angle),
    (.shieldhit, "LET", "keV/um", .stoppingPower), (.fluka, "X", "cm", .position),
    (.fluka, "kinetic energy", "GeV", .energy), (.fluka, "solid angle", "sr", .solidAngle),
    (.topas, "Y", "cm", .position), (.topas, "R", "cm", .anyRadius), (.topas, "Phi", "deg", .azimuth),
    (.topas, "Theta", "deg", .polarAngle), (.topas, "incident track energy", "MeV", .energy),
    (.topas, "time", "ns", .time), (.geant4, "Position (Z)", "cm", .position),
    (.geant4, "Position (R)", "cm", .radius), (.geant4, "Position (PHI)", "deg", .azimuth),
    (.topas, "weight", "", .other),
  ]

  @Test("axes are known by every writer's names", arguments: axes.indices)
  func axisNames(index: Int) {
    let (simulator, name, unit, kind) = Self.axes[index]
    let page = StoredPage(
      quantity: "DOSE", unit: "", metadata: Metadata(),
      axes: [StoredAxis(name: name, unit: unit, centres: [0.5, 1.5, 2.5])], values: [1, 2, 3], isFinite: true,
      simulator: simulator)
    #expect(page.interpretedAxes().map(\.kind) == [kind], "\(name) [\(unit)]")
  }

  @Test("the page's own rule goes before the unit, the entry before both")
  func order() {
    func meaning(_ name: String, _ unit: String, _ rule: String?, as assumed: BinMeaning? = nil)
      -> PageMeaning
    {
      let metadata = Metadata(rule.map { [Metadata.Entry(name: "page_normalized", value: $0)] } ?? [])
      return PageMeaning(
        quantity: name, unit: Unit(source: unit), metadata: metadata, axes: [], simulator: .shieldhit,
        assumed: assumed)
    }
    #expect(meaning("NEW", "MeV/g", "3").overBins == .ratio)
    #expect(meaning("NEW", "MeV/g", "2").isPerPrimary && meaning("NEW", "MeV/g", "2").overBins == .density)
    #expect(meaning("NEW", "MeV", "2").overBins == nil)
    #expect(meaning("COUNT", "", "3").overBins == .ratio)
    #expect(meaning("DOSE", "MeV/g", nil).isPerPrimary && !meaning("DLET", "keV/um", nil).isPerPrimary)
    #expect(meaning("RHO", "g/cm^3", "3").overTasks == .identical)
    #expect(meaning("NEW", "MeV", nil, as: .amount).overBins == .amount)
    #expect(meaning("NEW", "MeV", nil, as: .amount).usesAssumption)
    #expect(meaning("DOSE", "MeV/g", nil, as: .amount).overBins == .density)
    #expect(!meaning("DOSE", "MeV/g", nil, as: .amount).usesAssumption)
  }

  @Test("what the user says holds over tasks and axes too, where nothing tells")
  func assumptions() {
    let axis = Axis(
      name: "energy", label: "Energy", unit: "MeV", centres: [0.5, 1.5], edges: [0, 1, 2],
      isDifferential: true,
      kind: .energy)
    func meaning(_ name: String, as assumed: BinMeaning?) -> PageMeaning {
      PageMeaning(
        quantity: name, unit: Unit(source: ""), metadata: Metadata(), axes: [axis], simulator: .topas,
        assumed: assumed)
    }
    let ratio = meaning("MyExtension", as: .ratio)
    #expect(ratio.overTasks == .ratio && !ratio.isPerPrimary && ratio.overAxis(axis) == nil)
    #expect(meaning("MyExtension", as: nil).overAxis(axis) == nil)
    #expect(meaning("MyExtension", as: .density).overAxis(axis) == .density)
    #expect(meaning("MyExtension", as: .amount).overAxis(axis) == .share)
    #expect(meaning("MyExtension", as: .amount).isPerPrimary)
  }

  @Test("a page's own rule makes no average an amount, and no result of one program another's")
  func contradictions() {
    func meaning(_ simulator: Simulator, _ name: String, _ unit: String, _ rule: String?) -> PageMeaning {
      let metadata = Metadata(rule.map { [Metadata.Entry(name: "page_normalized", value: $0)] } ?? [])
      return PageMeaning(
        quantity: name, unit: Unit(source: unit), metadata: metadata, axes: [], simulator: simulator)
    }
    for rule in ["0", "1", "2", "3"] {
      let average = meaning(.shieldhit, "DLET", "MeV/cm", rule)
      #expect(average.overTasks == .ratio && average.overBins == .ratio && !average.isPerPrimary, "\(rule)")
      #expect(meaning(.shieldhit, "ZONE", "", rule).overTasks == .identical, "\(rule)")
    }
    #expect(meaning(.shieldhit, "DOSE", "MeV/g", "1").overTasks == .sum)
    #expect(!meaning(.shieldhit, "DOSE", "MeV/g", "1").isPerPrimary)
    #expect(meaning(.shieldhit, "COUNT", "", "2").overTasks == .mean)
    #expect(meaning(.shieldhit, "COUNT", "", "2").isPerPrimary)
    // What a program's unknown quantity is, all of its results being per primary.
    for simulator in [Simulator.fluka, .topas, .geant4] {
      #expect(meaning(simulator, "NOVEL", "", nil).isPerPrimary, "\(simulator)")
    }
    #expect(!meaning(.shieldhit, "NOVEL", "", nil).isPerPrimary)
    #expect(!meaning(.topas, "ProtonLET", "MeV/mm/(g/cm3)", nil).isPerPrimary)
    // Times a volume is what SHIELD-HIT12A has in zones alone.
    #expect(meaning(.shieldhit, "FLUENCE", "cm", nil).overBins == .amount)
    #expect(meaning(.shieldhit, "DOSE", "MeV", nil).overBins == .amount)
    #expect(meaning(.fluka, "DOSE", "MeV", nil).overBins == .density)
    #expect(meaning(.geant4, "DoseGy", "Gy", nil).overBins == .density)
    // The volume that FLUKA's unit leaves out is in whatever energy it is stored.
    #expect(meaning(.fluka, "ENERGY", "GeV", nil).unit.text == "GeV/cm^3")
    #expect(meaning(.fluka, "ENERGY", "MeV", nil).unit.text == "MeV/cm^3")
    #expect(meaning(.fluka, "ENERGY", "MeV/cm^3", nil).unit.text == "MeV/cm^3")
  }

  @Test("a unit that says what it is divided by, in another multiple, is not divided again")
  func dividedOnce() {
    let axis = Axis(
      name: "energy", label: "Kinetic energy", unit: "MeV", centres: [0.5, 1.5], edges: [0, 1, 2],
      isDifferential: true, kind: .energy)
    func unit(_ stored: String) -> String {
      let metadata = Metadata([Metadata.Entry(name: "page_diff_type", value: "[27 0]")])
      return PageMeaning(
        quantity: "FLUENCE", unit: Unit(source: stored), metadata: metadata, axes: [axis],
        simulator: .shieldhit
      ).unit.text
    }
    #expect(unit("/cm^2") == "cm^-2 MeV^-1")
    #expect(unit("/cm^2/MeV") == "cm^-2 MeV^-1")
    #expect(unit("/cm^2/GeV") == "cm^-2 GeV^-1")
  }
}
