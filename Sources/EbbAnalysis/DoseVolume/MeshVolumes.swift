internal import EbbModel

/// The volumes of a mesh's bins, in C order: the product of what each axis gives.
struct MeshVolumes: Sendable {
  /// The products of all axes but the last.
  let rows: [Double]
  /// The factors of the last axis.
  let last: [Double]
  let unit: String

  /// The volume of every bin, where all have the same to rounding.
  let uniform: Double?

  /// Calls `body` with each bin's number and volume, in C order; of bins that have all the same, 1.
  func forEachBin(_ body: (_ bin: Int, _ volume: Double) -> Void) {
    let columns = last.count
    for row in rows.indices {
      for column in 0..<columns {
        body(row * columns + column, uniform == nil ? rows[row] * last[column] : 1)
      }
    }
  }

  var total: Double { rows.reduce(0, +) * last.reduce(0, +) }

  /// Computes volumes of boxes by the widths of their bins; of rings by r and, where there is one, the angle:
  /// ½·Δ(r²)·Δφ, or π·Δ(r²). What an axis of one bin, which is left out of pages, would give is not known: of a mesh
  /// over two lengths the volumes are areas.
  init(_ axes: [Axis]) throws(Unsuitable) {
    var unit = Unit(source: "")
    var factors: [[Double]] = []
    for axis in axes {
      guard !axis.isDifferential else {
        throw Unsuitable(
          reason: "has the differential axis '\(axis.name)'",
          remedy: "Add --sum \(axis.name) or --at \(axis.name)=VALUE.")
      }
      guard let widths = axis.volumes else {
        throw Unsuitable(reason: "has bins on '\(axis.name)' whose widths are not known")
      }
      switch axis.kind {
      case .position:
        factors.append(widths)
        unit = unit.multiplied(by: axis.unit)
      case .radius:
        let half = axes.contains { $0.kind == .azimuth } ? 0.5 : Double.pi
        factors.append(widths.map { $0 * half })
        unit = unit.multiplied(by: axis.unit).multiplied(by: axis.unit)
      case .sphereRadius:
        // ∫ r² dr, by cos θ and φ; over what is left out, a whole turn.
        let rest = axes.contains { $0.kind == .azimuth } ? 1 : 2 * Double.pi
        factors.append(widths.map { $0 / 3 * rest })
        unit = unit.multiplied(by: axis.unit).multiplied(by: axis.unit).multiplied(by: axis.unit)
      case .polarAngle where axes.contains { $0.kind == .sphereRadius }: factors.append(widths)
      case .azimuth where axes.contains { $0.kind == .radius || $0.kind == .sphereRadius }:
        factors.append(axis.unit == "degree" ? widths.map { $0 * .pi / 180 } : widths)
      default:
        throw Unsuitable(
          reason: "has the axis '\(axis.name)', which is no part of a volume",
          remedy: "Add --at \(axis.name)=VALUE.")
      }
    }
    self.unit = unit.text
    last = factors.popLast() ?? [1]
    rows = factors.reduce([1]) { rows, factor in rows.flatMap { row in factor.map { row * $0 } } }
    let isEven = [rows, last].allSatisfy { part in
      part.allSatisfy { abs($0 - part[0]) <= 1e-9 * part[0] }
    }
    uniform = isEven ? rows.reduce(0, +) / Double(rows.count) * last.reduce(0, +) / Double(last.count) : nil
  }
}
