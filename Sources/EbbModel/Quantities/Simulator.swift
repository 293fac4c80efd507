/// A program whose results the platform stores.
package enum Simulator: String, Sendable, CaseIterable {
  /// SHIELD-HIT12A and OpenShieldHit, which write the same quantities.
  case shieldhit
  case fluka
  case topas
  case geant4

  /// The name for people.
  package var name: String {
    switch self {
    case .shieldhit: "SHIELD-HIT12A"
    case .fluka: "FLUKA"
    case .topas: "TOPAS"
    case .geant4: "Geant4"
    }
  }

  /// Whether all its results are divided by the primaries, those of unknown name included: FLUKA's are per unit weight of
  /// primaries, TOPAS' means are per history, and the web interface divides Geant4's.
  var dividesByPrimaries: Bool { self != .shieldhit }

  /// Whether the last axis of its values varies fastest, as in TOPAS' tables, and not the first.
  var storesLastAxisFastest: Bool { self == .topas }

  /// Whether results may state 0 primaries, and mean it: of TOPAS the converter writes 0 where it has not found the
  /// histories.
  package var statesNoPrimaries: Bool { self != .topas }

  /// Whether a `file_counter` above 1 tells of files that the converter merged: of FLUKA it counts the batches of one.
  package var countsMergedFiles: Bool { self != .fluka }

  /// Tells who wrote a result.
  /// - Parameters:
  ///   - fileFormat: the estimator's `file_format`, which the converter writes: it goes first.
  ///   - name: the simulation's `sim_type`.
  /// - Returns: `nil` where neither tells.
  package init?(fileFormat: String?, name: String) {
    let format = fileFormat?.lowercased() ?? ""
    let name = name.lowercased()
    if format.hasPrefix("bdo") || format.hasPrefix("bin20") {
      self = .shieldhit
    } else if format == "fluka_binary" {
      self = .fluka
    } else if format == "csv" {
      self = .topas
    } else if name.contains("shield") {
      self = .shieldhit
    } else if let known = Self.allCases.first(where: { name.contains($0.rawValue) }) {
      self = known
    } else {
      return nil
    }
  }
}
