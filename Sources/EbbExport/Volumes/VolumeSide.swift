internal import EbbModel

/// A side of a volume: its bins along x, y or z.
struct VolumeSide: Equatable {
  let name: String
  /// From the lowest to the highest, one more than bins.
  let edges: [Double]
  /// UDUNITS: "cm".
  let unit: String

  var count: Int { edges.count - 1 }

  /// The distance of bins' centres where all are as wide, within a millionth of it; `nil` where they are not.
  var spacing: Double? {
    let spacing = (edges[count] - edges[0]) / Double(count)
    let isEven = edges.indices.allSatisfy {
      abs(edges[0] + spacing * Double($0) - edges[$0]) <= spacing * 1e-6
    }
    return isEven ? spacing : nil
  }

  /// The side in millimetres; `nil` where the unit is none of length.
  var inMillimetres: VolumeSide? {
    guard let factor = Unit(source: unit).factor(to: Unit(source: "mm")) else { return nil }
    return VolumeSide(name: name, edges: edges.map { $0 * factor }, unit: "mm")
  }
}
