extension StoredPage {
  /// The page's axes, interpreted.
  ///
  /// Positions keep their stored centres. Differential axes have an empty name and, in the store, a
  /// unit that is shifted by one: name, unit and edges are taken from `page_diff_type`,
  /// `page_diff_units` and `page_diff_start/stop/size`. A logarithmic one (`page_diff_flag` below 0)
  /// gets its geometric centres back where a converter stored it as if it were linear.
  package func interpretedAxes() -> [Axis] {
    var differentials = DifferentialAxis.read(from: metadata)[...]
    var names: Set<String> = []
    return axes.map { stored in
      var axis: Axis
      if stored.name.isEmpty, stored.unit != Axis.zoneUnit,
        let index = differentials.firstIndex(where: { $0.size == stored.centres.count })
      {
        axis = differentials[index].axis(stored: stored)
        differentials = differentials[(index + 1)...]
      } else {
        axis = Axis(stored: stored)
      }
      let plain = axis.name
      var suffix = 2
      while !names.insert(axis.name).inserted {
        axis.name = "\(plain)_\(suffix)"
        suffix += 1
      }
      return axis
    }
  }
}

extension Axis {
  /// The unit of an axis of zones, whose name is empty like a differential axis'.
  fileprivate static let zoneUnit = "zone number"

  /// An axis whose stored name and unit hold: a position, an angle, a time, a zone.
  fileprivate init(stored: StoredAxis) {
    let label: String
    switch (stored.name, stored.unit) {
    case ("", Self.zoneUnit): label = "Zone"
    case ("", _): label = "Axis"
    default: label = stored.name
    }
    let isZone = label == "Zone"
    self.init(
      name: Self.shortNames[label] ?? identifier(label), label: label,
      unit: Unit(source: stored.unit).text, centres: stored.centres,
      edges: isZone ? nil : evenEdges(stored.centres))
  }

  private static let shortNames = [
    "Position (X)": "x", "Position (Y)": "y", "Position (Z)": "z", "Radius (R)": "r",
    "Angle (PHI)": "phi",
  ]
}

/// A differential axis as the page's metadata describes it.
private struct DifferentialAxis {
  var size: Int
  var start: Double
  var stop: Double
  var isLogarithmic: Bool
  var unit: String
  var type: Int

  /// The differential axes of more than one bin, in order; empty where the metadata has none or is inconsistent.
  static func read(from metadata: Metadata) -> [DifferentialAxis] {
    let sizes = metadata.numbers("page_diff_size")
    let starts = metadata.numbers("page_diff_start")
    let stops = metadata.numbers("page_diff_stop")
    let flags = metadata.numbers("page_diff_flag")
    let types = metadata.numbers("page_diff_type")
    let units = units(metadata["page_diff_units"] ?? "", sizes: sizes)
    return sizes.indices.compactMap { index in
      guard sizes[index] > 1, sizes[index] < 1e9, index < starts.count, index < stops.count,
        starts[index] < stops[index], ((stops[index] - starts[index]) * sizes[index]).isFinite
      else { return nil }
      return DifferentialAxis(
        size: Int(sizes[index]), start: starts[index], stop: stops[index],
        isLogarithmic: index < flags.count && flags[index] < 0 && starts[index] > 0
          && (stops[index] / starts[index]).isFinite,
        unit: index < units.count ? units[index] : "",
        type: index < types.count ? Int(exactly: types[index]) ?? 0 : 0)
    }
  }

  /// The unit of each of the axes, one-bin ones among them. "/cm^2;MeV;deg" holds the quantity's and then one
  /// an axis; an old form, "/cm^2/MeV", has a single field, whose last factors are those of the axes of more
  /// than one bin.
  private static func units(_ text: String, sizes: [Double]) -> [String] {
    let fields = text.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
    if fields.count > 1 { return Array(fields.dropFirst()) }
    var factors = text.split(separator: "/").map(String.init).dropFirst()[...]
    var units = [String](repeating: "", count: sizes.count)
    for index in sizes.indices.reversed() where sizes[index] > 1 {
      units[index] = factors.popLast() ?? ""
    }
    return units
  }

  func axis(stored: StoredAxis) -> Axis {
    let (name, label) = names
    let unit = Unit(source: unit).text
    var axis = Axis(
      name: name, label: label, unit: unit, centres: stored.centres, edges: nil, isDifferential: true)
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
      } else if agree(stored.centres, midpoints(linear)) {
        axis.centres = centres
        axis.edges = edges
        axis.scale = .logarithmic
      }
    } else if agree(stored.centres, midpoints(linear)) {
      axis.edges = linear
    } else {
      axis.edges = evenEdges(stored.centres)
    }
    return axis
  }

  /// The unit decides where it can (27, kinetic energy, is also written for angles), else SHIELD-HIT12A's
  /// detector number.
  private var names: (name: String, label: String) {
    switch unit.lowercased() {
    case "deg", "degree", "rad", "radians", "sr": return ("angle", "Angle")
    case "kev/um", "mev/cm": return ("let", "LET")
    case "mev/nucl", "mev/nucleon": return ("energy", "Kinetic energy per nucleon")
    case "mev/amu", "mev/u": return ("energy", "Kinetic energy per mass unit")
    default: break
    }
    switch type {
    case 27: return ("energy", "Kinetic energy")
    case 28: return ("energy", "Kinetic energy per nucleon")
    case 29: return ("energy", "Kinetic energy per mass unit")
    case 25, 121: return ("angle", "Angle")
    case 35, 120: return ("let", "LET")
    case 30: return ("a", "Mass number A")
    case 50: return ("z", "Charge Z")
    default:
      return unit.lowercased() == "mev" ? ("energy", "Kinetic energy") : ("axis", "Differential axis")
    }
  }
}

/// The edges of evenly spaced bins (to 1e-6 of a width), else `nil`.
private func evenEdges(_ centres: [Double]) -> [Double]? {
  guard centres.count > 1, let first = centres.first, let last = centres.last else { return nil }
  let width = (last - first) / Double(centres.count - 1)
  guard width.isFinite, width != 0 else { return nil }
  for (index, centre) in centres.enumerated() {
    guard abs(centre - (first + Double(index) * width)) <= 1e-6 * abs(width) else { return nil }
  }
  // Midpoints where there are two centres, so that a bin always holds its centre.
  var edges = [first - width / 2]
  for index in 1..<centres.count { edges.append((centres[index - 1] + centres[index]) / 2) }
  edges.append(last + width / 2)
  // What is left of zero by rounding would be a puzzle to readers: 0.05 - 0.1 / 2 is 6.9e-18.
  return edges.map { abs($0) < 1e-12 * abs(width) ? 0 : $0 }
}

private func midpoints(_ edges: [Double]) -> [Double] {
  (1..<edges.count).map { (edges[$0 - 1] + edges[$0]) / 2 }
}

/// Whether two axes are the same to what a text of seven digits keeps.
private func agree(_ a: [Double], _ b: [Double]) -> Bool {
  guard a.count == b.count, let scale = b.map(abs).max() else { return false }
  return zip(a, b).allSatisfy { abs($0 - $1) <= 1e-6 * max(abs($1), 1e-3 * scale) }
}
