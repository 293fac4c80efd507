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
    #expect(meaning("RHO", "g/cm^3", "3").overTasks == .none)
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
      #expect(meaning(.shieldhit, "ZONE", "", rule).overTasks == .none, "\(rule)")
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
