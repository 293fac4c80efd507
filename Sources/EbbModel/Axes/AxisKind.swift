/// The kind of an axis, by every writer's names.
package enum AxisKind: String, Sendable, CaseIterable {
  case position
  /// The radius of a cylinder.
  case radius
  case sphereRadius = "radius of a sphere"
  /// A radius of which nothing tells whether it is a cylinder's or a sphere's.
  case anyRadius = "radius of a cylinder or a sphere"
  case azimuth
  case polarAngle = "polar angle"
  case zone
  case energy
  case energyPerNucleon = "energy per nucleon"
  case energyPerMassUnit = "energy per mass unit"
  case stoppingPower = "LET"
  case massStoppingPower = "mass stopping power"
  case angle
  case solidAngle = "solid angle"
  case time
  case charge
  case trackLength = "track length"
  case other

  /// Whether it is a part of space.
  package var isSpatial: Bool {
    switch self {
    case .position, .radius, .sphereRadius, .anyRadius, .azimuth, .polarAngle, .zone: true
    default: false
    }
  }

  /// An axis by its stored name: SHIELD-HIT12A's and FLUKA's by the converter, TOPAS' own, those of Geant4 by the web
  /// interface. A radius is a cylinder's until the other axes are known (see `Axis.interpreted`).
  /// - Returns: the kind, and the short name where there is one.
  static func named(_ label: String, unit: String) -> (kind: AxisKind, name: String?) {
    switch label.lowercased() {
    case "position (x)", "x": return (.position, "x")
    case "position (y)", "y": return (.position, "y")
    case "position (z)", "z": return (.position, "z")
    case "radius (r)", "position (r)", "radius", "r": return (.radius, "r")
    case "angle (phi)", "position (phi)", "phi": return (.azimuth, "phi")
    case "angle (theta)", "position (theta)", "theta": return (.polarAngle, "theta")
    case "zone", "region", "zone number", "region number", "regions": return (.zone, nil)
    case "solid angle": return (.solidAngle, nil)
    case "angle": return (.angle, nil)
    case "time": return (.time, nil)
    case "let": return (.stoppingPower, nil)
    // As Ebb names SHIELD-HIT12A's axes, which a file for the web interface keeps.
    case "mass stopping power": return (.massStoppingPower, "mass_let")
    case "track length": return (.trackLength, "track_length")
    case "charge z": return (.charge, "z")
    case "effective charge zeff": return (.charge, "zeff")
    case "kinetic energy per mass unit": return (.energyPerMassUnit, "energy")
    case "kinetic energy per nucleon": return (.energyPerNucleon, "energy")
    case let text where text.contains("energy") && text.contains("nucleon"): return (.energyPerNucleon, nil)
    case let text where text.contains("energy"): return (.energy, nil)
    default: break
    }
    // A name that says nothing: the unit may.
    switch Unit(source: unit).dimension {
    case UnitDimension.energy?: return (.energy, nil)
    case UnitDimension(time: 1)?: return (.time, nil)
    case UnitDimension.solidAngle?: return (.solidAngle, nil)
    default: return (.other, nil)
    }
  }

  /// An axis that was read back, or made, by its short name.
  static func named(short name: String, label: String, unit: String, isDifferential: Bool) -> AxisKind {
    if isDifferential {
      switch name {
      case "angle": return .angle
      case "let": return .stoppingPower
      case "z": return .charge
      default: return name.hasPrefix("energy") ? .energy : .other
      }
    }
    let known = named(label, unit: unit)
    return known.kind == .other ? named(name, unit: unit).kind : known.kind
  }
}
