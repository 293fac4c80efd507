extension Axis {
  /// The widths of the bins, where the edges are known.
  package var widths: [Double]? {
    edges.map { edges in centres.indices.map { abs(edges[$0 + 1] - edges[$0]) } }
  }

  /// Volumes of the bins in proportion to each other. All meshes are products of their axes: along a position or an
  /// azimuth by the widths, on a radius as r² or of a sphere r³ differences, on a polar angle as those of cos θ.
  /// - Returns: `nil` where edges are not known, or what kind of radius it is, of radii below 0, and of zones.
  package var volumes: [Double]? {
    guard let edges else { return nil }
    switch kind {
    case .zone, .anyRadius: return nil
    case .radius, .sphereRadius:
      if edges.contains(where: { $0 < 0 }) { return nil }
      return differences(edges) { kind == .radius ? $0 * $0 : $0 * $0 * $0 }
    case .polarAngle:
      let scale = unit == "degree" ? Double.pi / 180 : 1
      return differences(edges) { cosine($0 * scale) }
    default: return widths
    }
  }

  private func differences(_ edges: [Double], _ measure: (Double) -> Double) -> [Double] {
    centres.indices.map { abs(measure(edges[$0 + 1]) - measure(edges[$0])) }
  }
}
