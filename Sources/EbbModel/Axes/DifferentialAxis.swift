/// A differential axis as a page's metadata describe it.
struct DifferentialAxis {
  var size: Int
  private var start: Double
  private var stop: Double
  private var isLogarithmic: Bool
  private var unit: String
  private var type: Int

  /// The differential axes of more than one bin, in order; empty where the metadata has none or is inconsistent.
  static func read(from metadata: Metadata) -> [DifferentialAxis] {
    let sizes = metadata.numbers("page_diff_size")
    let starts = metadata.numbers("page_diff_start")
    let stops = metadata.numbers("page_diff_stop")
    let flags = metadata.numbers("page_diff_flag")
    let types = metadata.numbers("page_diff_type").map { Int(exactly: $0) ?? 0 }
    let units = units(metadata["page_diff_units"] ?? "", sizes: sizes, types: types)
    return sizes.indices.compactMap { index in
      guard sizes[index] > 1, sizes[index] < 1e9, index < starts.count, index < stops.count,
        starts[index] < stops[index], ((stops[index] - starts[index]) * sizes[index]).isFinite
      else { return nil }
      return DifferentialAxis(
        size: Int(sizes[index]), start: starts[index], stop: stops[index],
        isLogarithmic: index < flags.count && flags[index] < 0 && starts[index] > 0
          && (stops[index] / starts[index]).isFinite,
        unit: index < units.count ? units[index] : "", type: index < types.count ? types[index] : 0)
    }
  }

  /// The unit of each of the axes, one-bin ones among them. "/cm^2;MeV;deg" holds the quantity's and then one an axis;
  /// "MeV;deg" may hold those of the axes alone, which the first tells: it measures what its axis is of. An old form,
  /// "/cm^2/MeV", has a single field, whose last factors are those of the axes of more than one bin.
  private static func units(_ text: String, sizes: [Double], types: [Int]) -> [String] {
    let fields = text.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
    if fields.count > 1 {
      let first = types.first ?? 0
      let isOfAxis =
        fields.count <= sizes.count && dimension(of: first) != nil
        && Unit(source: fields[0]).dimension == dimension(of: first)
      return isOfAxis ? fields : Array(fields.dropFirst())
    }
    func isUnit(_ text: String, ofAxis index: Int) -> Bool {
      guard index < types.count, let dimension = dimension(of: types[index]) else { return false }
      return Unit(source: text).dimension == dimension
    }
    var units = [String](repeating: "", count: sizes.count)
    let wide = sizes.indices.filter { sizes[$0] > 1 }
    if wide.count == 1, isUnit(text, ofAxis: wide[0]) {
      units[wide[0]] = text
      return units
    }
    var factors = text.split(separator: "/").map(String.init)[...]
    for index in wide.reversed() {
      // A stopping power has a "/" of its own.
      let both = factors.suffix(2).joined(separator: "/")
      if factors.count >= 2, isUnit(both, ofAxis: index) {
        units[index] = both
        factors = factors.dropLast(2)
      } else {
        // The first is the quantity's.
        units[index] = factors.count > 1 ? factors.removeLast() : ""
      }
    }
    return units
  }

  /// The dimension of an axis of a detector number; `nil` for plain numbers and for numbers that are not known.
  private static func dimension(of type: Int) -> UnitDimension? {
    switch type {
    case 1, 8, 27, 28, 29: .energy
    case 2, 6, 7, 35, 120: .stoppingPower
    case 3, 25, 121: .angle
    case 37: .length
    default: nil
    }
  }

  func axis(stored: StoredAxis) -> Axis {
    let (kind, name, label) = meaning
    let unit = Unit(source: unit)
    var axis = Axis(
      name: name, label: label, unit: unit.text, qualifier: unit.qualifier, centres: stored.centres,
      edges: nil,
      isDifferential: true, kind: kind)
    let count = Double(size)
    let linear = (0...size).map { start + (stop - start) * Double($0) / count }
    if isLogarithmic {
      let ratio = stop / start
      var edges = (0...size).map { start * power(ratio, Double($0) / count) }
      edges[size] = stop
      let centres = (0..<size).map { edges[$0].squareRoot() * edges[$0 + 1].squareRoot() }
      if agree(stored.centres, centres) {
        axis.edges = edges
        axis.scale = .logarithmic
      } else if agree(stored.centres, BinEdges.midpoints(linear)) {
        axis.centres = centres
        axis.edges = edges
        axis.scale = .logarithmic
      }
    } else if agree(stored.centres, BinEdges.midpoints(linear)) {
      axis.edges = linear
    } else {
      axis.edges = BinEdges.even(stored.centres)
    }
    return axis
  }

  /// The unit decides where it can (27, kinetic energy, is also written for angles), else SHIELD-HIT12A's
  /// detector number (pymchelper, shieldhit/detector/estimator_type.py; 1 to 3 are those of OpenShieldHit and of
  /// the binary format of 2016).
  private var meaning: (kind: AxisKind, name: String, label: String) {
    switch unit.lowercased() {
    case "deg", "degree", "rad", "radians": return (.angle, "angle", "Angle")
    case "sr": return (.solidAngle, "angle", "Angle")
    case "kev/um", "mev/cm": return (.stoppingPower, "let", "LET")
    case "mev/nucl", "mev/nucleon", "mev/n":
      return (.energyPerNucleon, "energy", "Kinetic energy per nucleon")
    case "mev/amu", "mev/u": return (.energyPerMassUnit, "energy", "Kinetic energy per mass unit")
    default: break
    }
    switch type {
    case 1, 27: return (.energy, "energy", "Kinetic energy")
    case 28: return (.energyPerNucleon, "energy", "Kinetic energy per nucleon")
    case 29: return (.energyPerMassUnit, "energy", "Kinetic energy per mass unit")
    case 3, 25, 121: return (.angle, "angle", "Angle")
    case 2, 35, 120: return (.stoppingPower, "let", "LET")
    case 36: return (.massStoppingPower, "mass_let", "Mass stopping power")
    case 37: return (.trackLength, "track_length", "Track length")
    case 30: return (.other, "a", "Mass number A")
    case 45: return (.other, "z2_beta2", "Z²/β²")
    case 50: return (.charge, "z", "Charge Z")
    case 51: return (.charge, "zeff", "Effective charge Zeff")
    case 52: return (.other, "zeff2_beta2", "Zeff²/β²")
    default:
      return unit.lowercased() == "mev"
        ? (.energy, "energy", "Kinetic energy") : (.other, "axis", "Differential axis")
    }
  }

  /// Whether two axes are the same to what a text of seven digits keeps.
  private func agree(_ a: [Double], _ b: [Double]) -> Bool {
    guard a.count == b.count, let scale = b.map(abs).max() else { return false }
    return zip(a, b).allSatisfy { abs($0 - $1) <= 1e-6 * max(abs($1), 1e-3 * scale) }
  }
}
