extension Axis {
  /// Axes as a page stores them, interpreted.
  ///
  /// Positions keep their stored centres. SHIELD-HIT12A's differential axes have an empty name and, in the store, a
  /// unit that is shifted by one: name, unit and edges are taken from `page_diff_type`, `page_diff_units` and
  /// `page_diff_start/stop/size`. A logarithmic one (`page_diff_flag` below 0) gets its geometric centres back where a
  /// converter stored it as if it were linear. Numbers of zones are whole again.
  /// - Parameters:
  ///   - metadata: the page's.
  ///   - mayBeSphere: whether the writer has spheres, too.
  static func interpreted(_ axes: [StoredAxis], _ metadata: Metadata, mayBeSphere: Bool) -> [Axis] {
    var differentials = DifferentialAxis.read(from: metadata)[...]
    var names: Set<String> = []
    var interpreted = axes.map { stored in
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
    tellRadius(&interpreted, mayBeSphere)
    return interpreted
  }

  /// TOPAS has spheres, over R, Phi and Theta, beside cylinders, over R, Phi and Z. Axes of one bin are left out of
  /// pages, so that R alone may be either.
  private static func tellRadius(_ axes: inout [Axis], _ mayBeSphere: Bool) {
    guard let radius = axes.firstIndex(where: { $0.kind == .radius }) else { return }
    let kinds = axes.map(\.kind)
    if kinds.contains(.polarAngle) {
      axes[radius].kind = .sphereRadius
    } else if mayBeSphere, !kinds.contains(.position) {
      axes[radius].kind = .anyRadius
    }
  }
}

extension Axis {
  /// The unit of an axis of zones, whose name is empty like a differential axis'.
  static let zoneUnit = "zone number"

  /// An axis whose stored name and unit hold: a position, an angle, a time, a zone; with names of their own energies
  /// and solid angles too.
  fileprivate init(stored: StoredAxis) {
    let label: String
    switch (stored.name, stored.unit) {
    case ("", Self.zoneUnit): label = "Zone"
    case ("", _): label = "Axis"
    default: label = stored.name
    }
    let (kind, name) = AxisKind.named(label, unit: stored.unit)
    let unit = Unit(source: stored.unit)
    let centres = kind == .zone ? BinEdges.wholeNumbers(stored.centres) : stored.centres
    let (edges, scale) =
      kind == .zone
      ? (nil, .linear) : BinEdges.rebuilt(centres, mayBeGeometric: !kind.isSpatial && kind != .other)
    self.init(
      name: name ?? identifier(label), label: label, unit: unit.text, qualifier: unit.qualifier,
      centres: centres, edges: edges, scale: scale, isDifferential: !kind.isSpatial && kind != .other,
      kind: kind)
  }
}
