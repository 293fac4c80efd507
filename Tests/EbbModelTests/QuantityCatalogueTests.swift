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
    func meaning(_ name: String, _ unit: String, _ rule: String?) -> PageMeaning {
      let metadata = Metadata(rule.map { [Metadata.Entry(name: "page_normalized", value: $0)] } ?? [])
      return PageMeaning(
        quantity: name, unit: Unit(source: unit), metadata: metadata, axes: [], simulator: .shieldhit)
    }
    #expect(meaning("NEW", "MeV/g", "3").overBins == .ratio)
    #expect(meaning("NEW", "MeV/g", "2").isPerPrimary && meaning("NEW", "MeV/g", "2").overBins == .density)
    #expect(meaning("NEW", "MeV", "2").overBins == nil)
    #expect(meaning("COUNT", "", "3").overBins == .ratio)
    #expect(meaning("DOSE", "MeV/g", nil).isPerPrimary && !meaning("DLET", "keV/um", nil).isPerPrimary)
    #expect(meaning("RHO", "g/cm^3", "3").overTasks == .none)
    #expect(meaning("NEW", "MeV", nil).assumed(.amount).overBins == .amount)
    #expect(meaning("DOSE", "MeV/g", nil).assumed(.amount).overBins == .density)
  }
}
