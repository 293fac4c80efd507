extension Axis {
  /// The widths of the bins, where the edges are known.
  package var widths: [Double]? {
    edges.map { edges in centres.indices.map { abs(edges[$0 + 1] - edges[$0]) } }
  }

  /// How the volumes of neighbouring bins stand to each other: as the areas of rings on a radius, else as the
  /// widths.
  package var volumes: [Double]? {
    guard name == "r", !isDifferential else { return widths }
    return edges.map { edges in
      centres.indices.map { abs(edges[$0 + 1] * edges[$0 + 1] - edges[$0] * edges[$0]) }
    }
  }
}
