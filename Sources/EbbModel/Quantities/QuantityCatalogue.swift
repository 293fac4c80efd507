/// All that is known of quantities, simulator by simulator: nothing else in Ebb looks at their names.
package enum QuantityCatalogue {
  /// The entries of one simulator.
  package static func entries(of simulator: Simulator) -> [Quantity] {
    switch simulator {
    case .shieldhit: Quantity.shieldHIT
    case .fluka: Quantity.fluka
    case .topas: Quantity.topas
    case .geant4: Quantity.geant4
    }
  }

  /// By simulator and name in capitals, the entry.
  private static let byName: [Simulator: [String: Quantity]] = Dictionary(
    uniqueKeysWithValues: Simulator.allCases.map { simulator in
      let pairs = entries(of: simulator).flatMap { entry in entry.names.map { ($0.uppercased(), entry) } }
      return (simulator, Dictionary(pairs) { first, _ in first })
    })

  /// The entry of a page.
  /// - Parameters:
  ///   - names: what the page is called, the most telling first.
  ///   - unit: what tells where names are the user's own.
  ///   - simulator: `nil` where it is not known: then that counts which all simulators with such a quantity say.
  /// - Returns: `nil` where the quantity is not known.
  package static func entry(_ names: [String], unit: Unit, simulator: Simulator?) -> Quantity? {
    guard let simulator else { return common(names) }
    for name in names {
      if let entry = named(name, simulator) { return entry }
    }
    guard simulator == .geant4, unit.qualifier == nil else { return nil }
    // The units of Geant4's scorers tell amounts from densities.
    let dimension = unit.dimension
    return dimension.flatMap { dimension in
      entries(of: .geant4).first { Unit(source: $0.unit).dimension == dimension }
    }
  }

  private static func named(_ name: String, _ simulator: Simulator) -> Quantity? {
    let key = name.trimmingBlanks.uppercased()
    if let entry = byName[simulator]?[key] { return entry }
    // "FLUENCE PROTON": that of one kind of particles.
    guard simulator == .fluka, key.hasPrefix("FLUENCE ") else { return nil }
    return byName[simulator]?["FLUENCE"]
  }

  private static func common(_ names: [String]) -> Quantity? {
    for name in names {
      let found = Simulator.allCases.compactMap { named(name, $0) }
      guard let first = found.first else { continue }
      let isSame = found.allSatisfy {
        $0.overBins == first.overBins && $0.overTasks == first.overTasks
          && $0.isPerPrimary == first.isPerPrimary
      }
      if isSame { return first }
    }
    return nil
  }
}
